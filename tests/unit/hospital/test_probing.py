"""When a breaker asks after its hospital by itself, and what it makes of the answer."""

import asyncio
import json

import pytest

from kiosk.errors import HospitalAway, HospitalGarbled, HospitalRefused
from kiosk.hospital.circuit import LinkState
from kiosk.hospital.probing import IDLE_S, PROBE_S
from kiosk.model.checkin import CheckIn
from tests.flow.stand import DOCUMENT, PATIENT, TICKET
from tests.unit.hospital.steered import Scene, play

DOUBTFUL, UP, AWAY = LinkState.DOUBTFUL, LinkState.UP, LinkState.AWAY


def test_an_idle_kiosk_asks_twice_a_minute() -> None:
    async def scene(scene: Scene) -> None:
        await scene.clock.push(95)
        assert scene.hospital.pings() == [0, IDLE_S, 2 * IDLE_S, 3 * IDLE_S]

    play(scene)


def test_visits_that_are_answered_make_probes_needless() -> None:
    async def scene(scene: Scene) -> None:
        for _ in range(10):
            await scene.clock.push(20)
            await scene.breaker.services()
        assert scene.hospital.pings() == [0]

    play(scene)


def test_a_hospital_that_leaves_an_idle_kiosk_is_missed() -> None:
    async def scene(scene: Scene) -> None:
        scene.hospital.fall_silent()
        await scene.clock.push(IDLE_S + 3 * PROBE_S)
        assert scene.states == [UP, DOUBTFUL, AWAY]

    play(scene)


def test_a_failed_call_is_followed_by_probes_each_second() -> None:
    async def scene(scene: Scene) -> None:
        await scene.clock.push(10)
        scene.hospital.go()
        await scene.outcome(scene.breaker.services(), 0)
        await scene.clock.push(4.5)
        assert scene.hospital.pings()[1:] == [10, 11, 12, 13, 14]
        assert scene.states == [UP, DOUBTFUL, AWAY]

    play(scene)


def test_doubt_is_looked_into_at_once_however_fresh_the_last_answer_is() -> None:
    async def scene(scene: Scene) -> None:
        await scene.clock.push(0.3)
        scene.hospital.fails = {
            "find": HospitalGarbled("Patient: no name"),
            "ping": HospitalGarbled("an answer that is not HTTP"),
        }
        await scene.outcome(scene.breaker.find(DOCUMENT), 0)
        await scene.clock.push(2)
        assert scene.hospital.pings() == pytest.approx([0, 0.3, 1.3, 2.3])
        assert scene.breaker.state is AWAY

    play(scene)


def test_the_first_answer_brings_it_back() -> None:
    async def scene(scene: Scene) -> None:
        scene.hospital.go()
        await scene.outcome(scene.breaker.services(), 0)
        await scene.clock.push(100)
        assert scene.breaker.state is AWAY
        back = asyncio.create_task(scene.breaker.changed(AWAY))
        scene.hospital.come_back()
        await scene.clock.push(1)
        assert await back is UP
        assert await scene.breaker.check_in(CheckIn("key", "kiosk-1", PATIENT.id)) is TICKET

    play(scene)


def test_an_hour_away_costs_a_probe_a_second() -> None:
    async def scene(scene: Scene) -> None:
        scene.hospital.go()
        await scene.outcome(scene.breaker.services(), 0)
        await scene.clock.push(600)
        assert len(scene.hospital.pings()) <= 603

    play(scene)


def test_a_hospital_that_is_slow_to_begin_with_is_found_again() -> None:
    """A handshake and a login may take longer than a probe in doubt may."""

    async def scene(scene: Scene) -> None:
        scene.hospital.fall_silent()
        await scene.clock.push(IDLE_S + 10)
        assert scene.breaker.state is AWAY
        scene.hospital.takes = {"ping": 2.8}
        await scene.clock.push(7)
        assert scene.breaker.state is UP

    play(scene)


def test_probes_do_not_pile_up_in_silence() -> None:
    async def scene(scene: Scene) -> None:
        scene.hospital.fall_silent()
        await scene.clock.push(IDLE_S + 60)
        begun, over = len(scene.hospital.pings()), scene.hospital.cancelled.count("ping")
        assert begun - 1 - over <= 1

    play(scene)


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (HospitalRefused("http-403"), UP),
        (HospitalGarbled("an answer that is not HTTP"), AWAY),
        (HospitalAway("HTTP 503"), AWAY),
    ],
)
def test_which_answer_to_a_probe_is_one(error: Exception, state: LinkState) -> None:
    async def scene(scene: Scene) -> None:
        scene.hospital.fails["ping"] = error
        await scene.clock.push(IDLE_S + 5)
        assert scene.breaker.state is state

    play(scene)


def test_a_fault_in_an_adapter_is_written_and_does_not_end_the_probes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def scene(scene: Scene) -> None:
        scene.hospital.fails["ping"] = KeyError("079152012345")
        await scene.clock.push(IDLE_S + 60)
        assert scene.breaker.state is AWAY
        scene.hospital.come_back()
        await scene.clock.push(1)
        assert scene.breaker.state is UP

    play(scene)
    written = [line for line in capsys.readouterr().err.splitlines() if "unexpected-error" in line]
    assert [json.loads(line)["kind"] for line in written] == ["KeyError"] * 3
    assert "079152012345" not in "".join(written)


def test_the_doctor_hears_why_it_is_away() -> None:
    async def scene(scene: Scene) -> None:
        scene.hospital.go()
        await scene.outcome(scene.breaker.services(), 0)
        await scene.clock.push(5)
        scene.hospital.fails["ping"] = HospitalAway("the reason")
        error, _ = await scene.outcome(scene.breaker.ping(), 0)
        assert str(error) == "the reason"
        scene.hospital.come_back()
        assert await scene.breaker.ping() == "steered 1"
        assert scene.breaker.state is UP

    play(scene)


def test_nothing_is_known_until_the_first_answer() -> None:
    async def run() -> None:
        scene = Scene()
        scene.hospital.fall_silent()
        async with asyncio.timeout(10), scene.breaker as breaker:
            await scene.clock.push(0)
            assert breaker.state is DOUBTFUL
            await scene.clock.push(3 * PROBE_S)
            assert breaker.state is AWAY

    asyncio.run(run())


def test_nothing_goes_on_after_the_end() -> None:
    async def run() -> None:
        scene = Scene()
        async with asyncio.timeout(10):
            async with scene.breaker:
                assert scene.hospital.is_open()
                scene.hospital.fall_silent()
                call = asyncio.create_task(scene.breaker.services())
                await scene.clock.push(1.2)
                call.cancel()
                await asyncio.wait({call})
            assert not scene.hospital.is_open()
            # Sleepers of the pushed clock end in the next turn of the loop.
            await asyncio.sleep(0)
            assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(run())
