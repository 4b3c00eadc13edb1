"""Numbers that a kiosk has ahead: nobody else gets them, and they are what a check-in says."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kiosk.hospital.base import NOT_OFFERED, Capability, Hospital
from kiosk.hospital.conformance.calls import KIOSK, ask, ask_at_once, key, needs, reason, wish
from kiosk.hospital.conformance.under_test import HospitalUnderTest
from kiosk.model.leases import LeasedNumber, LeaseRequest
from kiosk.model.text import VIETNAMESE

MANY = 2
"""Numbers that any hospital which offers some lets a kiosk have."""


class NumbersAheadConformance:
    """``lease_numbers``, ``return_numbers``, and ``check_in`` with ``leased``."""

    def test_without_numbers_ahead_it_says_so(self, under_test: HospitalUnderTest) -> None:
        if Capability.NUMBERS_AHEAD in under_test.capabilities:
            pytest.skip("declared: with numbers ahead")
        asked = LeaseRequest(key(), KIOSK, ((under_test.services[0], 1),))
        assert reason(under_test, lambda h: h.lease_numbers(asked)) == NOT_OFFERED
        assert reason(under_test, lambda h: h.return_numbers(KIOSK, ("A-001",))) == NOT_OFFERED

    def test_numbers_ahead_are_whole(self, under_test: HospitalUnderTest) -> None:
        asked = _asked(under_test, MANY)
        found = ask(under_test, lambda h: h.lease_numbers(asked))
        assert len({one.number for one in found}) == len(found) == MANY
        for one in found:
            assert one.service == under_test.services[0]
            assert one.room
            assert one.direction.get(VIETNAMESE)
            assert one.day == under_test.today()
            assert one.holds(datetime.now(UTC))

    def test_a_key_gives_the_same_numbers(self, under_test: HospitalUnderTest) -> None:
        asked = _asked(under_test, MANY)

        async def twice(hospital: Hospital) -> list[tuple[LeasedNumber, ...]]:
            return [await hospital.lease_numbers(asked) for _ in range(2)]

        first, second = ask(under_test, twice)
        restarted = ask(under_test, lambda h: h.lease_numbers(asked))
        assert first == second == restarted
        held = replace(asked, held=(first[0].number,))
        again = ask(under_test, lambda h: h.lease_numbers(held))
        assert {one.number for one in again} == {one.number for one in first}

    def test_kiosks_at_the_same_instant_get_different_numbers(
        self, under_test: HospitalUnderTest
    ) -> None:
        wishes = [_asked(under_test, MANY) for _ in range(6)]
        answers = ask_at_once(
            under_test, *(lambda h, one=one: h.lease_numbers(one) for one in wishes)
        )
        given = [one.number for answer in answers for one in answer]
        assert len(set(given)) == len(given) == MANY * len(wishes)

    def test_a_check_in_has_the_number_that_its_kiosk_gave(
        self, under_test: HospitalUnderTest
    ) -> None:
        asked, patient = _asked(under_test, MANY), under_test.patient().patient

        async def scene(hospital: Hospital) -> None:
            mine, other = await hospital.lease_numbers(asked)
            told = replace(
                wish(patient.id, mine.service),
                kiosk=asked.kiosk,
                leased=mine.number,
                begun=datetime.now(UTC),
            )
            ticket = await hospital.check_in(told)
            assert (ticket.number, ticket.room) == (mine.number, mine.room)
            assert not ticket.reissued
            assert await hospital.check_in(told) == ticket
            left = await hospital.lease_numbers(
                LeaseRequest(key(), asked.kiosk, held=(mine.number, other.number))
            )
            assert [one.number for one in left] == [other.number]

        ask(under_test, scene)

    def test_nobody_is_given_the_number_of_another(self, under_test: HospitalUnderTest) -> None:
        asked = _asked(under_test, 1)
        [one] = ask(under_test, lambda h: h.lease_numbers(asked))
        first, second = (under_test.patient().patient.id for _ in range(2))
        told = replace(
            wish(first, one.service), kiosk=asked.kiosk, leased=one.number, begun=datetime.now(UTC)
        )
        stranger = replace(told, key=key(), kiosk=f"{KIOSK}-{key()[:8]}")
        assert reason(under_test, lambda h: h.check_in(stranger)) == "lease-not-found"
        ask(under_test, lambda h: h.check_in(told))
        taken = replace(told, key=key(), patient=second)
        assert reason(under_test, lambda h: h.check_in(taken)) == "lease-used"

    def test_numbers_given_back_are_given_to_nobody(self, under_test: HospitalUnderTest) -> None:
        asked, patient = _asked(under_test, 1), under_test.patient().patient

        async def scene(hospital: Hospital) -> LeasedNumber:
            [one] = await hospital.lease_numbers(asked)
            for _ in range(2):
                await hospital.return_numbers(asked.kiosk, (one.number,))
            ticket = await hospital.check_in(wish(patient.id, one.service))
            assert ticket.number != one.number
            return one

        one = ask(under_test, scene)
        told = replace(
            wish(under_test.patient().patient.id, one.service),
            kiosk=asked.kiosk,
            leased=one.number,
            begun=datetime.now(UTC),
        )
        assert reason(under_test, lambda h: h.check_in(told)) == "lease-lapsed"


def _asked(under_test: HospitalUnderTest, count: int) -> LeaseRequest:
    """By a kiosk of its own. Skips, with this reason, where the hospital does without."""
    needs(under_test, Capability.NUMBERS_AHEAD)
    kiosk = f"{KIOSK}-{uuid.uuid4().hex[:8]}"
    return LeaseRequest(key(), kiosk, ((under_test.services[0], count),))
