"""Tickets and the visits behind them."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from msgspec.structs import replace

from kiosk.frontdesk.queue.days import Days
from kiosk.frontdesk.records import Encounter, Known, Request, Waiting
from kiosk.frontdesk.store.database import Database
from kiosk.frontdesk.store.kept_lines import KeptLines
from kiosk.frontdesk.store.lines import added, counting, in_rooms

COLUMNS = (
    "seq, id, patient, service, day, number, room, coverage, kiosk, reasons, priority, status, "
    "paper, issued, token, queue, place, absences, called, back_to, moved_from, bound, identity, "
    "provisional, arrival"
)
"""Of an :class:`~kiosk.frontdesk.records.Encounter`, in its order."""
_LAST = "(SELECT coalesce(max(seq), 0) + 1 FROM encounter)"
_GIVEN = [column for column in COLUMNS.split(", ") if column not in ("seq", "place", "arrival")]
_ADD = (
    f"INSERT INTO encounter ({', '.join(_GIVEN)}, place) "
    f"VALUES ({', '.join('?' * len(_GIVEN))}, {_LAST})"
)
_COUNT = (
    "INSERT INTO counter (day, letter, last) VALUES (?, ?, 1) "
    "ON CONFLICT (day, letter) DO UPDATE SET last = counter.last + 1"
)
_COUNT_AFTER = _COUNT.replace(
    "last = counter.last + 1", "last = CASE counter.last WHEN ? THEN counter.last + 1 END"
)
"""The same from a number that is remembered; from any other one no row may be left, as ``last`` is
NOT NULL. So the transaction fails, and no number is given that a kiosk or a patient has."""
_given = attrgetter(*_GIVEN)

_HELD = (
    "patient = ? AND service = ? AND day IN (?, ?) AND issued >= ? "
    "AND status IN ('arrived', 'in-progress') ORDER BY day DESC LIMIT 1"
)
_ALL_HELD = (
    f"SELECT {', '.join(f'e.{column}' for column in COLUMNS.split(', '))}, r.key "
    "FROM encounter e LEFT JOIN request r ON r.encounter = e.id "
    "WHERE e.patient = ? AND e.day IN (?, ?) AND e.issued >= ? "
    "AND e.status IN ('arrived', 'in-progress') ORDER BY e.seq, r.reissued, r.key"
)
_KNOWN = (
    "SELECT (SELECT birth FROM patient WHERE id = ?), "
    "(SELECT count(*) FROM identifier JOIN insured ON insured.kind = identifier.kind "
    "AND insured.value = identifier.value WHERE patient = ? AND coverage = ?), "
    f"(SELECT id FROM encounter WHERE {_HELD}), "
    "digest, request.encounter, reissued "
    "FROM (SELECT 1 AS one) AS asked LEFT JOIN request ON key = ?"
)


class EncounterRecords:
    def __init__(self, db: Database, lines: KeptLines) -> None:
        self._db = db
        self._lines = lines
        self._epoch = -1
        self._last: dict[tuple[str, str], int] = {}
        """Counters by day and letter, as this connection left them."""

    def encounter(self, encounter: str) -> Encounter | None:
        return self._one("id = ?", encounter)

    def by_token(self, token: str) -> Encounter | None:
        return self._one("token = ?", token)

    def open_one(self, patient: str, service: str, days: Days) -> Encounter | None:
        """The ticket that the patient holds for this service, of today or of the evening."""
        return self._one(_HELD, patient, service, days.today, days.yesterday, days.since)

    def all_open(self, patient: str, days: Days) -> list[tuple[Encounter, tuple[str, ...]]]:
        """The tickets that the patient holds, of today and of the evening, in the order in which
        they were given, each with the keys of all check-ins that it answered."""
        rows = self._db.rows(_ALL_HELD, (patient, days.today, days.yesterday, days.since))
        return [
            (Encounter(*given), tuple(key for *_, key in group if key is not None))
            for given, group in groupby(rows, key=lambda row: row[:-1])
        ]

    def request(self, key: str) -> Request | None:
        rows = self._db.rows(
            "SELECT digest, encounter, reissued FROM request WHERE key = ?", (key,)
        )
        return _request(rows[0]) if rows else None

    def known(self, key: str, patient: str, coverage: str, service: str, days: Days) -> Known:
        """What a check-in needs to know first, in one go."""
        asked = (patient, service, days.today, days.yesterday, days.since)
        [(birth, covered, held, *given)] = self._db.rows(
            _KNOWN, (patient, patient, coverage, *asked, key)
        )
        answered = _request(given) if given[0] is not None else None
        return Known(answered, birth, bool(covered), held)

    def keys(self, encounter: str) -> tuple[str, ...]:
        """The keys of all check-ins that this ticket answered."""
        rows = self._db.rows(
            "SELECT key FROM request WHERE encounter = ? ORDER BY reissued, key", (encounter,)
        )
        return tuple(key for (key,) in rows)

    def waiting(self, days: Days) -> dict[str, Waiting]:
        """How many wait, by room; rooms where nobody waits are absent."""
        return added(self._db.rows(*counting(days, ("", ()))))

    def waiting_in(self, days: Days, room: str) -> Waiting:
        """How many wait in this room."""
        return added(self._db.rows(*in_rooms(days, [room]))).get(room, Waiting())

    def waiting_before(self, encounter: Encounter, days: Days) -> Waiting:
        """How many of those who wait in the ticket's room have an earlier place."""
        earlier = (" AND room = ? AND place < ?", (encounter.room, encounter.place))
        return added(self._db.rows(*counting(days, earlier))).get(encounter.room, Waiting())

    # Writing: inside a transaction

    def next_count(self, day: str, letter: str) -> int:
        """Raise the day's counter of a letter; the first is 1."""
        last = self._remembered().get((day, letter))
        if last is None:
            return self.next_count_read(day, letter)
        # Nobody has raised it since, so that nobody has to wait for the answer.
        self._db.run(_COUNT_AFTER, (day, letter, last))
        self._last[day, letter] = last + 1
        return last + 1

    def next_count_read(self, day: str, letter: str) -> int:
        """The same, as the database answers it: for numbers that no ticket holds yet."""
        [(count,)] = self._db.rows(f"{_COUNT} RETURNING last", (day, letter))
        self._remembered()[day, letter] = int(count)
        return int(count)

    def _remembered(self) -> dict[tuple[str, str], int]:
        if self._epoch != self._db.epoch:
            self._epoch = self._db.epoch
            self._last.clear()
        return self._last

    def has_tickets(self, day: str) -> bool:
        return bool(self._db.rows("SELECT 1 FROM counter WHERE day = ? LIMIT 1", (day,)))

    def last_issued(self) -> datetime | None:
        """When the last ticket of the last day was issued; ``None`` if there never was one."""
        [(last,)] = self._db.rows(
            "SELECT max(issued) FROM encounter WHERE day = (SELECT max(day) FROM encounter)"
        )
        return datetime.fromisoformat(last) if last else None

    def add(self, encounter: Encounter) -> None:
        """Store it, after everybody who ever came: in the order of arrival, whatever clocks say."""
        self._lines.joined(encounter)
        self._db.run(_ADD, _given(encounter))

    def add_placed(self, encounter: Encounter) -> Encounter:
        """The same; the answer has its number and its place in that order."""
        self._lines.joined(encounter)
        [(seq, place)] = self._db.rows(f"{_ADD} RETURNING seq, place", _given(encounter))
        return replace(encounter, seq=seq, place=place)

    def add_request(self, key: str, request: Request) -> None:
        self._db.run(
            "INSERT INTO request (key, digest, encounter, reissued) VALUES (?, ?, ?, ?)",
            (key, request.digest, request.encounter, int(request.reissued)),
        )

    def set_paper(self, encounter: str, paper: str) -> None:
        self._db.run("UPDATE encounter SET paper = ? WHERE id = ?", (paper, encounter))

    def set_provisional(self, encounter: str, number: str) -> None:
        self._db.run("UPDATE encounter SET provisional = ? WHERE id = ?", (number, encounter))

    def set_identity(self, encounter: str, identity: str) -> None:
        self._db.run("UPDATE encounter SET identity = ? WHERE id = ?", (identity, encounter))

    def cancel(self, encounter: str) -> None:
        """Give the place back, and with it the appointments; nothing happens if it was used."""
        self._lines.forget()
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


def _request(row: Sequence[Any]) -> Request:
    digest, encounter, reissued = row
    return Request(bytes(digest), encounter, bool(reissued))
