"""One who waits or is inside, from the records to what a doctor sees."""

from collections.abc import Collection
from datetime import datetime

from kiosk.frontdesk.queue.views import WaitingLine
from kiosk.frontdesk.records import DESK, Encounter


def waiting_line(one: Encounter, seen: Collection[str], now: datetime) -> WaitingLine:
    """``seen`` are the ids of those whom the service has seen today already."""
    return WaitingLine(
        one.number,
        bool(one.reasons),
        one.absences,
        minutes_since(one.issued, now),
        one.moved_from,
        one.id in seen,
        one.identity == DESK and one.id not in seen,
        one.provisional,
    )


def minutes_since(since: str, now: datetime) -> int:
    """Whole minutes; none if a clock jumped back."""
    return max(0, int((now - datetime.fromisoformat(since)).total_seconds() // 60))
