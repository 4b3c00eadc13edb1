"""What the process may not do: outlive its kiosk, take the screen's time, eat the memory, or
leave anything that it saw on a disk."""

import ctypes
import os
import resource
import signal
import sys
from contextlib import suppress

NICE = 5
"""The screen goes first where both want the same core (setpriority(2))."""
MOST_ADDRESSES = 3 * 1024**3
"""Bytes of address space: far above what is ever used, far below what a machine has. A picture
that asks for more ends the process at once (setrlimit(2), RLIMIT_AS)."""

LARGE = 1_000_000
"""Bytes from which on memory is mapped by itself: a picture of 1280 × 720, and not what the
detector of faces works with …"""
MOST_SPARE = 8_000_000
"""… of which so much may be left at the end for what comes next."""

_M_TRIM_THRESHOLD = -1
_M_MMAP_THRESHOLD = -3
"""Of malloc.h."""
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


def hold_little() -> None:
    """What is as large as a camera's picture is taken from the system and given back at once, not
    kept for the next one (mallopt(3)). glibc would raise that bound to the largest picture that was
    ever freed, and small things would come to lie between the large ones: 15 MB more, which nobody
    uses. Costs a page fault for each 4 KiB of a picture, which is within the noise of searching
    it. Call it before anything is large; does nothing where the C library has no such call."""
    with suppress(AttributeError):
        libc = ctypes.CDLL(None)
        libc.mallopt(_M_MMAP_THRESHOLD, LARGE)
        libc.mallopt(_M_TRIM_THRESHOLD, MOST_SPARE)


def give_back() -> None:
    """Return to the system what was freed and lies between what is still held (malloc_trim(3)),
    after work that needed much for once, as loading models. Takes a millisecond or two, so it is
    nothing for every frame; does nothing where the C library has no such call."""
    with suppress(AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def own_memory() -> int:
    """A descriptor from which :func:`resident_bytes` reads, also in another process: one that has
    left no core cannot be looked up by others where proc(5) is mounted with ``hidepid``, as
    systemd does for ``ProtectProc=invisible``."""
    return os.open("/proc/self/statm", os.O_RDONLY | os.O_CLOEXEC)


def resident_bytes(memory: int) -> int:
    """Of the process that opened it, from proc(5). Raises ``OSError`` if that one is gone."""
    return int(os.pread(memory, 128, 0).split()[1]) * resource.getpagesize()
