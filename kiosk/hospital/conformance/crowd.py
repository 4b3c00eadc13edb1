"""Many kiosks at the same instant."""

from collections import Counter

from kiosk.hospital.base import Capability, Hospital
from kiosk.hospital.conformance.calls import ask_at_once, needs, wish
from kiosk.hospital.conformance.under_test import HospitalUnderTest

KIOSKS = 4
PATIENTS_EACH = 3


class CrowdConformance:
    """Nobody is doubled and no number is given twice."""

    def test_kiosks_that_register_at_once_make_one_patient(
        self, under_test: HospitalUnderTest
    ) -> None:
        needs(under_test, Capability.REGISTRATION)
        card = under_test.newcomer()
        made = ask_at_once(under_test, *[lambda h: h.register(card)] * 6)
        assert len({patient.id for patient in made}) == 1

    def test_kiosks_at_once_never_give_a_number_twice(self, under_test: HospitalUnderTest) -> None:
        service = under_test.services[0]
        crowd = [under_test.patient().patient.id for _ in range(KIOSKS * PATIENTS_EACH)]

        def kiosk(nth: int) -> "Kiosk":
            return Kiosk(service, crowd[nth::KIOSKS])

        given = ask_at_once(under_test, *[kiosk(nth).checks_in for nth in range(KIOSKS)])
        numbers = Counter(number for mine in given for number in mine)
        assert len(numbers) == len(crowd), numbers

    def test_a_key_that_is_sent_twice_at_once_gives_one_ticket(
        self, under_test: HospitalUnderTest
    ) -> None:
        asked = wish(under_test.patient().patient.id, under_test.services[0])
        tickets = ask_at_once(under_test, *[lambda h: h.check_in(asked)] * 3)
        assert len({one.number for one in tickets}) == 1

    def test_a_patient_at_two_kiosks_has_one_number(self, under_test: HospitalUnderTest) -> None:
        patient, service = under_test.patient().patient.id, under_test.services[0]
        tickets = ask_at_once(under_test, *[lambda h: h.check_in(wish(patient, service))] * 3)
        assert len({one.number for one in tickets}) == 1


class Kiosk:
    """One of a crowd, whose patients come one after another."""

    def __init__(self, service: str, patients: list[str]) -> None:
        self._service = service
        self._patients = patients

    async def checks_in(self, hospital: Hospital) -> list[str]:
        return [
            (await hospital.check_in(wish(patient, self._service))).number
            for patient in self._patients
        ]
