"""What patients agree to, and faces that are known again."""

import math
import random
import struct
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import pytest

from kiosk.hospital.base import NOT_OFFERED, Capability, Hospital
from kiosk.hospital.conformance.calls import KIOSK, ask, needs, reason
from kiosk.hospital.conformance.under_test import HospitalUnderTest
from kiosk.model.consent import Consent, ConsentPurpose
from kiosk.model.person import Patient

NUMBERS = 128
LENGTH = 1.3
"""Of a descriptor as a vector. Two made up at random are further from each other than any two
faces."""
NEAR = 0.2
"""How far two pictures of one face are from each other."""


class FaceConformance:
    """``record_consent``, ``match_face``, ``enroll_face`` and ``forget_face``."""

    def test_a_consent_is_kept_or_refused(self, under_test: HospitalUnderTest) -> None:
        given = consent(under_test.patient().patient, ConsentPurpose.FACE_VERIFICATION)
        if Capability.CONSENT in under_test.capabilities:
            for _ in range(2):
                ask(under_test, lambda h: h.record_consent(given))
        else:
            assert reason(under_test, lambda h: h.record_consent(given)) == NOT_OFFERED

    def test_nobodys_consent_is_refused(self, under_test: HospitalUnderTest) -> None:
        needs(under_test, Capability.CONSENT)
        given = consent(Patient("nobody", "x"), ConsentPurpose.FACE_VERIFICATION)
        assert reason(under_test, lambda h: h.record_consent(given)) == "patient-not-found"

    def test_without_faces_it_says_so(self, under_test: HospitalUnderTest) -> None:
        if Capability.FACES in under_test.capabilities:
            pytest.skip("declared: with faces")
        patient = under_test.patient().patient
        given = consent(patient)
        questions: tuple[Callable[[Hospital], Awaitable[object]], ...] = (
            lambda h: h.match_face(face()),
            lambda h: h.enroll_face(given, face()),
            lambda h: h.forget_face(patient),
        )
        for question in questions:
            assert reason(under_test, question) == NOT_OFFERED

    def test_a_face_is_known_until_it_is_forgotten(self, under_test: HospitalUnderTest) -> None:
        needs(under_test, Capability.FACES)
        known = under_test.patient()
        patient, seen = known.patient, face()
        given = consent(patient)

        async def scene(hospital: Hospital) -> None:
            assert await hospital.match_face(seen) is None
            for _ in range(2):
                await hospital.enroll_face(given, seen)
            found = await hospital.match_face(like(seen))
            assert found is not None
            assert (found.id, found.name, found.birth) == (patient.id, patient.name, patient.birth)
            told = await hospital.find(known.documents[0])
            assert told is not None
            assert told.face_enrolled
            assert await hospital.match_face(face()) is None
            for _ in range(2):
                await hospital.forget_face(patient)
            assert await hospital.match_face(seen) is None
            told = await hospital.find(known.documents[0])
            assert told is not None
            assert not told.face_enrolled

        ask(under_test, scene)

    def test_a_face_that_may_be_two_patients_is_nobodys(
        self, under_test: HospitalUnderTest
    ) -> None:
        needs(under_test, Capability.FACES)
        seen = face()
        patients = [under_test.patient().patient for _ in range(2)]

        async def scene(hospital: Hospital) -> Patient | None:
            for patient in patients:
                await hospital.enroll_face(consent(patient), like(seen))
            found = await hospital.match_face(seen)
            for patient in patients:
                await hospital.forget_face(patient)
            return found

        assert ask(under_test, scene) is None

    def test_nobodys_face_is_not_kept(self, under_test: HospitalUnderTest) -> None:
        needs(under_test, Capability.FACES)
        nobody = Patient("nobody", "x")
        seen = face()
        asked = reason(under_test, lambda h: h.enroll_face(consent(nobody), seen))
        assert asked == "patient-not-found"
        ask(under_test, lambda h: h.forget_face(nobody))

    def test_what_is_no_face_and_what_nobody_agreed_to_is_not_sent(
        self, under_test: HospitalUnderTest
    ) -> None:
        needs(under_test, Capability.FACES)
        patient = under_test.patient().patient
        other = consent(patient, ConsentPurpose.FACE_VERIFICATION)
        questions: tuple[Callable[[Hospital], Awaitable[object]], ...] = (
            lambda h: h.match_face(b""),
            lambda h: h.enroll_face(consent(patient), face()[1:]),
            lambda h: h.enroll_face(other, face()),
        )
        for question in questions:
            with pytest.raises(ValueError, match=r"."):
                ask(under_test, question)


def consent(
    patient: Patient, purpose: ConsentPurpose = ConsentPurpose.FACE_IDENTIFICATION
) -> Consent:
    return Consent(patient.id, purpose, f"{purpose.value}/1", "vi", datetime.now(UTC), KIOSK)


def face() -> bytes:
    """A descriptor that is near no other."""
    return _packed(_direction(LENGTH))


def like(other: bytes) -> bytes:
    """Another one of the same face."""
    numbers = struct.unpack(f"<{NUMBERS}f", other)
    return _packed([a + b for a, b in zip(numbers, _direction(NEAR), strict=True)])


def _direction(length: float) -> list[float]:
    numbers = [random.gauss(0, 1) for _ in range(NUMBERS)]
    scale = length / math.hypot(*numbers)
    return [number * scale for number in numbers]


def _packed(numbers: list[float]) -> bytes:
    return struct.pack(f"<{NUMBERS}f", *numbers)
