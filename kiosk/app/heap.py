"""Memory that the kiosk has freed goes back to the machine, for as many months as it runs."""

import ctypes

_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8
"""``M_…`` of glibc's malloc.h."""
_PICTURE_BYTES = 128 * 1024
"""What is larger is mapped by itself: a ticket's picture has about 600 KB."""
_ARENAS = 2


def return_what_is_freed() -> None:
    """Set glibc's allocator (mallopt(3)) before the first picture is made.

    Without it the first one that is freed raises the threshold from which on pictures are mapped by
    themselves (*dynamic mmap threshold*): from then on they lie between smaller things, in an arena
    for each thread, whose holes stay the process's. Nothing happens where there is no glibc.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except AttributeError:
        return
    for option, value in (
        (_MMAP_THRESHOLD, _PICTURE_BYTES),
        (_TRIM_THRESHOLD, _PICTURE_BYTES),
        (_ARENA_MAX, _ARENAS),
    ):
        mallopt(option, value)
