"""Calls through a breaker: whom it lets wait, whom it refuses, and what counts as an answer."""

import asyncio
from datetime import date
from typing import Any

import pytest

from kiosk.errors import HospitalAway, HospitalGarbled, HospitalRefused
from kiosk.hospital.base import NOT_OFFERED, Capability
from kiosk.hospital.breaker import PATIENCE_S
from kiosk.hospital.circuit import LinkState
from kiosk.hospital.probing import PROBE_S, STAGGER_S
from kiosk.model.care import Cover, Insurance
from kiosk.model.checkin import CheckIn
from kiosk.model.consent import Consent, ConsentPurpose
from kiosk.model.leases import LeaseRequest
from tests.flow.stand import AT_EIGHT, DOCUMENT, PATIENT, TICKET
from tests.unit.hospital.steered import CALLS, Scene, play

TODAY = date(2026, 11, 23)
REQUEST = CheckIn("0198-key", "kiosk-1", PATIENT.id, service="tim-mach")
CONSENT = Consent(
    PATIENT.id,
    ConsentPurpose.FACE_IDENTIFICATION,
    "face-identification/1",
    "vi",
    AT_EIGHT.start,
    "kiosk-1",
)
GIVEN_UP = PATIENCE_S + STAGGER_S + PROBE_S
ARGUMENTS: dict[str, tuple[Any, ...]] = {
    "find": (DOCUMENT,),
    "register": (DOCUMENT, "0900000000"),
    "insurance": (PATIENT, TODAY),
    "appointments": (PATIENT, TODAY),
    "held_tickets": (PATIENT,),
    "services": (),
    "check_in": (REQUEST,),
    "ticket_printed": (TICKET, False),
    "cancel": (TICKET,),
    "call_staff": ("kiosk-1", "welcome"),
    "record_consent": (CONSENT,),
    "match_face": (bytes(512),),
    "enroll_face": (CONSENT, bytes(512)),
    "forget_face": (PATIENT,),
    "lease_numbers": (LeaseRequest("key", "k", (("tim-mach", 1),)),),
    "return_numbers": ("k", ("T-001",)),
    "ping": (),
}


def ask(scene: Scene, name: str) -> Any:
    return getattr(scene.breaker, name)(*ARGUMENTS[name])


async def open_it(scene: Scene) -> None:
    scene.hospital.go()
    await scene.outcome(ask(scene, "services"), 0)
    await scene.clock.push(3)
    assert scene.breaker.state is LinkState.AWAY


@pytest.mark.parametrize("name", CALLS)
def test_each_call_is_the_adapters(name: str) -> None:
    async def scene(scene: Scene) -> None:
        answer, took = await scene.outcome(ask(scene, name), 0)
        through = scene.hospital.asked[-1]
        direct = await getattr(scene.hospital, name)(*ARGUMENTS[name])
        assert through == scene.hospital.asked[-1]
        assert (answer, took) == (direct, 0)

    play(scene)


@pytest.mark.parametrize("name", [name for name in CALLS if name not in ("insurance", "ping")])
def test_nobody_waits_for_a_hospital_that_is_away(name: str) -> None:
    async def scene(scene: Scene) -> None:
        await open_it(scene)
        scene.hospital.fall_silent()
        error, took = await scene.outcome(ask(scene, name), 0)
        assert isinstance(error, HospitalAway)
        assert took == 0
        assert name == "services" or not scene.hospital.calls(name)

    play(scene)


@pytest.mark.parametrize("name", [name for name in CALLS if name not in ("insurance", "ping")])
def test_a_call_into_silence_is_given_up(name: str) -> None:
    async def scene(scene: Scene) -> None:
        scene.hospital.fall_silent()
        error, took = await scene.outcome(ask(scene, name), 4)
        assert isinstance(error, HospitalAway)
        assert took <= GIVEN_UP
        assert GIVEN_UP < 3
        assert name in scene.hospital.cancelled
        assert scene.breaker.state is LinkState.AWAY

    play(scene)


def test_a_slow_hospital_is_waited_for() -> None:
    async def scene(scene: Scene) -> None:
        scene.hospital.takes = {"check_in": 3.4, "ping": 0.8}
        answer, took = await scene.outcome(ask(scene, "check_in"), 4)
        assert answer is TICKET
        assert took == pytest.approx(3.4, abs=0.11)
        assert scene.states == [LinkState.UP]

    play(scene)


