"""The interactions of FHIR R4 (4.0.1, 3.1.0 "RESTful API") with a server that is only that.

Refusals are understood by their status: such servers have no words of ours. Updates are always
of the version that was read, because another kiosk may write the same record at this instant.
"""

import asyncio
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

import msgspec

from kiosk.errors import HospitalAway, HospitalGarbled, HospitalRefused, NotLetIn
from kiosk.hospital import decode
from kiosk.hospital.answers import is_id
from kiosk.hospital.connection import Answer, Connection, Request
from kiosk.hospital.plain_fhir import wire
from kiosk.hospital.refusal import NOT_LET_IN
from kiosk.hospital.requests import HOSPITAL_TIME
from kiosk.hospital.wire import Kind, Resource

Json = dict[str, Any]
Params = Sequence[tuple[str, str]]
Step = Callable[["Record"], Json | None]
"""The new body of a record; ``None`` leaves it as it is."""
R = TypeVar("R", bound=Resource)

_LATER = frozenset({408, 425, 429})
_NOT_IMPLEMENTED = 501
"""The only server error that will be the same tomorrow."""
_GONE = frozenset({404, 410})
_CHANGED = frozenset({409, 412, 428})
"""HAPI says 409, R4 says 412, and servers that did not find the condition say 428."""
_PAUSE, _LONGEST_PAUSE = 0.005, 0.2
"""Seconds before the second and before later tries to write a record that others write too."""

_STATUS = re.compile(r"[1-5][0-9]{2}\b")
_YEARS = range(2000, 2200)
"""In which a server's clock is believed; arithmetic with time zones is safe inside."""

# Amounts of money and measures in records of others must come back as they were.
_decoder = msgspec.json.Decoder(Json, float_hook=Decimal)
_encoder = msgspec.json.Encoder(decimal_format="number")

FRESH = {"Cache-Control": "no-cache"}
"""HAPI answers a search from the results of the last minute unless it is told not to."""
WHOLE = {"Prefer": "return=representation"}


@dataclass(frozen=True, slots=True, repr=False)
class Record:
    """A resource as a server holds it, with the fields that nobody here knows."""

    kind: str
    id: str
    etag: str
    """For ``If-Match``; ``""`` if the server has no versions."""
    updated: str
    """When this version was written, by the server's clock; ``""`` if it does not say."""
    body: Json

    def shaped(self, shape: type[R]) -> R:
        """Its known fields. Raises ``HospitalGarbled``."""
        return decode.resource(_encoder.encode(self.body), shape)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a server did with one entry of a transaction."""

    status: int
    id: str
    """Of the resource; ``""`` if the server does not say."""


class FhirServer:
    """One server. The caller bounds the time of all calls."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._ahead = timedelta()

    def now(self) -> datetime:
        """The server's clock, hospital time; the kiosk's until the server has answered once.

        All kiosks of a hospital go by this one: a kiosk whose clock is a day ahead must not
        begin tomorrow's numbers.
        """
        return datetime.now(UTC).astimezone(HOSPITAL_TIME) + self._ahead

    async def ask(self, request: Request) -> Answer:
        """Any answer but "later". Raises ``HospitalAway`` for that, and for faults."""
        answer = await self._connection.answer(request)
        self._note_clock(answer.date)
        if answer.status in _LATER or (answer.status >= 500 and answer.status != _NOT_IMPLEMENTED):
            raise HospitalAway(f"HTTP {answer.status}")
        if not 200 <= answer.status < 300 and answer.status < 400:
            raise HospitalGarbled(f"HTTP {answer.status}")
        return answer

    async def get(self, request: Request) -> Answer:
        """An answer of 2xx. Raises ``HospitalRefused`` with the status for any other."""
        answer = await self.ask(request)
        if answer.status >= 300:
            raise refusal(answer)
        return answer

    async def read(self, kind: str, resource_id: str) -> Record | None:
        """By id, which never waits for an index; ``None`` if there is none."""
        if not is_id(resource_id):
            return None
        answer = await self.ask(Request("GET", f"{kind}/{resource_id}", headers=FRESH))
        if answer.status in _GONE:
            return None
        if answer.status >= 300:
            raise refusal(answer)
        return _record(answer.body, kind, answer.etag)

    async def search(self, kind: str, params: Params) -> list[Record]:
        """The first page, which is all that the kiosk asks for. Other kinds are passed over."""
        answer = await self.get(Request("GET", kind, params=params, headers=FRESH))
        return records(answer.body, kind)

    async def count(self, kind: str, params: Params) -> int:
        """How many match. Raises ``HospitalGarbled`` for a server that does not say."""
        counted = (*params, ("_summary", "count"))
        answer = await self.get(Request("GET", kind, params=counted, headers=FRESH))
        total = decode.resource(answer.body, wire.Bundle).total
        if total is None:
            raise HospitalGarbled(f"{kind}: a count without total")
        return total

    async def create(self, body: Json, condition: str = "") -> Answer:
        """``condition`` is the query of a conditional create, in its bare form."""
        headers = {**WHOLE, "If-None-Exist": condition} if condition else WHOLE
        return await self.ask(Request("POST", kind_of(body), body=encode(body), headers=headers))

    async def replace(self, record: Record, body: Json) -> bool:
        """Write ``body`` over this version of the record; ``False`` if it has another by now.

        The body stays below what a server must take; a lost answer is asked for again by the
        connection, and then looks like a change by somebody else.
        """
        if not record.etag:
            raise HospitalGarbled(f"{record.kind}: no version, so it cannot be changed safely")
        request = Request(
            "PUT",
            f"{record.kind}/{record.id}",
            body=encode(body),
            headers={"If-Match": record.etag},
        )
        answer = await self.ask(request)
        if answer.status in _CHANGED:
            return False
        if answer.status >= 300:
            raise refusal(answer)
        return True

    async def change(self, kind: str, resource_id: str, step: Step) -> Record | None:
        """Read, change and write until nobody came in between; what was read last.

        ``None`` if there is no such record.
        """
        pause = _PAUSE
        while True:
            record = await self.read(kind, resource_id)
            if record is None:
                return None
            body = step(record)
            if body is None or await self.replace(record, body):
                return record
            await asyncio.sleep(random.uniform(0, pause))
            pause = min(2 * pause, _LONGEST_PAUSE)

    async def transact(self, entries: Sequence[Json]) -> list[Entry]:
        """What the server did with each entry. Raises ``HospitalRefused`` if it did not take it
        as a whole, which does not say that it did nothing."""
        bundle = {"resourceType": "Bundle", "type": "transaction", "entry": list(entries)}
        answer = await self.get(Request("POST", "", body=encode(bundle)))
        answered = decode.resource(answer.body, wire.Bundle)
        if len(answered.entry) != len(entries):
            raise HospitalGarbled("transaction: an answer for every entry is missing")
        return [_done(entry) for entry in answered.entry]

    def _note_clock(self, date: str) -> None:
        try:
            told = parsedate_to_datetime(date)
        except ValueError:
            return
        if told.tzinfo is not None and told.year in _YEARS:
            self._ahead = told - datetime.now(UTC)


