"""Consents that the hospital could not be told of at once."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from kiosk.checkin.owing import LONGEST, MOST, PAUSE_S, OwedConsents
from kiosk.errors import HospitalAway, HospitalError, HospitalGarbled, HospitalRefused, NotLetIn
from kiosk.hospital.circuit import LinkState
from kiosk.model.consent import Consent, ConsentPurpose
from tests.flow.journalled import Switch
from tests.flow.stand import DOCUMENT, PATIENT, PushedClock, ScriptedHospital, settle


class Owing:
    """What is owed to a hospital that answers as it is told to."""

    def __init__(self, *errors: HospitalError | TypeError) -> None:
        """``errors`` are what the first records come to."""
        self.hospital = ScriptedHospital()
        self.hospital.errors["record_consent"] = list(errors)
        self.clock = PushedClock()
        self.link = Switch()
        self.owed = OwedConsents()

    def consent(self, patient: str) -> Consent:
        purpose = ConsentPurpose.FACE_VERIFICATION
        return Consent(patient, purpose, "face-verification/1", "vi", self.clock.now(), "kiosk-1")

    def recorded(self) -> list[str]:
        """Whose was asked to be recorded, in this order."""
        return [consent.patient for consent in self.hospital.calls("record_consent")]

    def run(self, work: Callable[[], Awaitable[None]]) -> None:
        """``work`` while they are told."""

        async def beside() -> None:
            telling = asyncio.create_task(self.owed.run(self.hospital, self.clock, self.link))
            try:
                async with asyncio.timeout(10):
                    await work()
            finally:
                telling.cancel()
                await asyncio.gather(telling, return_exceptions=True)

        asyncio.run(beside())


def test_they_are_told_as_soon_as_the_hospital_is_back_however_long_that_takes() -> None:
    at = Owing()

    async def outage() -> None:
        at.link.turn(LinkState.AWAY)
        for patient in ("p-1", "p-2"):
            at.owed.add(at.consent(patient))
        given = at.clock.now()
        await at.clock.push(2 * LONGEST.total_seconds())
        assert at.recorded() == []
        at.link.turn(LinkState.UP)
        await settle()
        assert at.recorded() == ["p-1", "p-2"]
        assert at.hospital.calls("record_consent")[0].given_at == given
        assert len(at.owed) == 0
        await at.clock.push(10 * PAUSE_S)
        assert at.recorded() == ["p-1", "p-2"]

    at.run(outage)


def test_one_that_is_not_taken_keeps_nobody_from_the_others() -> None:
    at = Owing(HospitalGarbled("x"), HospitalAway("x"), TypeError("x"))

    async def rounds() -> None:
        for patient in ("p-1", "p-2", "p-3", "p-4"):
            at.owed.add(at.consent(patient))
        await settle()
        assert len(at.owed) == 3
        await at.clock.push(PAUSE_S)
        assert at.recorded() == ["p-1", "p-2", "p-3", "p-4", "p-1", "p-2", "p-3"]
        assert len(at.owed) == 0

    at.run(rounds)


def test_who_has_no_record_yet_is_found_once_the_check_in_has_made_one() -> None:
    at = Owing()
    at.hospital.patient = None

    async def registered_later() -> None:
        at.owed.add(at.consent(""), DOCUMENT)
        await at.clock.push(3 * PAUSE_S)
        assert at.recorded() == []
        at.hospital.patient = replace(PATIENT, id="p-9")
        await at.clock.push(PAUSE_S)
        assert at.recorded() == ["p-9"]
        assert not at.hospital.calls("register"), "that is the check-in's"

    at.run(registered_later)


@pytest.mark.parametrize("error", [NotLetIn("no-token"), HospitalRefused("http-403")])
def test_a_kiosk_that_is_not_let_in_tells_them_when_it_is(error: HospitalError) -> None:
    at = Owing(error)

    async def let_in_later() -> None:
        at.owed.add(at.consent("p-1"))
        await at.clock.push(PAUSE_S)
        assert at.recorded() == ["p-1", "p-1"]
        assert len(at.owed) == 0

    at.run(let_in_later)


def test_what_is_refused_is_said_and_not_told_again(capsys: pytest.CaptureFixture[str]) -> None:
    at = Owing(HospitalRefused("patient-not-found"))

    async def refused() -> None:
        at.owed.add(at.consent("p-1"))
        await at.clock.push(3 * PAUSE_S)
        assert at.recorded() == ["p-1"]

    at.run(refused)
    assert unrecorded(capsys) == [(1, "refused")]


def test_after_a_day_nobody_is_found_any_more(capsys: pytest.CaptureFixture[str]) -> None:
    """A day in which somebody was there: check-ins of a longer outage are told after it."""
    at = Owing()
    at.hospital.patient = None

    async def never_registered() -> None:
        at.owed.add(at.consent(""), DOCUMENT)
        for passed in (2 * LONGEST, LONGEST):
            await at.clock.push(passed.total_seconds())
            await at.owed.round(at.hospital, at.clock, at.link)
            assert len(at.owed) == 1
        await at.clock.push(1)
        await at.owed.round(at.hospital, at.clock, at.link)
        assert len(at.owed) == 0

    asyncio.run(never_registered())
    assert unrecorded(capsys) == [(1, "too-old")]


def test_no_try_counts_in_which_the_hospital_went_away() -> None:
    at = Owing(*(HospitalAway("x") for _ in range(3)))

    async def breaks_off() -> None:
        at.owed.add(at.consent("p-1"))
        for _ in range(3):
            at.link.turn(LinkState.UP)
            at.hospital.slow["record_consent"] = answering = asyncio.Event()
            telling = asyncio.create_task(at.owed.round(at.hospital, at.clock, at.link))
            await settle()
            at.link.turn(LinkState.AWAY)
            answering.set()
            await telling
            await at.clock.push(2 * LONGEST.total_seconds())
            assert len(at.owed) == 1

    asyncio.run(breaks_off())


def test_they_are_bounded_and_the_oldest_goes(capsys: pytest.CaptureFixture[str]) -> None:
    at = Owing()

    async def too_many() -> None:
        at.link.turn(LinkState.AWAY)
        for nth in range(MOST + 2):
            at.owed.add(at.consent(f"p-{nth}"))
        assert len(at.owed) == MOST
        await settle()
        at.owed.give_up()
        assert len(at.owed) == 0

    at.run(too_many)
    assert unrecorded(capsys) == [(1, "too-many"), (1, "too-many"), (MOST, "ended")]


def test_a_kiosk_that_owes_nothing_ends_in_silence(capsys: pytest.CaptureFixture[str]) -> None:
    OwedConsents().give_up()
    assert unrecorded(capsys) == []


def unrecorded(capsys: pytest.CaptureFixture[str]) -> list[tuple[int, str]]:
    """What the log has of consents that are lost, and nobody's data."""
    written = capsys.readouterr().err
    assert "p-1" not in written
    events = [json.loads(line) for line in written.splitlines()]
    lost = [event for event in events if event["event"] == "consents-unrecorded"]
    return [(event["count"], event["why"]) for event in lost]
