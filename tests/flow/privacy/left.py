"""Everything that a kiosk leaves behind, or shows to others on its machine while it runs."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.flow.privacy.search import Finder

ROOT = Path(__file__).parents[3]
LOOK_S = 0.1


@dataclass(frozen=True, slots=True)
class Seen:
    """Where something was seen, and what."""

    where: str
    data: bytes


class Kept:
    """A folder for a kiosk, whose processes are looked at while they run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.left = folder / "left"
        for name in ("state", "home", "tmp"):
            (self.left / name).mkdir(parents=True)
        self._seen: dict[tuple[str, bytes], None] = {}

    def run(self, *command: str, within: float) -> int:
        """Run Python with these arguments to its end; the status. What it says is kept, too."""
        number = len(list(self.left.glob("*.said")))
        with (self.left / f"{number}.said").open("wb") as said:
            process = subprocess.Popen(
                [sys.executable, "-P", *command],
                stdin=subprocess.DEVNULL, stdout=said, stderr=said, cwd=ROOT,
                env=self._environment(),
            )  # fmt: skip
            with self._watched(process.pid):
                try:
                    return process.wait(within)
                finally:
                    process.kill()
                    process.wait()

    def everything(self) -> Iterator[Seen]:
        """Names and contents of files, at the end; and what was seen meanwhile."""
        for path in sorted(self.left.rglob("*")):
            yield Seen("a name", str(path.relative_to(self.left)).encode())
            if path.is_file():
                yield Seen(str(path.relative_to(self.left)), path.read_bytes())
        for where, data in self._seen:
            yield Seen(where, data)

    def _environment(self) -> dict[str, str]:
        left = dict(os.environ)
        for name in ("KIOSK_LOG_STRICT", "STATE_DIRECTORY"):  # as where a hospital runs it
            left.pop(name, None)
        home = str(self.left / "home")
        return left | {
            "HOME": home, "XDG_STATE_HOME": home, "XDG_CACHE_HOME": home,
            "TMPDIR": str(self.left / "tmp"), "PYTHONPATH": str(ROOT),
        }  # fmt: skip

    @contextmanager
    def _watched(self, pid: int) -> Iterator[None]:
        ended = threading.Event()

        def look() -> None:
            while not ended.wait(LOOK_S):
                self._look(pid)

        thread = threading.Thread(target=look)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()

    def _look(self, pid: int) -> None:
        for process in _family(pid):
            for name in ("cmdline", "environ", "comm"):
                self._note(f"/proc/{name}", Path(f"/proc/{process}/{name}"))
            with suppress(OSError):
                for thread in Path(f"/proc/{process}/task").iterdir():
                    self._note("the name of a thread", thread / "comm")
        for folder, _, names in os.walk(self.left):
            for name in names:
                self._seen[("a name", f"{folder}/{name}".encode())] = None

    def _note(self, where: str, path: Path) -> None:
        with suppress(OSError):  # it has ended, or is not for us
            self._seen[(where, path.read_bytes().replace(b"\0", b"\n"))] = None


def leaks(kept: Kept, finder: Finder) -> list[str]:
    """What was found, and where: to be empty."""
    return [
        f"{seen.where}: {leak.secret.kind}: …{leak.around}…"
        for seen in kept.everything()
        for leak in finder.leaks(seen.data)
    ]


def _family(pid: int) -> Sequence[int]:
    """A process and those that it started."""
    found = [pid]
    for one in found:
        with suppress(OSError):
            for task in Path(f"/proc/{one}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
    return found
