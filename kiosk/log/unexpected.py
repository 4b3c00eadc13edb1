"""Exceptions that nobody expected: what and where, never their messages.

The message of an exception quotes what the program had in hands (``invalid literal for int():
'079…'``), and that is a patient's document as often as not.
"""

import traceback
from collections import deque
from collections.abc import Iterator

from kiosk.log.places import place, type_name
from kiosk.log.writer import log

FRAMES = 24
"""Innermost calls that are kept; endless recursion has a thousand."""

BRANCHES = 8
"""Exceptions of one group that are written."""


def unexpected(error: BaseException) -> None:
    """Write ``unexpected-error`` for ``error``; for each one in it, if it is a group."""
    for _, one in zip(range(BRANCHES), _leaves(error), strict=False):
        frames = traceback.walk_tb(one.__traceback__)
        trace = deque(
            (place(frame.f_code.co_filename, line) for frame, line in frames), maxlen=FRAMES
        )
        ours = [where for where in trace if where.startswith("kiosk/")]
        log(
            "unexpected-error",
            kind=type_name(one),
            where=(ours or list(trace) or [""])[-1],
            trace=tuple(trace),
            cause=_cause(one),
        )


def _leaves(error: BaseException) -> Iterator[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from _leaves(inner)
    else:
        yield error


def _cause(error: BaseException) -> str:
    """The type of what started it, ``""`` if ``error`` did."""
    first = error
    for _ in range(FRAMES):
        before = first.__cause__ or (None if first.__suppress_context__ else first.__context__)
        if before is None:
            break
        first = before
    return "" if first is error else type_name(first)
