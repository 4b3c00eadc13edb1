"""What one hospital has set up in GNU Health: itself, its specialties, units and insurer.

Read at most once a minute: it changes when somebody from IT changes it.
"""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.errors import HospitalRefused
from kiosk.hospital.answers import is_id, tidy
from kiosk.hospital.gnuhealth.records import Found, OfferedSpecialty, UnitRow
from kiosk.hospital.gnuhealth.rpc import Rpc
from kiosk.hospital.gnuhealth.search import search
from kiosk.hospital.together import together
from kiosk.model.text import ENGLISH, VIETNAMESE, LocalText

_KEPT = 60.0
"""Seconds."""
_SPECIALTIES_MAX = 200


@dataclass(frozen=True, slots=True)
class Place:
    """Where a patient waits."""

    room: str
    direction: str = ""


@dataclass(frozen=True, slots=True)
class Specialty:
    """A service: a specialty that the institution lists as its own."""

    id: int
    code: str
    name: LocalText
    place: Place | None
    """The unit with the specialty's code; ``None`` where there is none, and then nobody is
    sent there without an appointment."""


@dataclass(frozen=True, slots=True)
class House:
    institution: int
    insurer: int | None
    """``None`` if GNU Health has no party of that name."""
    specialties: Mapping[str, Specialty]
    """By code, in the hospital's order."""

    def by_id(self, specialty: int) -> Specialty | None:
        return next((one for one in self.specialties.values() if one.id == specialty), None)


class Houses:
    """Reads the :class:`House` and remembers it."""

    def __init__(self, rpc: Rpc, institution: str, insurer: str) -> None:
        self._rpc, self._institution, self._insurer = rpc, institution, insurer
        self._known: House | None = None
        self._until = 0.0
        self._reading = asyncio.Lock()

    async def now(self) -> House:
        """Raises ``HospitalRefused("not-set-up")`` where the institution is not there."""
        async with self._reading:
            if self._known is None or time.monotonic() >= self._until:
                self._known = await self._read()
                self._until = time.monotonic() + _KEPT
            return self._known

    async def _read(self) -> House:
        institution = await self._find_institution()
        mine: list[object] = [["institution", "=", institution]]
        async with together() as group:
            listed = {
                language: group.create_task(
                    search(
                        self._rpc,
                        OfferedSpecialty,
                        mine,
                        limit=_SPECIALTIES_MAX,
                        context={"language": language},
                    )
                )
                for language in (VIETNAMESE, ENGLISH)
            }
            units = group.create_task(search(self._rpc, UnitRow, mine, limit=_SPECIALTIES_MAX))
            company: list[object] = [
                ["name", "=", self._insurer],
                ["is_insurance_company", "=", True],
            ]
            insurers = group.create_task(search(self._rpc, Party, company, limit=2))
        places = {unit.code: place(unit.name, unit.extra_info) for unit in units.result()}
        english = {one.specialty.id: one.specialty.name for one in listed[ENGLISH].result()}
        specialties = {}
        for one in listed[VIETNAMESE].result():
            code = one.specialty.code
            # A code is printed, called and sent back to us.
            if is_id(code):
                name = _both(one.specialty.name, english.get(one.specialty.id, ""))
                specialties[code] = Specialty(one.specialty.id, code, name, places.get(code))
        # Two parties of one name: nobody can tell which of them pays.
        insurer = insurers.result()[0].id if len(insurers.result()) == 1 else None
        return House(institution, insurer, specialties)

    async def _find_institution(self) -> int:
        domain: list[object] = []
        if self._institution:
            domain.append(["code", "=", self._institution])
        found = await search(self._rpc, Institution, domain, limit=2)
        if len(found) != 1:
            raise HospitalRefused(
                "not-set-up",
                "GNU Health has no institution of this code, or several and none is named: "
                "see the option institution",
            )
        return found[0].id


class Institution(Found, frozen=True):
    MODEL = "gnuhealth.institution"
    FIELDS = ("id",)


class Party(Found, frozen=True):
    MODEL = "party.party"
    FIELDS = ("id",)


def place(name: str, extra_info: str | None) -> Place:
    return Place(tidy(name), tidy(extra_info or "")[:200])


def _both(vietnamese: str, english: str) -> LocalText:
    texts = {VIETNAMESE: tidy(vietnamese)}
    if english:
        texts[ENGLISH] = tidy(english)
    return LocalText(texts)
