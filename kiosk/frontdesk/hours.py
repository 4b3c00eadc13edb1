"""Opening hours as people write them: ``mon-fri 07:00-17:00``."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from math import inf

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = "|".join(DAYS)
_DAY_MINUTES = 24 * 60
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
    if begin > end or not opens < closes <= _DAY_MINUTES:
        raise ValueError(f'"{line}" ends before it begins')
    return Span(frozenset(range(begin, end + 1)), opens, closes)


def minutes_left(spans: Iterable[Span], now: datetime) -> float:
    """Minutes until closing; 0 when closed, infinite for who never closes.

    ``now`` is the hospital's local time. Who closes at midnight and opens at that very moment
    does not close.
    """
    known = tuple(spans)
    minute = _minute(now)
    closes = max(
        (span.closes for span in _today(known, now) if span.opens <= minute < span.closes),
        default=None,
    )
    return 0 if closes is None else _end(known, now.weekday(), closes) - minute


def minutes_on_request(spans: Iterable[Span], since: datetime, now: datetime) -> float:
    """Minutes until closing for who opened by hand at ``since``, at any hour of this day.

    They stay open until the hours end the next time after ``since``; from then on the hours
    hold. Infinite if the hours do not end any more today.
    """
    known = tuple(spans)
    opened = _minute(since)
    closes = min((span.closes for span in _today(known, now) if span.closes > opened), default=None)
    if closes is None:
        return inf
    end = _end(known, now.weekday(), closes)
    return end - _minute(now) if _minute(now) < end else minutes_left(known, now)


def _today(spans: Iterable[Span], now: datetime) -> Iterator[Span]:
    return (span for span in spans if now.weekday() in span.days)


def _end(spans: tuple[Span, ...], day: int, closes: int) -> float:
    """When a span that closes then really ends, in minutes after ``day``'s midnight."""
    end = closes
    for later in range(1, len(DAYS) + 1):
        if end < later * _DAY_MINUTES:
            return end
        weekday = (day + later) % len(DAYS)
        end += max(
            (span.closes for span in spans if weekday in span.days and span.opens == 0), default=0
        )
    return inf


def opens_yet(spans: Iterable[Span], now: datetime) -> bool:
    """Whether it is open now or opens later today."""
    minute = _minute(now)
    return any(now.weekday() in span.days and minute < span.closes for span in spans)


def _minute(now: datetime) -> float:
    return now.hour * 60 + now.minute + now.second / 60
