"""Finding and registering patients in GNU Health, and what it knows of their insurance."""

from datetime import date

from kiosk.errors import HospitalGarbled, HospitalRefused
from kiosk.hospital.gnuhealth.appointments import Appointments
from kiosk.hospital.gnuhealth.checking_in import number_of
from kiosk.hospital.gnuhealth.house import House, Party
from kiosk.hospital.gnuhealth.persons import newcomer, number_domain, patient
from kiosk.hospital.gnuhealth.records import InsuranceRow, PatientRow
from kiosk.hospital.gnuhealth.rpc import NotAccepted, Rpc
from kiosk.hospital.gnuhealth.search import search
from kiosk.hospital.identity import contradicts, holds, numbers_of
from kiosk.model.care import Cover, Insurance
from kiosk.model.document import Document
from kiosk.model.person import Identifier, IdentifierKind, Patient

AMBIGUOUS = "ambiguous"
_FOUND_MAX = 10
_SLIP_MAX = 40
"""Characters of an appointment's number on a patient's slip."""
_DEFAULTS = ["fed_country", "citizenship", "residence", "activation_date"]


class People:
    def __init__(self, rpc: Rpc) -> None:
        self._rpc = rpc
        self._appointments = Appointments(rpc)

    async def find(self, document: Document, house: House) -> Patient | None:
        """By its numbers, all at once; by its appointment only where it has none that is known."""
        row = await self._search(numbers_of(document), house)
        if row is None and document.appointment:
            row = await self._by_appointment(document.appointment)
        if row is None:
            return None
        return _undisputed(row, document, house)

    async def register(self, document: Document, phone: str, house: House) -> Patient:
        """Create, then search: the PUID and an insurer's numbers are unique in the database, so
        of two kiosks at once one is refused, and finds what the other has made.

        Raises ``ValueError`` for a document without a number. ``HospitalRefused("invalid")``
        are values that GNU Health does not take, ``"ambiguous"`` is a person whom it has, but
        not as a patient.
        """
        numbers = numbers_of(document)
        if not numbers:
            raise ValueError("a document without a number registers nobody")
        if not any(_keeps_single(number, house) for number in numbers):
            raise HospitalRefused("invalid", "nothing in this document is unique in GNU Health")
        found = await self._search(numbers, house)
        if found is None:
            taken = await self._create(document, phone, house)
            found = await self._search(numbers, house)
            if found is None:
                raise HospitalRefused(
                    "invalid" if not taken and not await self._is_a_person(numbers) else AMBIGUOUS
                )
        return _undisputed(found, document, house)

    async def insurance(self, patient_id: str, today: date, house: House) -> Insurance:
        """What the desk has written down. GNU Health does not ask the insurer, so nothing is
        more than unverified; what holds today by its dates is named, to check in with."""
        domain: list[object] = [["id", "=", number_of(patient_id)]]
        found = await search(self._rpc, PatientRow, domain, limit=1)
        if not found:
            return Insurance(Cover.UNVERIFIED)
        mine = [one for one in found[0].party.insurance if one.company == house.insurer]
        if not mine:
            return Insurance(Cover.NONE)
        holding = [one for one in mine if _holds_on(one, today)]
        best = max(holding, key=lambda one: (_last_day(one), one.id), default=None)
        return Insurance(Cover.UNVERIFIED, coverage=str(best.id) if best else "")

    async def _create(self, document: Document, phone: str, house: House) -> bool:
        """Whether GNU Health took it."""
        defaults = await self._rpc.call(
            dict[str, object], "model.party.party.default_get", _DEFAULTS
        )
        known = {name: defaults[name] for name in _DEFAULTS if name in defaults}
        values = newcomer(document, phone, house.insurer, known)
        try:
            await self._rpc.call(list[int], "model.party.party.create", [values])
        except NotAccepted:
            return False
        return True

    async def _is_a_person(self, numbers: tuple[Identifier, ...]) -> bool:
        """Whether somebody has the PUID who is no patient: staff, or a patient set aside."""
        domain: list[object] = ["OR", *(["ref", "=", number.value] for number in numbers)]
        return bool(await search(self._rpc, Party, domain, limit=_FOUND_MAX))

    async def _search(self, numbers: tuple[Identifier, ...], house: House) -> PatientRow | None:
        if not numbers:
            return None
        domain: list[object] = ["OR", *(number_domain(one, house.insurer) for one in numbers)]
        found = await search(self._rpc, PatientRow, domain, limit=_FOUND_MAX)
        for row in found:
            known = patient(row, house.insurer)
            if not any(holds(known, number) for number in numbers):
                raise HospitalGarbled("gnuhealth.patient: without the number asked for")
        if len(found) > 1:
            raise HospitalRefused(AMBIGUOUS)
        return found[0] if found else None

    async def _by_appointment(self, reference: str) -> PatientRow | None:
        """By the appointment's record or its name; a slip may hold either."""
        if len(reference) > _SLIP_MAX:
            return None
        number = number_of(reference)
        if number:
            appointment = await self._appointments.read(number)
        else:
            appointment = await self._appointments.by_name(reference)
        if appointment is None or appointment.patient is None:
            return None
        domain: list[object] = [["id", "=", appointment.patient]]
        found = await search(self._rpc, PatientRow, domain, limit=1)
        return found[0] if found else None


def _undisputed(row: PatientRow, document: Document, house: House) -> Patient:
    """The document of a patient who is dead, or of another name and birth, is for the desk."""
    found = patient(row, house.insurer)
    if row.party.deceased or contradicts(document, found):
        raise HospitalRefused(AMBIGUOUS)
    return found


def _keeps_single(number: Identifier, house: House) -> bool:
    return number.kind is IdentifierKind.PERSONAL_NUMBER or (
        number.kind is IdentifierKind.INSURANCE_NUMBER and house.insurer is not None
    )


def _holds_on(row: InsuranceRow, today: date) -> bool:
    """An insurance without dates holds: GNU Health says so too."""
    begun = row.member_since is None or row.member_since.value() <= today
    return begun and _last_day(row) >= today


def _last_day(row: InsuranceRow) -> date:
    return date.max if row.member_exp is None else row.member_exp.value()
