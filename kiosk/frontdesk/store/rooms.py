"""Lines before the rooms, what the rooms called, and what staff said of them."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from kiosk.frontdesk.queue.days import Days
from kiosk.frontdesk.records import Encounter, Present, Waiting
from kiosk.frontdesk.store.database import Database
from kiosk.frontdesk.store.encounters import COLUMNS
from kiosk.frontdesk.store.kept_lines import KeptLines, RoomDay


class CallRow(msgspec.Struct, frozen=True):
    number: str
    room: str
    at: str
    again: int


class MoveRow(msgspec.Struct, frozen=True):
    encounter: str
    number: str
    from_room: str
    to_room: str
    reason: str


_WAITS = "day IN (?, ?) AND status = 'arrived' AND issued >= ?"
_IN_LINE = "queue = ? AND queue <> ''"
"""The second half is what the index says of itself: databases do not conclude it."""
_INSIDE = "day IN (?, ?) AND status = 'in-progress' AND called >= ?"
_AT_ONCE = 100
"""Of so many rooms in one statement: SQLite joins 500 at most (SQLITE_MAX_COMPOUND_SELECT)."""
_SELECT = f"SELECT {COLUMNS} FROM encounter WHERE "
_PRESENT = f"SELECT {', '.join(Present.__struct_fields__)} FROM encounter WHERE "


class RoomRecords:
    def __init__(self, db: Database, lines: KeptLines) -> None:
        self._db = db
        self._lines = lines
        self.writes = 0
        """How many statements here that write were begun, ever: tells what staff did in rooms from
        what kiosks do."""

    def said(self, day: str) -> dict[str, RoomDay]:
        """What staff said of rooms, by room; of the others they said nothing."""
        rows = self._db.rows(
            "SELECT room, is_open, doctor, changed FROM room_day WHERE day = ?", (day,)
        )
        return {row[0]: RoomDay(*row) for row in rows}

    def lines(
        self, days: Days, rooms: Sequence[str]
    ) -> tuple[dict[str, Waiting], dict[str, RoomDay]]:
        """How many wait in these rooms, and what staff said of any room today. Inside a transaction
        that writes."""
        return self._lines.of(days, rooms)

    def line(self, queue: str, days: Days) -> list[Encounter]:
        """Who waits for a service, in all of its rooms, in order of place."""
        return self._encounters((f"{_WAITS} AND {_IN_LINE}", (*_span(days), queue)))

    def inside(self, room: str, days: Days) -> Encounter | None:
        """Who was called into a room."""
        found = self._encounters((f"{_INSIDE} AND room = ?", (*_span(days), room)))
        return found[-1] if found else None

    def forgotten(self, room: str, days: Days) -> list[Encounter]:
        """Who was called into a room yesterday, too long ago to be inside still, and never left:
        a room holds one ticket of a day (the index ``one_inside``), and tonight it may call
        another of yesterday's."""
        return self._encounters(
            (
                "day = ? AND status = 'in-progress' AND called < ? AND room = ?",
                (days.yesterday, days.since, room),
            )
        )

    def active(self, days: Days) -> list[Present]:
        """Everybody who waits or is inside, in order of place."""
        rows = self._db.rows(
            f"{_PRESENT}{_WAITS} UNION ALL {_PRESENT}{_INSIDE} ORDER BY place, seq",
            _span(days) * 2,
        )
        return [Present(*row) for row in rows]

    def past(self, days: Days, ended_since: str) -> list[Encounter]:
        """Those of today that were cancelled, and those that finished since then."""
        return self._encounters(
            ("day = ? AND status = 'cancelled'", (days.today,)),
            (
                "status = 'finished' AND id IN (SELECT encounter FROM stay WHERE ended >= ?)",
                (ended_since,),
            ),
        )

    def calls(self, rooms: Sequence[str], days: Days, limit: int) -> list[CallRow]:
        """The last calls into these rooms, the newest first."""
        rows = self._db.rows(
            "SELECT number, room, at, again FROM room_call WHERE day IN (?, ?) AND at >= ? "
            f"AND room IN ({_marks(rooms)}) ORDER BY seq DESC LIMIT ?",
            (days.today, days.yesterday, days.since, *rooms, limit),
        )
        return [CallRow(*row) for row in rows]

    def moves(self, days: Days, since: str) -> list[MoveRow]:
        """Moves since then of tickets that still wait where they were sent, the oldest first."""
        rows = self._db.rows(
            "SELECT m.encounter, m.number, m.from_room, m.to_room, m.reason FROM room_move m "
            "JOIN encounter e ON e.id = m.encounter WHERE m.day IN (?, ?) AND m.at >= ? "
            "AND e.status = 'arrived' AND e.room = m.to_room ORDER BY m.seq",
            (days.today, days.yesterday, since),
        )
        return [MoveRow(*row) for row in rows]

    def seen(self, queue: str, days: Days) -> set[str]:
        """Ids of the encounters that this service has finished a stay with."""
        rows = self._db.rows(
            "SELECT DISTINCT encounter FROM stay WHERE day IN (?, ?) AND queue = ?",
            (days.today, days.yesterday, queue),
        )
        return {encounter for (encounter,) in rows}

    # What a room's pace is estimated from

    def stays(self, day: str, rooms: Sequence[str], limit: int) -> list[tuple[str, str, str]]:
        """Room, call and end of the last ``limit`` stays of each room, the newest first."""
        return self._of_each(
            "SELECT seq, room, called, ended FROM stay WHERE day = ? AND room = ? "
            "ORDER BY seq DESC LIMIT ?",
            [(day, room, limit) for room in rooms],
        )

    def insides(self, days: Days, rooms: Sequence[str]) -> list[tuple[str, str]]:
        """Room and call of everybody who is inside."""
        rows = self._db.rows(
            f"SELECT room, called FROM encounter WHERE day IN (?, ?) AND room IN ({_marks(rooms)}) "
            "AND status = 'in-progress' AND called >= ?",
            (days.today, days.yesterday, *rooms, days.since),
        )
        return [(room, called) for room, called in rows]

    def groups_called(self, day: str, rooms: Sequence[str], limit: int) -> list[tuple[str, int]]:
        """Room and priority (0 or 1, when called) of the last ``limit`` calls of each room, the
        newest first."""
        return self._of_each(
            "SELECT seq, room, priority FROM room_call "
            "WHERE day = ? AND room = ? AND again = 0 ORDER BY seq DESC LIMIT ?",
            [(day, room, limit) for room in rooms],
        )

    # Writing: inside a transaction

    def say(self, day: str, said: RoomDay) -> None:
        """Note what staff said of a room, instead of what they said before."""
        self._lines.forget()
        self._run(
            "INSERT INTO room_day (day, room, is_open, doctor, changed) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (day, room) DO UPDATE SET is_open = excluded.is_open, "
            "doctor = excluded.doctor, changed = excluded.changed",
            (day, said.room, said.is_open, said.doctor, said.changed),
        )

    def put(self, ticket: Encounter) -> None:
        """Store where a ticket stands: all that a room may change of it."""
        self._lines.forget()
        self._run(
            "UPDATE encounter SET status = ?, room = ?, queue = ?, place = ?, priority = ?, "
            "absences = ?, called = ?, back_to = ?, moved_from = ?, bound = ? WHERE id = ?",
            (
                ticket.status,
                ticket.room,
                ticket.queue,
                ticket.place,
                ticket.priority,
                ticket.absences,
                ticket.called,
                ticket.back_to,
                ticket.moved_from,
                ticket.bound,
                ticket.id,
            ),
        )

    def finish(self, encounter: str) -> None:
        """End the visit, and the appointment that it kept."""
        self._lines.forget()
        self._run("UPDATE encounter SET status = 'finished' WHERE id = ?", (encounter,))
        self._run(
            "UPDATE appointment SET status = 'fulfilled' "
            "WHERE encounter = ? AND status = 'arrived'",
            (encounter,),
        )

    def shift(self, places: Iterable[tuple[float, str]]) -> None:
        """Give tickets new places; place and id of each."""
        self.writes += 1
        self._db.many("UPDATE encounter SET place = ? WHERE id = ?", places)

    def note_call(self, day: str, ticket: Encounter, at: str, again: bool) -> None:
        self._run(
            "INSERT INTO room_call (day, room, encounter, number, at, again, priority) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (day, ticket.room, ticket.id, ticket.number, at, int(again), ticket.priority),
        )

    def note_stay(self, day: str, ticket: Encounter, ended: str) -> None:
        self._run(
            "INSERT INTO stay (day, room, queue, encounter, called, ended) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (day, ticket.room, ticket.queue, ticket.id, ticket.called or ended, ended),
        )

    def note_move(self, day: str, ticket: Encounter, to_room: str, reason: str, at: str) -> None:
        self._run(
            "INSERT INTO room_move (day, encounter, number, from_room, to_room, reason, at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (day, ticket.id, ticket.number, ticket.room, to_room, reason, at),
        )

    def _run(self, sql: str, values: Sequence[object]) -> None:
        self.writes += 1
        self._db.run(sql, values)

    def _of_each(self, sql: str, rooms: Sequence[tuple[object, ...]]) -> list[Any]:
        """The rows of ``sql`` for each room's values, without their ``seq``, the newest first.

        Asked in one go, and answered from an index that ends with the newest: what a room did
        all day is not read for its last few.
        """
        found: list[Any] = []
        for at in range(0, len(rooms), _AT_ONCE):
            part = rooms[at : at + _AT_ONCE]
            parts = (f"SELECT * FROM ({sql}) AS r{nth}" for nth in range(len(part)))
            values = [value for room in part for value in room]
            found += self._db.rows(" UNION ALL ".join(parts), values)
        return [row for _, *row in sorted(found, reverse=True)]

    def _encounters(self, *parts: tuple[str, tuple[object, ...]]) -> list[Encounter]:
        """Tickets of each part's condition. Parts, not OR: each has its own index."""
        sql = " UNION ALL ".join(_SELECT + where for where, _ in parts)
        values = [value for _, part in parts for value in part]
        return [Encounter(*row) for row in self._db.rows(f"{sql} ORDER BY place, seq", values)]


def _span(days: Days) -> tuple[str, str, str]:
    return days.today, days.yesterday, days.since


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