def test_one_lost_probe_is_no_verdict() -> None:
    async def scene(scene: Scene) -> None:
        scene.hospital.takes = {"check_in": 3.4, "ping": 3600}
        asked = asyncio.create_task(ask(scene, "check_in"))
        await scene.clock.push(PATIENCE_S + STAGGER_S / 2)
        assert len(scene.hospital.pings()) == 2, "the one of the start, and the first beside"
        scene.hospital.takes["ping"] = 0.2
        answer, _ = await scene.outcome(asked, 4)
        assert answer is TICKET

    play(scene)


def test_an_answer_to_somebody_else_is_a_sign_of_life() -> None:
    async def scene(scene: Scene) -> None:
        scene.hospital.takes = {"check_in": 3.4, "ping": 3600, "services": 2.0}
        asked = asyncio.create_task(ask(scene, "check_in"))
        other = asyncio.create_task(ask(scene, "services"))
        answer, _ = await scene.outcome(asked, 4)
        assert answer is TICKET
        assert await other == scene.hospital.offered

    play(scene)


def test_calls_that_wait_together_share_their_probes() -> None:
    async def scene(scene: Scene) -> None:
        scene.hospital.takes = {"check_in": 1.9, "find": 1.9, "services": 1.9, "ping": 0.2}
        before = len(scene.hospital.pings())
        waiting = [asyncio.create_task(ask(scene, n)) for n in ("check_in", "find", "services")]
        await scene.clock.push(2)
        assert all(one.done() and not one.exception() for one in waiting)
        assert len(scene.hospital.pings()) == before + 1

    play(scene)


def test_calls_under_way_when_it_opens_are_given_up_without_a_verdict_of_their_own() -> None:
    async def scene(scene: Scene) -> None:
        scene.hospital.go()
        del scene.hospital.fails["find"]
        scene.hospital.takes["find"] = 3600
        await scene.clock.push(10)
        find = asyncio.create_task(ask(scene, "find"))
        await scene.clock.push(0)
        for _ in range(2):
            await scene.outcome(ask(scene, "services"), 0)
        assert scene.breaker.state is LinkState.AWAY
        error, took = await scene.outcome(find, 4)
        assert isinstance(error, HospitalAway)
        assert took == pytest.approx(PATIENCE_S, abs=0.11)

    play(scene)


def test_who_leaves_takes_the_call_along() -> None:
    async def scene(scene: Scene) -> None:
        scene.hospital.fall_silent()
        asked = asyncio.create_task(ask(scene, "check_in"))
        await scene.clock.push(0.5)
        asked.cancel()
        await asyncio.wait({asked})
        assert asked.cancelled()
        assert scene.hospital.cancelled == ["check_in"]
        assert scene.breaker.state is LinkState.UP, "the patient left: that says nothing"

    play(scene)


@pytest.mark.parametrize("reason", ["service-closed", "http-403", "ambiguous"])
def test_a_refusal_is_an_answer(reason: str) -> None:
    async def scene(scene: Scene) -> None:
        scene.hospital.fails["services"] = HospitalRefused(reason)
        await scene.clock.push(20)
        for _ in range(4):
            error, _ = await scene.outcome(ask(scene, "services"), 0)
            assert isinstance(error, HospitalRefused)
        await scene.clock.push(29)
        assert scene.states == [LinkState.UP]
        assert scene.hospital.pings() == [0], "there is no need to ask after an answer"

    play(scene)


def test_an_adapters_own_no_is_no_sign_of_life() -> None:
    async def scene(scene: Scene) -> None:
        scene.hospital.fails["match_face"] = HospitalRefused(NOT_OFFERED)
        await scene.clock.push(20)
        error, _ = await scene.outcome(ask(scene, "match_face"), 0)
        assert isinstance(error, HospitalRefused)
        await scene.clock.push(10)
        assert scene.hospital.pings() == [0, 30]

    play(scene)


