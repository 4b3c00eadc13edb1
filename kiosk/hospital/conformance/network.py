"""A network that fails: every call is over in time, with the right error, and nothing is done
twice."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest

from kiosk.errors import HospitalAway, HospitalError
from kiosk.hospital.base import Hospital
from kiosk.hospital.conformance.calls import TEST_TAKES, ask, wish
from kiosk.hospital.conformance.under_test import HospitalUnderTest
from kiosk.hospital.link import LinkMode, SteerableLink
from kiosk.model.care import Cover
from kiosk.model.checkin import Ticket

T = TypeVar("T")

OVERRUN = 0.5
"""Seconds that a busy machine may add to a deadline."""


_FAULTS = [mode for mode in LinkMode if mode not in (LinkMode.PASS, LinkMode.EXPIRED)]
"""Of a link that speaks no TLS."""


class NetworkConformance:
    """Needs a server that speaks plain TCP on a port: a network stands before it."""

    @pytest.mark.parametrize("mode", _FAULTS)
    def test_every_call_fails_in_time_and_works_again(
        self, under_test: HospitalUnderTest, mode: LinkMode
    ) -> None:
        known, today = under_test.patient(), under_test.today()

        async def scene(hospital: Hospital, link: SteerableLink) -> None:
            await hospital.ping()
            link.delay = under_test.deadline
            link.mode = mode
            for asked in (hospital.find(known.documents[0]), hospital.services()):
                with pytest.raises(HospitalError):
                    await self._in_time(under_test, asked)
            insurance = await self._in_time(under_test, hospital.insurance(known.patient, today))
            assert insurance.cover in (Cover.UNVERIFIED, Cover.NONE)
            link.mode = LinkMode.PASS
            found = await hospital.find(known.documents[0])
            assert found is not None
            assert found.id == known.patient.id

        self._over_a_link(under_test, scene)

    def test_a_lost_answer_is_found_again_under_its_key(
        self, under_test: HospitalUnderTest
    ) -> None:
        """Requests arrive and no answer comes back: the kiosk does not know whether its patient
        has a place. The same key must find it, and so must the patient at another kiosk."""
        patient, service = under_test.patient().patient.id, under_test.services[0]
        asked = wish(patient, service)

        async def scene(hospital: Hospital, link: SteerableLink) -> Ticket:
            await hospital.ping()
            link.reset_after = 0
            link.mode = LinkMode.RESET_MIDWAY
            with pytest.raises(HospitalAway):
                await self._in_time(under_test, hospital.check_in(asked))
            link.mode = LinkMode.PASS
            return await hospital.check_in(asked)

        ticket = self._over_a_link(under_test, scene)
        elsewhere = ask(under_test, lambda h: h.check_in(wish(patient, service)))
        assert (elsewhere.encounter, elsewhere.number) == (ticket.encounter, ticket.number)
        assert elsewhere.reissued

    def test_an_open_connection_that_was_cut_costs_no_call(
        self, under_test: HospitalUnderTest
    ) -> None:
        """Servers and firewalls end idle connections: the patient must not notice."""

        async def scene(hospital: Hospital, link: SteerableLink) -> None:
            await hospital.ping()
            link.mode = LinkMode.CUT
            link.mode = LinkMode.PASS
            assert await hospital.ping()

        self._over_a_link(under_test, scene)

    def _over_a_link(
        self,
        under_test: HospitalUnderTest,
        scene: Callable[[Hospital, SteerableLink], Awaitable[T]],
    ) -> T:
        async def play() -> T:
            async with (
                asyncio.timeout(TEST_TAKES),
                SteerableLink(*under_test.endpoint) as link,
                under_test.connect(link.port) as hospital,
            ):
                return await scene(hospital, link)

        return asyncio.run(play())

    async def _in_time(self, under_test: HospitalUnderTest, asked: Awaitable[T]) -> T:
        begun = time.monotonic()
        try:
            return await asked
        finally:
            assert time.monotonic() - begun < under_test.deadline + OVERRUN
