"""How much memory a process holds."""

from pathlib import Path


def resident_mb(pid: int | str = "self") -> float:
    """Resident memory of a process in megabytes (10⁶ bytes), from proc(5)."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024 / 1e6
    raise ProcessLookupError(pid)