def test_one_garbled_record_is_looked_into_and_no_more() -> None:
    async def scene(scene: Scene) -> None:
        scene.hospital.fails["find"] = HospitalGarbled("Patient: no name")
        for _ in range(5):
            error, _ = await scene.outcome(ask(scene, "find"), 0)
            assert isinstance(error, HospitalGarbled)
            await scene.clock.push(1)
        assert scene.breaker.state is LinkState.UP
        assert LinkState.AWAY not in scene.states
        assert len(scene.hospital.pings()) > 1

    play(scene)


def test_garbled_records_at_the_same_time_do_not_open_it() -> None:
    async def scene(scene: Scene) -> None:
        scene.hospital.fails["find"] = HospitalGarbled("Patient: no name")
        scene.hospital.takes["ping"] = 0.5
        await asyncio.gather(*(ask(scene, "find") for _ in range(4)), return_exceptions=True)
        await scene.clock.push(1)
        assert scene.states == [LinkState.UP, LinkState.DOUBTFUL, LinkState.UP]

    play(scene)


def test_a_fault_in_a_call_is_no_news_of_the_link() -> None:
    async def scene(scene: Scene) -> None:
        scene.hospital.fails["enroll_face"] = ValueError()
        error, _ = await scene.outcome(ask(scene, "enroll_face"), 0)
        assert isinstance(error, ValueError)
        assert scene.states == [LinkState.UP]

    play(scene)


def test_calls_that_fail_while_probes_are_answered_do_not_open_it() -> None:
    """A bound on one kind of question, or a fault of one, is no absence."""

    async def scene(scene: Scene) -> None:
        scene.hospital.fails["match_face"] = HospitalAway("HTTP 429")
        for _ in range(6):
            error, _ = await scene.outcome(ask(scene, "match_face"), 0)
            assert isinstance(error, HospitalAway)
            await scene.clock.push(1)
        assert LinkState.AWAY not in scene.states
        assert (await scene.outcome(ask(scene, "find"), 0))[0] is PATIENT

    play(scene)


def test_an_insurance_that_cannot_be_asked_is_unverified() -> None:
    async def scene(scene: Scene) -> None:
        scene.hospital.fall_silent()
        found, took = await scene.outcome(ask(scene, "insurance"), 4)
        assert found == Insurance(Cover.UNVERIFIED)
        assert took <= GIVEN_UP
        assert scene.breaker.state is LinkState.AWAY
        found, took = await scene.outcome(ask(scene, "insurance"), 0)
        assert found == Insurance(Cover.UNVERIFIED)
        assert took == 0

    play(scene)


@pytest.mark.parametrize(
    ("cover", "offered", "life"),
    [
        (Cover.COVERED, True, True),
        (Cover.NONE, True, True),
        (Cover.UNVERIFIED, True, False),
        (Cover.NONE, False, False),
    ],
)
def test_which_insurance_is_a_sign_of_life(cover: Cover, offered: bool, life: bool) -> None:
    async def scene(scene: Scene) -> None:
        if not offered:
            scene.hospital.offered_capabilities -= {Capability.INSURANCE}
        scene.hospital.covered = Insurance(cover)
        await scene.clock.push(20)
        await scene.outcome(ask(scene, "insurance"), 0)
        await scene.clock.push(10)
        assert (scene.hospital.pings() == [0]) is life

    play(scene)


@pytest.mark.parametrize(
    ("capability", "names"),
    [
        (Capability.REGISTRATION, ("register",)),
        (Capability.APPOINTMENTS, ("appointments",)),
        (Capability.HELD_TICKETS, ("held_tickets",)),
        (Capability.CALL_STAFF, ("call_staff",)),
        (Capability.CONSENT, ("record_consent",)),
        (Capability.FACES, ("match_face", "enroll_face", "forget_face")),
        (Capability.NUMBERS_AHEAD, ("lease_numbers", "return_numbers")),
    ],
)
def test_what_is_not_offered_the_adapter_says_itself(
    capability: Capability, names: tuple[str, ...]
) -> None:
    async def scene(scene: Scene) -> None:
        scene.hospital.offered_capabilities -= {capability}
        assert scene.breaker.capabilities == scene.hospital.capabilities
        await open_it(scene)
        for name in names:
            scene.hospital.fails[name] = HospitalRefused(NOT_OFFERED)
            error, _ = await scene.outcome(ask(scene, name), 0)
            assert isinstance(error, HospitalRefused)
        assert scene.breaker.state is LinkState.AWAY

    play(scene)
