"""Queue numbers from the ids of notes.

GNU Health has no queue, and of what its server offers to a client nothing else holds under all
circumstances: ``ir.sequence`` cannot be raised through JSON-RPC, a write on the condition of
``_timestamp`` is exact on PostgreSQL but only to the second on SQLite, no free field of an
appointment is unique. The primary key is: no database gives it twice, whatever kiosks do at the
same instant, and it never waits.

So each check-in puts a note (``ir.note``) on its appointment, which staff can read there, and
the number is how far the note's id is past the last one of the days before. It is one row of
numbers for the whole house, and notes that people write leave gaps in it.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.errors import HospitalGarbled
from kiosk.hospital.gnuhealth.dates import encoded_moment
from kiosk.hospital.gnuhealth.day import day_of, midnight
from kiosk.hospital.gnuhealth.records import NoteRow
from kiosk.hospital.gnuhealth.rpc import Rpc
from kiosk.hospital.gnuhealth.search import search
from kiosk.model.checkin import CheckIn

_TITLE = "#kiosk check-in"
_RESOURCE = "gnuhealth.appointment,"
_RESOURCE_ID = re.compile(r"gnuhealth\.appointment,(\d{1,18})", re.ASCII)
_NOTES_MAX = 100
"""Notes of kiosks on one appointment; more than a few are attempts without an answer."""
_KEY_KNOWN = timedelta(days=2)
_CALM = timedelta(minutes=10)
"""Before midnight, where the days are told apart: longer than any transaction takes, so that
no note of the day before can still appear among those that were counted."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A note, and so a place in the row."""

    note: int
    count: int
    """From 1 on each day of the hospital."""
    at: datetime
    """When it was taken, by the server's clock; aware."""


def message_of(request: CheckIn) -> str:
    """All of the request: the same key with another text is another request."""
    wanted = (
        f"service {request.service}" if request.service else f"appointment {request.appointment}"
    )
    return "\n".join(
        (
            _TITLE,
            f"key={request.key}",
            f"kiosk={request.kiosk}",
            f"patient={request.patient}",
            f"for={wanted}",
            f"coverage={request.coverage or 'no'}",
            f"priority={','.join(group.value for group in request.priority) or 'no'}",
        )
    )


class Numbers:
    def __init__(self, rpc: Rpc) -> None:
        self._rpc = rpc

    async def of_key(self, key: str, now: datetime) -> tuple[int, str] | None:
        """The appointment and the message of the check-in with this key, if there was one.

        ``key`` is a UUID: it holds none of the signs with a meaning in a pattern.
        """
        domain: list[object] = [
            ["resource", "like", f"{_RESOURCE}%"],
            ["message", "like", f"%key={key}%"],
            ["create_date", ">=", encoded_moment(now - _KEY_KNOWN)],
        ]
        found = await search(self._rpc, NoteRow, domain, limit=_NOTES_MAX)
        if not found:
            return None
        first = found[0]
        resource = _RESOURCE_ID.fullmatch(first.resource)
        if resource is None:
            raise HospitalGarbled("ir.note: on something else than an appointment")
        return int(resource[1]), first.message or ""

    async def take(self, appointment: int, after: int, message: str) -> Turn:
        """A turn for this appointment: the first one of its notes past the note ``after``.

        Kiosks that ask for one appointment at the same time, and a request that comes to life
        again after the kiosk has given it up, all end with the same note.
        """
        note = {"resource": f"{_RESOURCE}{appointment}", "message": message}
        await self._rpc.call(list[int], "model.ir.note.create", [note])
        return await self._turn(await self._first(appointment, after))

    async def _first(self, appointment: int, after: int) -> NoteRow:
        domain: list[object] = [
            ["resource", "=", f"{_RESOURCE}{appointment}"],
            ["message", "like", f"{_TITLE}%"],
            ["id", ">", after],
        ]
        found = await search(self._rpc, NoteRow, domain, limit=_NOTES_MAX)
        if not found:
            raise HospitalGarbled("ir.note: what was written is not there")
        return found[0]

    async def _turn(self, note: NoteRow) -> Turn:
        at = note.create_date.value()
        calm = midnight(day_of(at)) - _CALM
        domain: list[object] = [
            ["resource", "like", f"{_RESOURCE}%"],
            ["create_date", "<", encoded_moment(calm)],
        ]
        before = await search(self._rpc, NoteRow, domain, limit=1, newest=True)
        # The last id can only go back during a day, when a note is deleted: numbers then make a
        # step ahead, never one back.
        last = before[0].id if before else 0
        return Turn(note.id, note.id - last, at)
