"""Finding and registering patients."""

from dataclasses import replace

import pytest

from kiosk.hospital.base import NOT_OFFERED, Capability, Hospital
from kiosk.hospital.conformance.calls import ask, needs, number, reason, slip
from kiosk.hospital.conformance.under_test import HospitalUnderTest
from kiosk.model.document import Document, DocumentKind
from kiosk.model.person import BirthDate, Identifier, IdentifierKind, Patient

NOBODY = (
    number(IdentifierKind.PERSONAL_NUMBER, "001299000000"),
    number(IdentifierKind.INSURANCE_NUMBER, "DN4790000000001"),
    number(IdentifierKind.PATIENT_CODE, "00000000"),
    number(IdentifierKind.PATIENT_CODE, "1,2|$\\"),
    number(IdentifierKind.PATIENT_CODE, "' OR ''='"),
    slip("no-such-slip"),
    slip("../Patient"),
)


class PeopleConformance:
    """``find`` and ``register``."""

    def test_a_patient_is_found_by_each_document(self, under_test: HospitalUnderTest) -> None:
        known = under_test.patient()

        async def all_of_them(hospital: Hospital) -> list[Patient | None]:
            return [await hospital.find(document) for document in known.documents]

        for found in ask(under_test, all_of_them):
            assert found is not None
            assert set(found.identifiers) == set(known.patient.identifiers)
            assert replace(found, identifiers=()) == replace(known.patient, identifiers=())

    @pytest.mark.parametrize("document", NOBODY)
    def test_nobody_is_found_by_what_nobody_has(
        self, under_test: HospitalUnderTest, document: Document
    ) -> None:
        assert ask(under_test, lambda h: h.find(document)) is None

    def test_two_patients_on_one_document_go_to_the_desk(
        self, under_test: HospitalUnderTest
    ) -> None:
        numbers = [under_test.patient().documents[0].identifiers[0] for _ in range(2)]
        both = Document(DocumentKind.CCCD, tuple(numbers))
        assert reason(under_test, lambda h: h.find(both)) == "ambiguous"

    def test_somebody_elses_number_shows_nobody(self, under_test: HospitalUnderTest) -> None:
        """Neither name nor birth date agree: the number was misread, or lent."""
        card = under_test.patient().documents[0]
        other = replace(card, name="Nguyễn Thử Nghiệm", birth=BirthDate(1900, 1, 1))
        assert reason(under_test, lambda h: h.find(other)) == "ambiguous"

    def test_a_newcomer_is_registered_once(self, under_test: HospitalUnderTest) -> None:
        needs(under_test, Capability.REGISTRATION)
        card = under_test.newcomer()

        async def scene(hospital: Hospital) -> list[Patient | None]:
            return [
                await hospital.find(card),
                await hospital.register(card, "0912345678"),
                await hospital.register(card, "0987654321"),
                await hospital.register(card),
                await hospital.find(card),
            ]

        before, made, *after = ask(under_test, scene)
        assert before is None
        assert made is not None
        assert made.id
        assert (made.name, made.birth, made.sex) == (card.name, card.birth, card.sex)
        assert (made.address, made.phone) == (card.address, "0912345678")
        assert card.identifiers[0] in made.identifiers
        for one in after:
            assert one is not None
            assert (one.id, one.name, one.phone) == (made.id, made.name, made.phone)
            assert set(one.identifiers) == set(made.identifiers)

    def test_a_patient_who_is_on_file_is_not_registered_again(
        self, under_test: HospitalUnderTest
    ) -> None:
        """A rescan never changes what the hospital knows."""
        needs(under_test, Capability.REGISTRATION)
        known = under_test.patient()

        async def scene(hospital: Hospital) -> tuple[Patient, Patient | None]:
            card = replace(known.documents[0], address="9 Đường Khác")
            return await hospital.register(card, "0900000000"), await hospital.find(card)

        registered, found = ask(under_test, scene)
        assert registered.id == known.patient.id
        assert found is not None
        assert (found.address, found.phone) == (known.patient.address, known.patient.phone)

    def test_without_registration_it_says_so(self, under_test: HospitalUnderTest) -> None:
        if Capability.REGISTRATION in under_test.capabilities:
            pytest.skip("declared: with registration")
        card = under_test.newcomer()
        assert reason(under_test, lambda h: h.register(card)) == NOT_OFFERED

    def test_a_misread_letter_finds_nobody(self, under_test: HospitalUnderTest) -> None:
        """A search that matches the beginning of a number shows strangers' records."""
        mine = under_test.patient().documents[0].identifiers[0]
        begun = Identifier(mine.kind, mine.value[:-1])
        document = Document(DocumentKind.PATIENT_CODE, (begun,))
        assert ask(under_test, lambda h: h.find(document)) is None
