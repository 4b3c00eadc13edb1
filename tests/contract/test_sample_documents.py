"""What the demonstration hospital prints on paper is what the kiosk reads from it.

The two are written apart, from the formats' description, and meet here.
"""

from datetime import date

import pytest

from kiosk.documents import Patterns, parse
from kiosk.errors import NotADocument
from kiosk.frontdesk import generate, sample_documents
from kiosk.frontdesk.generate import Person
from kiosk.frontdesk.premises import Premises
from kiosk.model.document import DocumentKind
from kiosk.model.person import IdentifierKind

TODAY = date(2026, 11, 22)
EVERYBODY = (*generate.people(), *generate.newcomers())


def _born(person: Person) -> str:
    return str(person.born.year) if person.year_only else person.born.isoformat()


def test_every_identity_card() -> None:
    cards = [person for person in EVERYBODY if person.card_issued]
    assert len(cards) > 50
    for person in cards:
        seen = parse(sample_documents.cccd_qr(person).encode(), Patterns(), today=TODAY)
        assert seen.kind is DocumentKind.CCCD
        assert seen.identifier(IdentifierKind.PERSONAL_NUMBER) == person.personal_number
        assert (seen.name, seen.address) == (person.name, person.address)
        assert seen.birth is not None
        assert (seen.birth.iso(), seen.sex.value) == (_born(person), person.sex)
        assert seen.issued == person.card_issued


def test_every_insurance_card() -> None:
    cards = [person for person in EVERYBODY if person.coverage]
    assert len(cards) > 50
    for person in cards:
        assert person.coverage is not None
        seen = parse(sample_documents.bhyt_qr(person).encode(), Patterns(), today=TODAY)
        assert seen.kind is DocumentKind.BHYT
        numbers = {identifier.value for identifier in seen.identifiers}
        assert numbers == {person.coverage.number, person.coverage.card} - {""}
        assert (seen.name, seen.address) == (person.name, person.address)
        assert seen.birth is not None
        assert (seen.birth.iso(), seen.sex.value) == (_born(person), person.sex)


def test_every_patient_code_and_what_is_no_document() -> None:
    for person in generate.people():
        seen = parse(sample_documents.patient_code_qr(person), Patterns(), today=TODAY)
        assert seen.identifier(IdentifierKind.PATIENT_CODE) == person.code
    with pytest.raises(NotADocument, match="form of no document"):
        parse(sample_documents.NOT_A_DOCUMENT, Patterns(), today=TODAY)


def test_every_appointment_slip() -> None:
    booked = generate.bookings(Premises.load(), TODAY)
    assert len(booked) > 10
    for booking in booked:
        seen = parse(sample_documents.appointment_qr(booking), Patterns(), today=TODAY)
        assert (seen.kind, seen.appointment) == (DocumentKind.APPOINTMENT, booking.id)