def refusal(answer: Answer) -> HospitalRefused:
    kind = NotLetIn if answer.status in NOT_LET_IN else HospitalRefused
    return kind(f"http-{answer.status}")


def kind_of(body: Json) -> str:
    return str(body["resourceType"])


def encode(body: Json) -> bytes:
    return _encoder.encode(body)


def records(data: bytes, kind: str) -> list[Record]:
    """The resources of this kind in a searchset."""
    bundle = decode.resource(data, wire.Bundle)
    if bundle.type != "searchset":
        raise HospitalGarbled("expected a Bundle of type searchset")
    return [
        _record(entry.resource, kind, "")
        for entry in bundle.entry
        if bytes(entry.resource)
        and decode.decoded(entry.resource, Kind, "Bundle").resource_type == kind
    ]


def created(answer: Answer, kind: str) -> Record | None:
    """The record in the answer to a create; ``None`` if the server did not send it back."""
    return _record(answer.body, kind, answer.etag) if answer.body else None


def _record(data: bytes | msgspec.Raw, kind: str, etag: str) -> Record:
    stored = decode.decoded(data, wire.Stored, kind)
    if stored.resource_type != kind:
        raise HospitalGarbled(f"expected a {kind}, got another resource")
    version = stored.meta.version_id
    etag = etag or (f'W/"{version}"' if version else "")
    return Record(kind, stored.id, etag, stored.meta.last_updated, _body(data))


def _body(data: bytes | msgspec.Raw) -> Json:
    try:
        return _decoder.decode(data)
    except (msgspec.DecodeError, RecursionError):
        pass
    raise HospitalGarbled("not JSON that can be kept")


def _done(entry: wire.Entry) -> Entry:
    status = _STATUS.match(entry.response.status) if entry.response else None
    if entry.response is None or status is None:
        raise HospitalGarbled("transaction: an entry without status")
    # "Encounter/7/_history/1", with the base address before it or not.
    path = entry.response.location.partition("/_history/")[0]
    found = path.rpartition("/")[2]
    return Entry(int(status[0]), found if is_id(found) else "")
