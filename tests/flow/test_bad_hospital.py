"""Whole visits against a real hospital over a network that fails: what the patient hears, when."""

import asyncio
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from kiosk.app.embedded import EmbeddedHospital
from kiosk.checkin.clock import SystemClock
from kiosk.checkin.equipment import Equipment
from kiosk.checkin.key import new_key
from kiosk.checkin.outcome import Failed, Outcome, Ticketed
from kiosk.checkin.screens import ChooseService
from kiosk.checkin.scripted import ScriptedFront, willing_patient
from kiosk.checkin.session import Session
from kiosk.documents import Patterns, parse
from kiosk.frontdesk.generate import bookings, people
from kiosk.frontdesk.premises import Premises
from kiosk.frontdesk.sample_documents import cccd_qr
from kiosk.hospital.fhir import FhirHospital
from kiosk.hospital.link import LinkMode, SteerableLink
from kiosk.model.checkin import CheckIn
from kiosk.model.document import Document
from tests.flow.stand import HeldUp, Stand

HEARS_WITHIN = 4.0
"""Seconds until the patient is told what to do next."""


@pytest.fixture(scope="module")
def hospital(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    server = EmbeddedHospital(tmp_path_factory.mktemp("hospital"))
    yield server.address()
    server.stop()


def walking_in(number: int) -> Document:
    booked = {b.patient for b in bookings(Premises.load(), Stand().clock.now().date())}
    cards = [cccd_qr(p) for p in people() if p.card_issued and p.id not in booked]
    return parse(cards[number], Patterns())


async def visit(address: str, mode: LinkMode, document: Document) -> tuple[Outcome, float]:
    """How the visit ended, and how long the machine took to say so."""
    target = urlsplit(address)
    assert target.hostname and target.port
    async with SteerableLink(target.hostname, target.port) as link:
        link.delay = 10.0
        through = f"http://127.0.0.1:{link.port}{target.path}"
        async with FhirHospital(through) as client:
            await client.ping()
            stand = Stand()
            equipment = Equipment(HeldUp(document), stand.paper, client, stand.clock, stand.rules)
            link.mode = mode
            began = time.monotonic()
            outcome = await Session(ScriptedFront(willing_patient()), equipment).one()
            took = time.monotonic() - began
            link.mode = LinkMode.PASS
            await equipment.afterwards.finish()
            return outcome, took


@pytest.mark.parametrize(
    ("mode", "codes"),
    [
        (LinkMode.CUT, {"find-hospital-away"}),
        (LinkMode.ERROR, {"find-hospital-away"}),
        (LinkMode.RESET_MIDWAY, {"find-hospital-away", "find-hospital-garbled"}),
        (LinkMode.GARBAGE, {"find-hospital-garbled", "find-hospital-away"}),
        pytest.param(LinkMode.SILENT, {"find-hospital-away"}, marks=pytest.mark.slow),
        pytest.param(LinkMode.SLOW, {"find-hospital-away"}, marks=pytest.mark.slow),
    ],
)
def test_the_patient_hears_in_time_what_to_do(
    hospital: str, mode: LinkMode, codes: set[str]
) -> None:
    outcome, took = asyncio.run(visit(hospital, mode, walking_in(0)))
    assert isinstance(outcome, Failed)
    assert outcome.failure.code in codes
    assert took < HEARS_WITHIN


@pytest.mark.slow
def test_a_number_whose_answer_was_lost_is_given_back_by_the_real_hospital(hospital: str) -> None:
    """The answer is two seconds late each way, so the hospital gives a number nobody hears."""

    async def lose() -> tuple[Outcome, str, str]:
        target = urlsplit(hospital)
        async with SteerableLink("127.0.0.1", target.port or 0) as link:
            link.delay = 2.0
            async with FhirHospital(f"http://127.0.0.1:{link.port}{target.path}") as client:
                stand = Stand()
                clock = SystemClock()
                held = HeldUp(walking_in(2))
                equipment = Equipment(held, stand.paper, client, clock, stand.rules)
                answers = dict(willing_patient("TIM-MACH"))
                choose = answers[ChooseService]

                def then_lose(screen: ChooseService) -> object:
                    link.mode = LinkMode.SLOW
                    return choose(screen)

                answers[ChooseService] = then_lose
                outcome = await Session(ScriptedFront(answers), equipment).one()
                link.mode = LinkMode.PASS
                await equipment.afterwards.finish()
                patient = await client.find(walking_in(2))
                assert patient is not None
                first, second = [
                    await client.check_in(
                        CheckIn(new_key(1 + n), "kiosk-1", who.id, service="TIM-MACH")
                    )
                    for n, who in enumerate((patient, patient))
                ]
                assert not first.reissued, "the lost ticket is no longer theirs"
                return outcome, first.number, second.number

    outcome, first, second = asyncio.run(lose())
    assert isinstance(outcome, Failed)
    assert outcome.failure.code == "check-in-hospital-away"
    assert first == second


def test_the_same_visit_gets_a_ticket_where_the_network_is_well(hospital: str) -> None:
    outcome, _ = asyncio.run(visit(hospital, LinkMode.PASS, walking_in(1)))
    assert isinstance(outcome, Ticketed)
