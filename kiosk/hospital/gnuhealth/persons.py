"""People: from GNU Health's parties to the values of the visit, and back for a newcomer.

The PUID (``party.ref``, unique in the database) of a person with a personal number is that
number: so GNU Health itself refuses to have the same person twice.
"""

from datetime import date

from kiosk.errors import HospitalGarbled
from kiosk.hospital.answers import tidy
from kiosk.hospital.gnuhealth.dates import encoded_day
from kiosk.hospital.gnuhealth.records import PartyRow, PatientRow
from kiosk.model.document import Document
from kiosk.model.person import BirthDate, Identifier, IdentifierKind, Patient, Sex

NATIONAL_ID, MEDICAL_RECORD = "country_id", "medical_record"
"""``alternative_id_type``: a personal number beside another PUID, and the hospital's own code."""

_SEXES = {"m": Sex.MALE, "f": Sex.FEMALE, "nb": Sex.OTHER, "other": Sex.OTHER}
_GENDERS = {Sex.MALE: "m", Sex.FEMALE: "f", Sex.OTHER: "other", Sex.UNKNOWN: "u"}
_TELEPHONES = frozenset({"phone", "mobile"})
_PERSONAL_NUMBER = 12
_SOCIAL_INSURANCE = 10


def is_personal_number(value: str) -> bool:
    return len(value) == _PERSONAL_NUMBER and value.isascii() and value.isdigit()


def patient(row: PatientRow, insurer: int | None) -> Patient:
    """``insurer`` is the party whose numbers are insurance numbers.

    Family names come first, as Vietnamese names do. Raises ``HospitalGarbled`` for a person
    without a name.
    """
    party = row.party
    name = tidy(f"{party.lastname or ''} {party.name or ''}")
    if not name:
        raise HospitalGarbled("gnuhealth.patient: no name")
    return Patient(
        id=str(row.id),
        name=name,
        sex=_SEXES.get(party.gender or "", Sex.UNKNOWN),
        birth=_birth(party),
        identifiers=_identifiers(party, insurer),
        address=next((_line(a.full_address) for a in party.addresses if a.full_address), ""),
        phone=next((tidy(c.value or "") for c in party.contacts if c.type in _TELEPHONES), ""),
    )


def number_domain(number: Identifier, insurer: int | None) -> list[object]:
    """Tryton's search domain (``trytond.model``) for the patients who have this number."""
    value = number.value
    match number.kind:
        case IdentifierKind.PERSONAL_NUMBER:
            return ["OR", ["party.ref", "=", value], _other_id(value, NATIONAL_ID)]
        case IdentifierKind.INSURANCE_NUMBER:
            row: list[object] = [["company", "=", insurer], _insurance_number(value)]
            return [["party.insurance", "where", row]]
        case IdentifierKind.PATIENT_CODE:
            clauses: list[object] = ["OR", _other_id(value, MEDICAL_RECORD)]
            # A personal number is no patient code, though it is the PUID.
            if not is_personal_number(value):
                clauses.append(["party.ref", "in", sorted({value, value.upper()})])
            return clauses


def newcomer(
    document: Document, phone: str, insurer: int | None, defaults: dict[str, object]
) -> dict[str, object]:
    """The values of ``party.party`` with which GNU Health makes a person and their patient.

    ``defaults`` are the server's own. Without a personal number GNU Health invents the PUID;
    then it is the insurance number, unique for each insurer, that keeps the person single.
    """
    family, _, given = document.name.partition(" ")
    values: dict[str, object] = {
        # GNU Health reads it without asking whether it is there.
        "fed_country": None,
        **defaults,
        "is_person": True,
        "is_patient": True,
        "create_target": True,
        # A single name is the given one: the field must not be empty.
        "lastname": family if given else None,
        "name": given or family,
        "gender": _GENDERS[document.sex],
    }
    personal_number = document.identifier(IdentifierKind.PERSONAL_NUMBER)
    if personal_number:
        values["ref"] = personal_number
    if document.birth is not None:
        values |= _born(document.birth)
    if document.address:
        values["addresses"] = [["create", [{"street": document.address}]]]
    if phone:
        values["contact_mechanisms"] = [["create", [{"type": "mobile", "value": phone}]]]
    insurance_number = document.identifier(IdentifierKind.INSURANCE_NUMBER)
    if insurance_number and insurer is not None:
        row = {"number": insurance_number, "company": insurer, "insurance_type": "state"}
        values["insurance"] = [["create", [row]]]
    return values


def _identifiers(party: PartyRow, insurer: int | None) -> tuple[Identifier, ...]:
    """Numbers that the kiosk does not know the kind of are left out."""
    found: list[Identifier] = []
    puid = tidy(party.ref or "")
    if is_personal_number(puid):
        found.append(Identifier(IdentifierKind.PERSONAL_NUMBER, puid))
    for other in party.alternative_ids:
        if other.alternative_id_type == NATIONAL_ID:
            found.append(Identifier(IdentifierKind.PERSONAL_NUMBER, tidy(other.code)))
        elif other.alternative_id_type == MEDICAL_RECORD:
            found.append(Identifier(IdentifierKind.PATIENT_CODE, tidy(other.code)))
    if puid and not is_personal_number(puid):
        found.append(Identifier(IdentifierKind.PATIENT_CODE, puid))
    found += [
        Identifier(IdentifierKind.INSURANCE_NUMBER, tidy(one.number))
        for one in party.insurance
        if insurer is not None and one.company == insurer
    ]
    return tuple(found)


def _other_id(value: str, kind: str) -> list[object]:
    row = [["code", "=", value], ["alternative_id_type", "=", kind]]
    return ["party.alternative_ids", "where", row]


def _insurance_number(value: str) -> list[object]:
    """A card's 15 characters end in the 10 digits, and hospitals write down either."""
    digits = value[-_SOCIAL_INSURANCE:]
    if len(digits) == _SOCIAL_INSURANCE and digits.isascii() and digits.isdigit():
        return ["number", "like", f"%{digits}"]
    return ["number", "=", value]


def _birth(party: PartyRow) -> BirthDate | None:
    if party.dob is None:
        return None
    born = party.dob.value()
    return BirthDate(born.year) if party.est_dob else BirthDate.of(born)


def _born(birth: BirthDate) -> dict[str, object]:
    """A year alone is its first of January, marked as estimated."""
    if birth.month is None or birth.day is None:
        return {"dob": encoded_day(date(birth.year, 1, 1)), "est_dob": True}
    return {"dob": encoded_day(date(birth.year, birth.month, birth.day))}


def _line(address: str) -> str:
    """One line of an address that GNU Health writes in several."""
    return ", ".join(filter(None, (tidy(line) for line in address.splitlines())))
