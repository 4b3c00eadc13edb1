"""From the wire's structs to the values of the visit.

What is missing or makes no sense raises :class:`~kiosk.errors.HospitalGarbled` with the name
of the field. Texts are normalised to NFC and freed of control characters: they are shown and
printed.
"""

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TypeVar

from kiosk.errors import HospitalGarbled
from kiosk.hospital import decode, wire
from kiosk.model.care import Appointment, Cover, Insurance, Service
from kiosk.model.checkin import Ticket
from kiosk.model.insurance import cover_for
from kiosk.model.person import BirthDate, Identifier, IdentifierKind, Patient, Sex
from kiosk.model.text import VIETNAMESE, LocalText

T = TypeVar("T")

TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"
BHYT_RESULT = "urn:kiosk:bhyt-result"
FACE_ENROLLED = "urn:kiosk:face-enrolled"
KEY = "urn:kiosk:check-in-key"
_MOST_KEYS = 100
"""Nobody checks in so often for one place."""
_LONGEST_KEY = 64
"""Characters; a UUID has 36. The beginning of a longer one is still no key of this kiosk."""

_ID = re.compile(r"(?!\.{1,2}\Z)[A-Za-z0-9\-.]{1,64}")
_LANGUAGE = re.compile(r"(?=.{2,35}\Z)[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
"""A tag of at most 35 characters (RFC 5646, 4.4.1)."""
_MOST_LANGUAGES = 12
"""Of one text; a kiosk has two or three."""
_BIRTH_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_SHOWN = 1000
"""Characters of a text; no page shows as many."""
_WEB = re.compile(r"https?://[!-~]{1,500}")
_YEARS = range(1850, 2200)
"""Outside of these no date of a living patient or of a visit can be; arithmetic with time
zones is safe inside."""


def is_id(text: str) -> bool:
    """Whether this can be a FHIR ``id``, and so part of an address."""
    return _ID.fullmatch(text) is not None


def id_in(reference: wire.Reference, kind: str) -> str:
    """``7`` of ``Patient/7`` or ``https://…/fhir/Patient/7``; ``""`` if it is no such."""
    head, _, found = reference.reference.rpartition("/")
    return found if head.rpartition("/")[2] == kind and is_id(found) else ""


def patient(found: wire.Patient, systems: Mapping[IdentifierKind, str]) -> Patient:
    """Identifiers of systems that the kiosk does not know are left out."""
    kinds = {system: kind for kind, system in systems.items()}
    name = next(filter(None, (tidy(name.text) for name in found.name)), "")
    if not name:
        raise HospitalGarbled("Patient: no name")
    return Patient(
        id=found.id,
        name=name,
        sex=_sex(found.gender),
        birth=_birth(found.birth_date) if found.birth_date is not None else None,
        identifiers=tuple(
            Identifier(kinds[number.system], tidy(number.value))
            for number in found.identifier
            if number.system in kinds
        ),
        address=next((tidy(address.text) for address in found.address), ""),
        phone=next((tidy(t.value) for t in found.telecom if t.system == "phone"), ""),
        face_enrolled=any(e.url == FACE_ENROLLED and e.value_boolean for e in found.extension),
    )


def insurance(found: wire.CoverageEligibilityResponse) -> Insurance:
    """``outcome`` other than ``complete`` is unverified, whatever else the answer says."""
    code = next((tidy(e.value_code or "") for e in found.extension if e.url == BHYT_RESULT), "")
    if found.outcome != "complete":
        return Insurance(Cover.UNVERIFIED, code)
    if not found.insurance:
        return Insurance(cover_for(code, None), code)
    first = found.insurance[0]
    return Insurance(
        cover_for(code, first.inforce),
        code,
        _benefit_percent(first),
        id_in(first.coverage, "Coverage"),
    )


def patient_of(found: wire.Appointment) -> str:
    """The id of the patient whose appointment it is."""
    owner = _actor(found, "Patient")
    if not owner:
        raise HospitalGarbled("Appointment: no patient")
    return id_in(owner, "Patient")


def appointments(
    found: Iterable[wire.Appointment], patient_id: str, begin: datetime, end: datetime
) -> tuple[Appointment, ...]:
    """Those of this patient that start in ``[begin, end)`` and can be kept, by time.

    The search asked for just these, but a server that ignores a parameter answers more.
    """
    kept = (
        _appointment(one, one.start)
        for one in found
        if one.status == "booked"
        and one.start is not None
        and begin <= one.start < end
        and patient_of(one) == patient_id
    )
    return tuple(sorted(kept, key=lambda one: (one.start, one.id)))


def services(
    listed: Iterable[wire.HealthcareService], load: wire.Parameters
) -> tuple[Service, ...]:
    """In the list's order. A service of which the load says nothing has no open room."""
    loads = _loads(load)
    return tuple(
        Service(
            code=one.id,
            name=text(one.name, one.name_extended),
            plain=text(one.comment or one.name, one.comment_extended or one.name_extended),
            open_rooms=loads[one.id][0] if one.id in loads else 0,
            waiting=loads[one.id][1] if one.id in loads else 0,
            wait_minutes=loads[one.id][2] if one.id in loads else None,
        )
        for one in listed
        if one.active
    )


def ticket(found: wire.Parameters, patient_id: str, service: str = "") -> Ticket:
    """The place in the queue, which must be this patient's, and for this service where one was
    asked for and the answer names its code: a ticket for anything else is never printed."""
    by_name = {parameter.name: parameter for parameter in found.parameter}
    nothing = wire.Parameter(name="")

    def get(name: str) -> wire.Parameter:
        return by_name.get(name, nothing)

    encounter = decode.resource(get("encounter").resource, wire.Encounter)
    if id_in(encounter.subject, "Patient") != patient_id:
        raise HospitalGarbled("$check-in: the ticket is another patient's")
    codes = [coding.code for coding in encounter.service_type.coding if coding.code]
    if service and codes and service not in codes:
        raise HospitalGarbled("$check-in: the ticket is for another service")
    direction = get("direction")
    return Ticket(
        encounter=encounter.id,
        number=_said(get("number")),
        service=text(_said(get("service")), get("service").value_string_extended),
        room=_said(get("room")),
        floor=tidy(get("floor").value_string or ""),
        direction=text(direction.value_string or "", direction.value_string_extended),
        people_ahead=_needed(get("people-ahead").value_integer, "people-ahead"),
        wait_minutes=_minutes(get("estimated-wait").value_duration),
        issued_at=_sensible(_needed(get("issued").value_date_time, "issued")),
        follow_up=_address(get("follow-up").value_url or ""),
        priority=get("priority").value_boolean or False,
        reissued=get("reissued").value_boolean or False,
        keys=tuple(one.value[:_LONGEST_KEY] for one in encounter.identifier if one.system == KEY)[
            :_MOST_KEYS
        ],
    )


def text(plain: str, extended: wire.Extended | None) -> LocalText:
    """The element itself is Vietnamese; translations stand beside it."""
    texts = {VIETNAMESE: tidy(plain)}
    for extension in extended.extension if extended else ():
        if extension.url != TRANSLATION:
            continue
        language = next((p.value_code for p in extension.extension if p.url == "lang"), None)
        content = next((p.value_string for p in extension.extension if p.url == "content"), None)
        if language and content and _LANGUAGE.fullmatch(language):
            texts.setdefault(language, tidy(content))
        if len(texts) >= _MOST_LANGUAGES:
            break
    return LocalText(texts)


def tidy(value: str) -> str:
    """NFC, one space between words, and no control, format or unassigned characters; the
    beginning of what is longer than any page.

    Format characters turn the direction of writing or are invisible: no name needs them.
    """
    # Composing takes the square of a row of marks: of a megabyte of them, minutes.
    composed = unicodedata.normalize("NFC", value[:_SHOWN])
    if not composed.isprintable():  # else there is none of them, as in nearly every text
        kept = (c for c in composed if c.isspace() or not unicodedata.category(c).startswith("C"))
        composed = "".join(kept)
    return " ".join(composed.split())


def _sex(gender: str) -> Sex:
    try:
        return Sex(gender)
    except ValueError:
        # Without the context, which quotes the value.
        raise HospitalGarbled("Patient.gender: not a code of administrative-gender") from None


def _birth(value: str) -> BirthDate:
    """FHIR ``date``. A month without a day says no more than its year: papers have none."""
    parts = _BIRTH_DATE.fullmatch(value)
    if parts is not None and int(parts[1]) in _YEARS:
        if parts[3] is None:
            return BirthDate(int(parts[1]))
        try:
            return BirthDate.of(date(int(parts[1]), int(parts[2]), int(parts[3])))
        except ValueError:
            pass
    raise HospitalGarbled("Patient.birthDate: not a date of a living person")


def _benefit_percent(found: wire.EligibleInsurance) -> int | None:
    return next(
        (
            benefit.allowed_unsigned_int
            for item in found.item
            for benefit in item.benefit
            if any(coding.code == "benefit" for coding in benefit.type.coding)
        ),
        None,
    )


def _actor(found: wire.Appointment, kind: str) -> wire.Reference | None:
    actors = (participant.actor for participant in found.participant)
    return next((actor for actor in actors if id_in(actor, kind)), None)


def _appointment(found: wire.Appointment, start: datetime) -> Appointment:
    coding = next((coding for concept in found.service_type for coding in concept.coding), None)
    if coding is None or not is_id(coding.code) or not tidy(coding.display):
        raise HospitalGarbled("Appointment: no service")
    practitioner = _actor(found, "Practitioner")
    room = _actor(found, "Location")
    return Appointment(
        id=found.id,
        start=_sensible(start),
        service=coding.code,
        service_name=text(coding.display, coding.display_extended),
        practitioner=tidy(practitioner.display) if practitioner else "",
        room=tidy(room.display) if room else "",
    )


def _loads(found: wire.Parameters) -> dict[str, tuple[int, int, int | None]]:
    """By service: open rooms, people waiting, minutes."""
    loads = {}
    for parameter in found.parameter:
        if parameter.name != "service":
            continue
        part = {value.name: value for value in parameter.part}
        nothing = wire.Value(name="")
        code = part.get("code", nothing).value_code
        loads[_needed(code, "code")] = (
            _needed(part.get("rooms-open", nothing).value_integer, "rooms-open"),
            _needed(part.get("waiting", nothing).value_integer, "waiting"),
            _minutes(part.get("estimated-wait", nothing).value_duration),
        )
    return loads


def _minutes(found: wire.Duration | None) -> int | None:
    """Rounded up: a patient who is called early is happier than one who is called late."""
    if found is None:
        return None
    if "min" not in (found.unit, found.code):
        raise HospitalGarbled("estimated-wait: not in minutes")
    return math.ceil(found.value)


def _said(parameter: wire.Parameter) -> str:
    value = tidy(parameter.value_string or "")
    if not value:
        raise HospitalGarbled("$check-in: a text is missing")
    return value


def _needed(value: T | None, name: str) -> T:
    if value is None:
        raise HospitalGarbled(f"{name}: missing")
    return value


def _sensible(moment: datetime) -> datetime:
    if moment.year not in _YEARS:
        raise HospitalGarbled("a time far from now")
    return moment


def _address(url: str) -> str:
    """Only what a phone opens in its browser: the address becomes a code on paper."""
    if url and not _WEB.fullmatch(url):
        raise HospitalGarbled("follow-up: not a web address")
    return url
