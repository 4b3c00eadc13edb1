"""Tickets and the visits behind them."""

from collections.abc import Iterable
from typing import Any

from msgspec.structs import astuple, replace

from kiosk.frontdesk.records import Encounter, Request, Waiting
from kiosk.frontdesk.store.database import Database

COLUMNS = (
    "seq, id, patient, service, day, number, room, coverage, kiosk, reasons, priority, status, "
    "paper, issued, token, queue, place, absences, called, back_to, moved_from, bound"
)
"""Of an :class:`~kiosk.frontdesk.records.Encounter`, in its order."""
_NEW = COLUMNS.removeprefix("seq, ")
_ADD = (
    f"INSERT INTO encounter ({_NEW}) VALUES ({', '.join('?' * _NEW.count(','))}, ?) RETURNING seq"
)


class EncounterRecords:
    def __init__(self, db: Database) -> None:
        self._db = db

    def encounter(self, encounter: str) -> Encounter | None:
        return self._one("id = ?", encounter)

    def by_token(self, token: str) -> Encounter | None:
        return self._one("token = ?", token)

    def open_one(self, patient: str, service: str, day: str) -> Encounter | None:
        """The ticket that the patient holds for this service today."""
        return self._one(
            "patient = ? AND service = ? AND day = ? AND status IN ('arrived', 'in-progress')",
            patient,
            service,
            day,
        )

    def request(self, key: str) -> Request | None:
        rows = self._db.rows(
            "SELECT digest, encounter, reissued FROM request WHERE key = ?", (key,)
        )
        return Request(bytes(rows[0][0]), rows[0][1], bool(rows[0][2])) if rows else None

    def keys(self, encounter: str) -> tuple[str, ...]:
        """The keys of all check-ins that this ticket answered."""
        rows = self._db.rows(
            "SELECT key FROM request WHERE encounter = ? ORDER BY reissued, key", (encounter,)
        )
        return tuple(key for (key,) in rows)

    def waiting(self, day: str) -> dict[str, Waiting]:
        """How many wait, by room; rooms where nobody waits are absent."""
        rows = self._db.rows(
            "SELECT room, count(*) FILTER (WHERE priority = 0), "
            "count(*) FILTER (WHERE priority = 1) FROM encounter "
            "WHERE day = ? AND status = 'arrived' GROUP BY room",
            (day,),
        )
        return {room: Waiting(ordinary, priority) for room, ordinary, priority in rows}

    def waiting_in(self, day: str, rooms: Iterable[str]) -> dict[str, Waiting]:
        """How many wait in these rooms."""
        return {room: self._waiting_in(day, room) for room in rooms}

    def _waiting_in(self, day: str, room: str) -> Waiting:
        [counts] = self._db.rows(
            "SELECT count(*) FILTER (WHERE priority = 0), count(*) FILTER (WHERE priority = 1) "
            "FROM encounter WHERE day = ? AND room = ? AND status = 'arrived'",
            (day, room),
        )
        return Waiting(*counts)

    def waiting_before(self, encounter: Encounter) -> Waiting:
        """How many of those who wait in the ticket's room have an earlier place."""
        [counts] = self._db.rows(
            "SELECT count(*) FILTER (WHERE priority = 0), count(*) FILTER (WHERE priority = 1) "
            "FROM encounter WHERE day = ? AND room = ? AND status = 'arrived' AND place < ?",
            (encounter.day, encounter.room, encounter.place),
        )
        return Waiting(*counts)

    # Writing: inside a transaction

    def next_count(self, day: str, letter: str) -> int:
        """Raise the day's counter of a letter; the first is 1."""
        [(last,)] = self._db.rows(
            "INSERT INTO counter (day, letter, last) VALUES (?, ?, 1) "
            "ON CONFLICT (day, letter) DO UPDATE SET last = counter.last + 1 RETURNING last",
            (day, letter),
        )
        return int(last)

    def next_place(self) -> float:
        """After everybody who ever came: the order of arrival, whatever clocks say."""
        [(last,)] = self._db.rows("SELECT coalesce(max(seq), 0) FROM encounter")
        return float(last + 1)

    def add(self, encounter: Encounter) -> Encounter:
        """Store it; the answer has its number in the order of arrival."""
        [(seq,)] = self._db.rows(_ADD, astuple(encounter)[1:])
        return replace(encounter, seq=seq)

    def add_request(self, key: str, request: Request) -> None:
        self._db.run(
            "INSERT INTO request (key, digest, encounter, reissued) VALUES (?, ?, ?, ?)",
            (key, request.digest, request.encounter, int(request.reissued)),
        )

    def set_paper(self, encounter: str, paper: str) -> None:
        self._db.run("UPDATE encounter SET paper = ? WHERE id = ?", (paper, encounter))

    def cancel(self, encounter: str) -> None:
        """Give the place back, and with it the appointments; nothing happens if it was used."""
        self._db.run(
            "UPDATE appointment SET status = 'booked', encounter = NULL WHERE encounter = "
            "(SELECT id FROM encounter WHERE id = ? AND status = 'arrived')",
            (encounter,),
        )
        self._db.run(
            "UPDATE encounter SET status = 'cancelled' WHERE id = ? AND status = 'arrived'",
            (encounter,),
        )

    def _one(self, where: str, *values: Any) -> Encounter | None:
        rows = self._db.rows(f"SELECT {COLUMNS} FROM encounter WHERE {where}", values)
        return Encounter(*rows[0]) if rows else None
