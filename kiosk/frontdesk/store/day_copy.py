"""A day that is played beside the records: what it begins with goes there, what became of it comes
back."""

from collections.abc import Iterator
from typing import Any

from kiosk.frontdesk.store.database import Database
from kiosk.frontdesk.store.encounters import COLUMNS

_AT_A_TIME = 20_000
"""So many patients are in memory at once."""
_PATIENT = ("id", "name", "gender", "birth", "address", "phone")
_APPOINTMENT = ("id", "patient", "start", "service", "room", "status")
_ROOM_DAY = ("day", "room", "is_open", "doctor", "changed")
_MADE = {
    "encounter": tuple(column for column in COLUMNS.split(", ") if column != "seq"),
    "request": ("key", "digest", "encounter", "reissued"),
    "counter": ("day", "letter", "last"),
    "room_call": ("day", "room", "encounter", "number", "at", "again", "priority"),
    "room_move": ("day", "encounter", "number", "from_room", "to_room", "reason", "at"),
    "stay": ("day", "room", "queue", "encounter", "called", "ended"),
    "audit": ("at", "who", "what", "about"),
}
"""Tables that a day's tickets fill, in the order in which they refer to each other."""
_UNORDERED = frozenset({"request", "counter"})
"""The others have a ``seq``, which the database gives in the order in which rows come."""


def copy_beginning(records: Database, beside: Database, day: str) -> None:
    """What a day begins with, into tables that are empty: of each patient the id and the birth
    date, appointments that are still to come, what staff said of rooms. Inside a transaction of
    ``beside``."""
    last = ""
    while found := records.rows(
        "SELECT id, birth FROM patient WHERE id > ? ORDER BY id LIMIT ?", (last, _AT_A_TIME)
    ):
        # Names and numbers decide nothing.
        made = ((patient, "", "unknown", birth, "", "") for patient, birth in found)
        beside.fill("patient", _PATIENT, made)
        last = found[-1][0]
    booked = records.rows(
        f"SELECT {', '.join(_APPOINTMENT)} FROM appointment WHERE substr(start, 1, 10) >= ?",
        (day,),
    )
    beside.fill("appointment", _APPOINTMENT, booked)
    said = records.rows(f"SELECT {', '.join(_ROOM_DAY)} FROM room_day WHERE day = ?", (day,))
    beside.fill("room_day", _ROOM_DAY, said)


def copy_day(beside: Database, records: Database) -> None:
    """All that happened on the day, after everything that is in ``records``. Inside a transaction
    of theirs."""
    [(before,)] = records.rows("SELECT coalesce(max(seq), 0) FROM encounter")
    for table, columns in _MADE.items():
        order = "" if table in _UNORDERED else " ORDER BY seq"
        rows = beside.rows(f"SELECT {', '.join(columns)} FROM {table}{order}")
        records.fill(table, columns, _placed(rows, before) if table == "encounter" else rows)
    kept = beside.rows("SELECT status, encounter, id FROM appointment WHERE encounter IS NOT NULL")
    records.many("UPDATE appointment SET status = ?, encounter = ? WHERE id = ?", kept)


def _placed(tickets: list[tuple[Any, ...]], before: int) -> Iterator[tuple[Any, ...]]:
    """Tickets with their places behind those of who came ``before``."""
    at = _MADE["encounter"].index("place")
    for ticket in tickets:
        yield (*ticket[:at], ticket[at] + before, *ticket[at + 1 :])
