"""Whatever the network does, a call is over by its deadline, with an answer or the right error,
and nothing is done twice."""

import asyncio
import time
import uuid
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any, TypeVar

import pytest

from kiosk.errors import HospitalAway, HospitalError, HospitalGarbled
from kiosk.frontdesk import generate
from kiosk.hospital.fhir import FhirHospital
from kiosk.hospital.link import HOST, LinkMode, SteerableLink
from kiosk.model.care import Cover
from kiosk.model.checkin import CheckIn
from kiosk.model.document import Document, DocumentKind
from kiosk.model.person import Identifier, IdentifierKind, Patient

T = TypeVar("T")

DEADLINE = 0.5
OVERRUN = 0.3
"""Seconds that a busy machine may add."""
SERVICE = "CO-XUONG-KHOP"
PEOPLE = iter(generate.people()[300:])
"""Beyond those that the other contract takes."""

WAITED_FOR = (LinkMode.SILENT, LinkMode.SLOW)
FAILURES = [
    (LinkMode.CUT, HospitalAway),
    (LinkMode.SILENT, HospitalAway),
    (LinkMode.SLOW, HospitalAway),
    (LinkMode.RESET_MIDWAY, HospitalAway),
    (LinkMode.GARBAGE, HospitalGarbled),
    (LinkMode.ERROR, HospitalAway),
]


def over_a_link(frontdesk: Any, scene: Callable[[FhirHospital, SteerableLink], Awaitable[T]]) -> T:
    async def play() -> T:
        async with SteerableLink(HOST, frontdesk.port) as link:
            link.delay = DEADLINE
            address = f"http://{HOST}:{link.port}/fhir"
            async with FhirHospital(
                address, deadline=DEADLINE, insurance_deadline=DEADLINE / 2
            ) as hospital:
                return await scene(hospital, link)

    return asyncio.run(play())


def wish(person: generate.Person) -> CheckIn:
    return CheckIn(str(uuid.uuid4()), "kiosk-1", person.id, service=SERVICE)


async def seconds(asked: Awaitable[object], expected: type[HospitalError]) -> float:
    begun = time.monotonic()
    with pytest.raises(expected):
        await asked
    return time.monotonic() - begun


@pytest.mark.parametrize(
    ("mode", "expected", "warm"),
    [
        pytest.param(mode, expected, warm, marks=marks, id=f"{mode.name}-{where}")
        for mode, expected in FAILURES
        for warm, where in ((True, "open"), (False, "new"))
        # Three deadlines are waited for.
        for marks in ([pytest.mark.slow] if mode in WAITED_FOR else [],)
    ],
)
def test_every_call_fails_in_time_and_works_again(
    frontdesk: Any, mode: LinkMode, expected: type[HospitalError], warm: bool
) -> None:
    person = next(PEOPLE)
    patient = Patient(person.id, person.name)
    today = date(2026, 11, 22)
    card = Document(
        DocumentKind.CCCD, (Identifier(IdentifierKind.PERSONAL_NUMBER, person.personal_number),)
    )

    async def scene(hospital: FhirHospital, link: SteerableLink) -> None:
        if warm:
            await hospital.services()
        link.mode = mode
        for asked in (hospital.find(card), hospital.services()):
            assert await seconds(asked, expected) < DEADLINE + OVERRUN
        begun = time.monotonic()
        assert (await hospital.insurance(patient, today)).cover is Cover.UNVERIFIED
        assert time.monotonic() - begun < DEADLINE / 2 + OVERRUN
        link.mode = LinkMode.PASS
        found = await hospital.find(card)
        assert found is not None
        assert found.id == person.id

    over_a_link(frontdesk, scene)


def test_a_slow_network_answers(frontdesk: Any) -> None:
    async def scene(hospital: FhirHospital, link: SteerableLink) -> None:
        link.delay = DEADLINE / 5
        link.mode = LinkMode.SLOW
        begun = time.monotonic()
        assert await hospital.services()
        assert time.monotonic() - begun > 2 * link.delay

    over_a_link(frontdesk, scene)


def test_a_network_that_ends_in_the_middle_of_an_answer(frontdesk: Any) -> None:
    async def scene(hospital: FhirHospital, link: SteerableLink) -> None:
        link.reset_after = 400
        link.mode = LinkMode.RESET_MIDWAY
        assert await seconds(hospital.services(), HospitalAway) < DEADLINE

    over_a_link(frontdesk, scene)


def test_a_lost_answer_is_found_again_under_its_key(frontdesk: Any) -> None:
    """The server gave a place and the kiosk never heard: the same key must find it, and the
    next patient must get the very next number."""
    asked, follower = wish(next(PEOPLE)), wish(next(PEOPLE))

    async def scene(hospital: FhirHospital, link: SteerableLink) -> None:
        link.reset_after = 0
        link.mode = LinkMode.RESET_MIDWAY
        await seconds(hospital.check_in(asked), HospitalAway)
        link.mode = LinkMode.PASS
        ticket = await hospital.check_in(asked)
        after = await hospital.check_in(follower)
        assert not ticket.reissued
        assert int(after.number[-3:]) == int(ticket.number[-3:]) + 1

    over_a_link(frontdesk, scene)


def test_an_open_connection_that_was_cut_costs_no_call(frontdesk: Any) -> None:
    """Servers and firewalls end idle connections: the patient must not notice."""

    async def scene(hospital: FhirHospital, link: SteerableLink) -> None:
        await hospital.ping()
        link.mode = LinkMode.CUT
        link.mode = LinkMode.PASS
        assert await hospital.ping()

    over_a_link(frontdesk, scene)


@pytest.mark.slow
def test_calls_that_are_given_up_leave_no_connection_behind(frontdesk: Any) -> None:
    """More of them, timed out and cancelled, than the client keeps connections."""

    async def scene(hospital: FhirHospital, link: SteerableLink) -> None:
        link.mode = LinkMode.SILENT
        given_up = [asyncio.create_task(hospital.services()) for _ in range(6)]
        await asyncio.sleep(0.05)
        for task in given_up:
            task.cancel()
        cancelled = await asyncio.gather(*given_up, return_exceptions=True)
        assert {type(one) for one in cancelled} == {asyncio.CancelledError}
        late = await asyncio.gather(*(hospital.ping() for _ in range(12)), return_exceptions=True)
        assert {type(one) for one in late} == {HospitalAway}
        link.mode = LinkMode.PASS
        assert await hospital.services()

    over_a_link(frontdesk, scene)
