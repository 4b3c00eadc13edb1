"""Patients of a plain server: found by their numbers, and registered once."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from kiosk.errors import HospitalGarbled, HospitalRefused
from kiosk.hospital import answers, requests
from kiosk.hospital import wire as every_wire
from kiosk.hospital.connection import Request
from kiosk.hospital.identity import contradicts, holds, numbers_of
from kiosk.hospital.plain_fhir import wire
from kiosk.hospital.plain_fhir.server import (
    FRESH,
    FhirServer,
    Json,
    Record,
    created,
    records,
    refusal,
)
from kiosk.hospital.together import at_once
from kiosk.model.document import Document
from kiosk.model.person import Identifier, IdentifierKind, Patient

AMBIGUOUS = "ambiguous"

_CREATED = 201
_SAME_INSTANT = 409
"""HAPI: another request creates the same."""
_SEVERAL = 412
_NO_CONDITIONS = frozenset({400, 405, 501})
"""How servers say that they know no conditional create."""
_LOOKS = 4
_LOOK_AGAIN_S = 0.04
"""As for encounters: twice as long before each later look."""


class Patients:
    """Those of one server. ``systems`` name every kind of number."""

    def __init__(self, server: FhirServer, systems: Mapping[IdentifierKind, str]) -> None:
        self._server = server
        self._systems = systems

    async def find(self, document: Document) -> Patient | None:
        """By its numbers; by its appointment where they are known to nobody."""
        found = await self._search(numbers_of(document))
        if found is None and document.appointment:
            found = await self._by_appointment(document.appointment)
        return None if found is None else _undisputed(self._patient(found), document)

    async def register(self, document: Document, phone: str) -> Patient:
        """Search, create on condition, search again.

        Servers are known to create twice when kiosks ask at the same instant, or to know no
        conditions. Then every kiosk sees the same first record, and those that made a later one
        put theirs out of use. A record that this call did not make is never touched.
        """
        numbers = numbers_of(document)
        if not numbers:
            raise ValueError("a document without a number registers nobody")
        found = await self._search(numbers)
        if found is None:
            request = requests.register(document, numbers, phone, self._systems)
            found = await self._create(request, numbers)
        return _undisputed(self._patient(found), document)

    async def exists(self, patient: str) -> bool:
        return await self._server.read("Patient", patient) is not None

    async def _search(self, numbers: Sequence[Identifier]) -> Record | None:
        holders = await at_once(self._holders(number) for number in numbers)
        found = {record.id: record for those in holders for record in those}
        if len(found) > 1:
            raise HospitalRefused(AMBIGUOUS)
        return next(iter(found.values()), None)

    async def _holders(self, number: Identifier) -> list[Record]:
        """The active records with this number."""
        request = replace(requests.find_patient(number, self._systems), headers=FRESH)
        answer = await self._server.get(request)
        found = [one for one in records(answer.body, "Patient") if _is_active(one)]
        if not all(holds(self._patient(one), number) for one in found):
            raise HospitalGarbled("Patient: without the number asked for")
        return found

    async def _by_appointment(self, appointment: str) -> Record | None:
        slip = await self._server.read("Appointment", appointment)
        if slip is None:
            return None
        actors = slip.shaped(every_wire.Appointment).participant
        owner = next(filter(None, (answers.id_in(one.actor, "Patient") for one in actors)), "")
        record = await self._server.read("Patient", owner)
        return record if record is not None and _is_active(record) else None

    async def _create(self, request: Request, numbers: Sequence[Identifier]) -> Record:
        answer = await self._server.ask(request)
        if answer.status in _NO_CONDITIONS:
            answer = await self._server.ask(replace(request, headers={}))
        if answer.status == _SEVERAL:
            raise HospitalRefused(AMBIGUOUS)
        if answer.status >= 300 and answer.status != _SAME_INSTANT:
            raise refusal(answer)
        made = created(answer, "Patient") if answer.status != _SAME_INSTANT else None
        if made is None:
            return await self._seen(numbers)
        if not _is_active(made) or not holds(self._patient(made), numbers[0]):
            raise HospitalRefused(AMBIGUOUS)
        return await self._first(made, numbers, ours=answer.status == _CREATED)

    async def _first(self, made: Record, numbers: Sequence[Identifier], *, ours: bool) -> Record:
        """The first of the records that kiosks made of this patient at the same instant."""
        for look in range(_LOOKS):
            if look:
                await asyncio.sleep(_LOOK_AGAIN_S * 2 ** (look - 1))
            seen = {one.id: one for number in numbers for one in await self._holders(number)}
            others = [one for one in seen.values() if one.id != made.id]
            if made.id not in seen:
                continue  # the index is behind
            if not others:
                return made
            first = min((made, *others), key=_age)
            if not ours or not holds(self._patient(first), numbers[0]):
                break
            if first.id != made.id:
                await self._server.change("Patient", made.id, partial(_replaced, by=first))
                return first
            # The first waits for the others to step back.
        else:
            if not seen:
                return made  # found by nobody yet, so by no other kiosk either
        raise HospitalRefused(AMBIGUOUS)

    async def _seen(self, numbers: Sequence[Identifier]) -> Record:
        """What a server made without showing it, or made for somebody else at this instant."""
        for look in range(_LOOKS):
            if look:
                await asyncio.sleep(_LOOK_AGAIN_S * 2 ** (look - 1))
            found = await self._search(numbers)
            if found is not None:
                return found
        raise HospitalGarbled("Patient: created, but not found")

    def _patient(self, record: Record) -> Patient:
        found = record.shaped(wire.Patient)
        return answers.patient(
            every_wire.Patient(
                resource_type=found.resource_type,
                id=found.id,
                name=[every_wire.HumanName(_name(found))],
                identifier=found.identifier,
                gender=found.gender,
                birth_date=found.birth_date,
                address=[every_wire.Address(_address(one)) for one in found.address],
                telecom=found.telecom,
            ),
            self._systems,
        )


def _undisputed(patient: Patient, document: Document) -> Patient:
    if contradicts(document, patient):
        raise HospitalRefused(AMBIGUOUS)
    return patient


def _is_active(record: Record) -> bool:
    """Records that were merged into another, or made twice, are inactive."""
    return record.shaped(wire.Patient).active


def _age(record: Record) -> tuple[str, str]:
    """The same order for all kiosks: nobody changes a record that was just made."""
    return record.updated, record.id


def _replaced(record: Record, by: Record) -> Json:
    link = {"other": {"reference": f"Patient/{by.id}"}, "type": "replaced-by"}
    return record.body | {"active": False, "link": [*record.body.get("link", []), link]}


def _name(found: wire.Patient) -> str:
    """In one text, or in parts: Vietnamese names begin with the family."""
    current = [one for one in found.name if one.use not in ("old", "maiden")] or found.name
    texts = (one.text or " ".join([one.family, *one.given]) for one in current)
    return next(filter(None, map(str.strip, texts)), "")


def _address(found: wire.Address) -> str:
    return found.text or ", ".join(filter(None, [*found.line, found.district, found.city]))
