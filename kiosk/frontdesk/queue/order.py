"""The order of one room's line, and a place in it for who missed their call. Pure."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from kiosk.frontdesk.queue.rules import STREAK, people_ahead, priority_is_next
from kiosk.frontdesk.records import Waiting

PASSED_BY = 3
"""So many others are called before who was called and was not there."""
_STEP = 2.0**-10
"""Behind the last of a line: near, so that nobody creeps behind those who are still to come."""
_NEAR = 2.0**-20
"""Places nearer than this are moved apart: floats would run out of room between them."""


class Placed(Protocol):
    """One who stands in a line."""

    @property
    def priority(self) -> int: ...

    @property
    def place(self) -> float: ...


P = TypeVar("P", bound=Placed)


def calling_order(line: Iterable[P], in_row: int, streak: int = STREAK) -> Iterator[P]:
    """The line in the order in which it is called, if nobody comes or goes.

    ``line`` is in order of place; ``in_row`` is how many priority patients the room has just
    called in a row.
    """
    ordinary: deque[P] = deque()
    priority: deque[P] = deque()
    for one in line:
        (priority if one.priority else ordinary).append(one)
    while ordinary or priority:
        if priority_is_next(bool(ordinary), bool(priority), in_row, streak):
            in_row += 1
            yield priority.popleft()
        else:
            in_row = 0
            yield ordinary.popleft()


@dataclass(frozen=True, slots=True)
class Seat:
    """A place in a line."""

    place: float
    priority: bool
    """Whether it is among those who go ahead by law."""
    moved: Mapping[int, float]
    """New places for some who stand there, by their index, where there was no room between two."""


def place_after(others: Sequence[Placed], one: Placed, in_row: int, streak: int = STREAK) -> Seat:
    """Where who was called and was not there stands again.

    ``others`` wait in the room, in order of place. :data:`PASSED_BY` of them are called before,
    or all where there are fewer; nobody gets an earlier place than they had. A priority patient
    stands among the others where going ahead would put them first again. Only before a crowd of
    priority patients an ordinary one is called after ``streak`` of them, as anybody would be.
    """
    goes_ahead = bool(one.priority)
    index = _behind(others, one, goes_ahead, in_row, streak)
    if index is None and goes_ahead:
        goes_ahead = False
        index = _behind(others, one, goes_ahead, in_row, streak)
    place, moved = _between(others, len(others) if index is None else index, one.place)
    return Seat(place, goes_ahead, moved)


def _behind(
    others: Sequence[Placed], one: Placed, priority: bool, in_row: int, streak: int
) -> int | None:
    """Before whom they stand, so that enough of the others are called first."""
    whole = _count(others)
    least = min(PASSED_BY, len(others))
    for index in range(len(others) + 1):
        if index < len(others) and others[index].place <= one.place:
            continue
        before = _count(others[:index])
        if people_ahead(priority, before, whole, streak, in_row) >= least:
            return index
    return None


def _count(line: Sequence[Placed]) -> Waiting:
    priority = sum(1 for one in line if one.priority)
    return Waiting(len(line) - priority, priority)


def _between(others: Sequence[Placed], index: int, own: float) -> tuple[float, Mapping[int, float]]:
    """A place before ``others[index]`` and after those before it."""
    if index == 0 or own > others[index - 1].place:
        return own, {}
    low = others[index - 1].place
    if index == len(others):
        return low + _STEP, {}
    if others[index].place - low >= _NEAR:
        return (low + others[index].place) / 2, {}
    # Move apart who stands too near, up to where there is room for all of them.
    end = index
    while end < len(others) and others[end].place - low < (end - index + 2) * _NEAR:
        end += 1
    shares = end - index + 2
    high = others[end].place if end < len(others) else low + shares * _STEP
    step = (high - low) / shares
    return low + step, {at: low + (at - index + 2) * step for at in range(index, end)}
