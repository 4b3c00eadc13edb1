"""How many wait before each room: the statement, and what comes back."""

from collections.abc import Iterable, Sequence
from typing import Any

from kiosk.frontdesk.queue.days import Days
from kiosk.frontdesk.records import Waiting

Statement = tuple[str, list[object]]
"""SQL and its values."""

_COUNT = (
    "SELECT room, count(*) FILTER (WHERE priority = 0) AS ordinary, "
    "count(*) FILTER (WHERE priority = 1) AS ahead "
    "FROM encounter WHERE status = 'arrived' AND day = ?"
)

_BY_TIME = (
    "SELECT room, count(*) FILTER (WHERE priority = 0) AS ordinary, "
    "count(*) FILTER (WHERE priority = 1) AS ahead, {since} AS since "
    "FROM encounter WHERE status = 'arrived' AND day = ? AND room = ?{when} GROUP BY room{by}"
)


def counting(days: Days, *conditions: tuple[str, Sequence[object]]) -> Statement:
    """Counts by room of who waits, for each condition: ``room``, ``ordinary``, ``ahead`` (by law).

    A condition begins with AND, or is empty.
    """
    parts = [(f"{_COUNT}{part} GROUP BY room", [days.today, *of]) for part, of in conditions]
    if days.has_evening:
        # On its own: the count of today needs the index alone.
        parts += [
            (f"{_COUNT}{part} AND issued >= ? GROUP BY room", [days.yesterday, *of, days.since])
            for part, of in conditions
        ]
    return " UNION ALL ".join(sql for sql, _ in parts), [one for _, of in parts for one in of]


def in_rooms(days: Days, rooms: Iterable[str]) -> Statement:
    # Not IN: a database that has no statistics yet would read the whole day's lines.
    return counting(days, *((" AND room = ?", (room,)) for room in rooms))


def in_rooms_by_time(days: Days, rooms: Sequence[str]) -> Statement:
    """Counts by room of who waits there: of today all together (``since`` is ``''``), of yesterday
    by the time ``since`` which they wait, as at night fewer of them count with each second."""
    parts, values = [], list[object]()
    for room in rooms:
        parts.append(_BY_TIME.format(since="''", when="", by=""))
        values += (days.today, room)
        if days.has_evening:
            parts.append(_BY_TIME.format(since="issued", when=" AND issued >= ?", by=", issued"))
            values += (days.yesterday, room, days.since)
    return " UNION ALL ".join(parts), values


def added(rows: Iterable[Sequence[Any]]) -> dict[str, Waiting]:
    """By room; rooms where nobody waits are absent."""
    found: dict[str, Waiting] = {}
    for room, ordinary, priority in rows:
        here = found.get(room)
        more = Waiting(ordinary, priority)
        found[room] = here + more if here else more
    return found
