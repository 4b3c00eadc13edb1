"""A real hospital that goes away and comes back, behind a breaker: what is promised in seconds."""

import asyncio
import time
from collections.abc import Awaitable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kiosk.checkin.clock import SystemClock
from kiosk.errors import HospitalAway, HospitalError
from kiosk.hospital.access import Access
from kiosk.hospital.base import Hospital
from kiosk.hospital.breaker import Breaker
from kiosk.hospital.circuit import LinkState
from kiosk.hospital.conformance import HospitalConformance, HospitalUnderTest
from kiosk.hospital.fhir import FhirHospital
from kiosk.hospital.link import HOST, LinkMode, SteerableLink
from kiosk.hospital.link_tls import LinkTls
from kiosk.model.care import Cover
from kiosk.model.person import Patient
from tests.contract.conftest import running
from tests.contract.hospital_under_test import EmbeddedHospital

AWAY_WITHIN = 3.0
BACK_WITHIN = 5.0
AT_ONCE = 0.1
"""Seconds."""
ENDS_WITHIN = 30.0
LATE = 10.0
"""What a slow network adds in each direction, beyond every deadline."""
NOBODY = Patient("nobody", "x")


def breaker(port: int, believed: Path | None = None) -> Breaker:
    """Over TLS where an authority is believed."""
    scheme = "http" if believed is None else "https"
    access = Access(ca_file=believed)
    hospital = FhirHospital(f"{scheme}://{HOST}:{port}/fhir", access=access)
    return Breaker(hospital, SystemClock(), on_state=lambda state: None)


async def reached(breaker: Breaker, state: LinkState) -> None:
    while breaker.state is not state:
        await breaker.changed(breaker.state)


async def seconds(work: Awaitable[object]) -> float:
    began = time.monotonic()
    await work
    return time.monotonic() - began


async def heard_no(asked: Awaitable[object]) -> None:
    with pytest.raises(HospitalError):
        await asked


async def heard_away(asked: Awaitable[object]) -> None:
    with pytest.raises(HospitalAway):
        await asked


async def leave_and_return(port: int, mode: LinkMode, folder: Path) -> dict[str, float]:
    """Seconds from the first question after the network failed, and from when it is well again."""
    took: dict[str, float] = {}
    tls = LinkTls() if mode is LinkMode.EXPIRED else None
    believed = None if tls is None else tls.authority_in(folder)
    async with (
        SteerableLink(HOST, port, tls=tls) as link,
        breaker(link.port, believed) as hospital,
    ):
        await hospital.services()
        link.delay = LATE
        link.mode = mode
        took["the patient hears"], took["away"] = await asyncio.gather(
            seconds(heard_no(hospital.services())), seconds(reached(hospital, LinkState.AWAY))
        )
        took["the next one hears"] = await seconds(heard_away(hospital.services()))
        insurance = await hospital.insurance(NOBODY, date(2026, 11, 23))
        assert insurance.cover is Cover.UNVERIFIED
        await asyncio.sleep(1.2)  # into the probes that are asked while it is away
        link.mode = LinkMode.PASS
        took["back"] = await seconds(reached(hospital, LinkState.UP))
        assert await hospital.services()
    return took


@pytest.mark.slow
def test_away_and_back_in_the_time_that_is_promised(frontdesk: Any, tmp_path: Path) -> None:
    modes = [mode for mode in LinkMode if mode is not LinkMode.PASS]

    async def all_at_once() -> list[dict[str, float]]:
        async with asyncio.timeout(ENDS_WITHIN):
            return await asyncio.gather(
                *(leave_and_return(frontdesk.port, one, tmp_path) for one in modes)
            )

    for mode, took in zip(modes, asyncio.run(all_at_once()), strict=True):
        assert took["the patient hears"] <= AWAY_WITHIN, mode
        assert took["away"] <= AWAY_WITHIN, mode
        assert took["the next one hears"] <= AT_ONCE, mode
        assert took["back"] <= BACK_WITHIN, mode


@pytest.mark.slow
def test_a_network_that_is_only_slow_serves_patients(frontdesk: Any) -> None:
    """Each request takes longer than a call may without being asked after."""

    async def scene() -> LinkState:
        async with (
            asyncio.timeout(ENDS_WITHIN),
            SteerableLink(HOST, frontdesk.port) as link,
            breaker(link.port) as hospital,
        ):
            await hospital.services()
            link.delay = 0.4
            link.mode = LinkMode.SLOW
            for _ in range(3):
                assert await hospital.services()
            return hospital.state

    assert asyncio.run(scene()) is LinkState.UP


class EmbeddedHospitalBehindABreaker(EmbeddedHospital):
    def connect(self, port: int | None = None) -> Hospital:
        return Breaker(super().connect(port), SystemClock(), on_state=lambda state: None)


@pytest.fixture(scope="module")
def under_test(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HospitalUnderTest]:
    """A server of its own: the people of the other one have tickets from its suite."""
    with running(tmp_path_factory.mktemp("hospital"), "--faces") as frontdesk:
        yield EmbeddedHospitalBehindABreaker(frontdesk.address)


@pytest.mark.slow
class TestBehindABreaker(HospitalConformance):
    """A breaker takes nothing from a hospital, and adds nothing."""
