"""Opening hours as people write them: ``mon-fri 07:00-17:00``."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from math import inf

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = "|".join(DAYS)
_LINE = re.compile(
    rf"({_DAY})(?:-({_DAY}))? ([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Span:
    """Open on some days of the week, from ``opens`` to ``closes`` (minutes after midnight)."""

    days: frozenset[int]
    """Monday is 0."""
    opens: int
    closes: int


def parse_hours(lines: Iterable[str]) -> tuple[Span, ...]:
    """Read opening hours. Raises ``ValueError`` that quotes the line it does not understand."""
    return tuple(_span(line) for line in lines)


def _span(line: str) -> Span:
    match = _LINE.fullmatch(line)
    if not match:
        raise ValueError(f'"{line}" is no opening time such as "mon-fri 07:00-17:00"')
    first, last, *clock = match.groups()
    begin, end = DAYS.index(first), DAYS.index(last or first)
    opens, closes = (int(clock[i]) * 60 + int(clock[i + 1]) for i in (0, 2))
    if begin > end or not opens < closes <= 24 * 60:
        raise ValueError(f'"{line}" ends before it begins')
    return Span(frozenset(range(begin, end + 1)), opens, closes)


def minutes_left(spans: Iterable[Span], now: datetime) -> float:
    """Minutes until closing; 0 when closed. ``now`` is the hospital's local time."""
    minute = _minute(now)
    return max(
        (
            span.closes - minute
            for span in spans
            if now.weekday() in span.days and span.opens <= minute < span.closes
        ),
        default=0,
    )


def minutes_on_request(spans: Iterable[Span], since: datetime, now: datetime) -> float:
    """Minutes until closing for who opened by hand at ``since``, at any hour of this day.

    They stay open until the hours end the next time after ``since``; from then on the hours
    hold. Infinite if the hours do not end any more today.
    """
    today = [span for span in spans if now.weekday() in span.days]
    end = min((span.closes for span in today if span.closes > _minute(since)), default=None)
    if end is None:
        return inf
    return end - _minute(now) if _minute(now) < end else minutes_left(today, now)


def opens_yet(spans: Iterable[Span], now: datetime) -> bool:
    """Whether it is open now or opens later today."""
    minute = _minute(now)
    return any(now.weekday() in span.days and minute < span.closes for span in spans)


def _minute(now: datetime) -> float:
    return now.hour * 60 + now.minute + now.second / 60
