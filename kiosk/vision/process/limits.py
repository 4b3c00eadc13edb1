"""What the process may not do: outlive its kiosk, take the screen's time, eat the memory, or
leave anything that it saw on a disk."""

import ctypes
import os
import resource
import signal
import sys

NICE = 5
"""The screen goes first where both want the same core (setpriority(2))."""
MOST_ADDRESSES = 3 * 1024**3
"""Bytes of address space: far above what is ever used, far below what a machine has. A picture
that asks for more ends the process at once (setrlimit(2), RLIMIT_AS)."""

_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
"""Of linux/prctl.h."""


def keep_within() -> None:
    """Call it first of all. Raises ``OSError`` where the system refuses."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the kiosk, which ends us
    end_with_parent()
    leave_no_core()
    resource.setrlimit(resource.RLIMIT_AS, (MOST_ADDRESSES, MOST_ADDRESSES))
    os.nice(NICE)


def leave_no_core() -> None:
    """Patients are in the memory of who calls this, and no core dump takes them to a disk: neither
    to a file (setrlimit(2), RLIMIT_CORE) nor to a program that collects cores, which heeds no limit
    (core(5), prctl(2), PR_SET_DUMPABLE). Nor may others of the same user read that memory, as a
    debugger does (ptrace(2)). Raises ``OSError`` where the system refuses."""
    _prctl(_PR_SET_DUMPABLE, 0)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def write_no_file() -> None:
    """No file grows by what who calls this writes, whichever library tries: it fails with EFBIG
    (setrlimit(2), RLIMIT_FSIZE; Python ignores SIGXFSZ). Sockets and memory that is mapped go on,
    and so do processes that are forked, under the same limit. Call it once what takes long to
    compile is imported, and before anything is seen. Raises ``OSError`` where the system
    refuses."""
    sys.dont_write_bytecode = True  # it could not
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def end_with_parent() -> None:
    """Killed with the thread that started us, even if some library of ours stands still. Not
    inherited by a process that is forked. Raises ``OSError`` where the system refuses."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _prctl(option: int, value: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(option, value, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")


def own_memory() -> int:
    """A descriptor from which :func:`resident_bytes` reads, also in another process: one that has
    left no core cannot be looked up by others where proc(5) is mounted with ``hidepid``, as
    systemd does for ``ProtectProc=invisible``."""
    return os.open("/proc/self/statm", os.O_RDONLY | os.O_CLOEXEC)


def resident_bytes(memory: int) -> int:
    """Of the process that opened it, from proc(5). Raises ``OSError`` if that one is gone."""
    return int(os.pread(memory, 128, 0).split()[1]) * resource.getpagesize()
