"""Three patients in a row who could not be helped, and the way back."""

import asyncio
from pathlib import Path

from kiosk.app.readiness.failing import PATIENTS, TRY_AGAIN_S, FailingVisits
from kiosk.checkin.failures import FAILURES, Step
from kiosk.checkin.outcome import Cancelled, Failed, Reason, Ticketed
from kiosk.checkin.screens import AfterProblem, Problem
from kiosk.checkin.session import Session
from kiosk.checkin.trace import Trace
from kiosk.errors import HospitalAway, HospitalGarbled
from kiosk.model.care import Cover, Insurance
from kiosk.model.document import Document
from kiosk.ui.samples import ELDER, TICKET
from tests.flow.journalled import Machine, somebody
from tests.flow.stand import DOCUMENT, PushedClock, ScriptedHospital, settle

GARBLED = Failed(FAILURES["hospital-garbled"].at(Step.FIND))
GOT = Ticketed(TICKET, ELDER, Insurance(Cover.NONE), printed=True)


def failed(*outcomes: Failed | Ticketed | Cancelled) -> FailingVisits:
    visits = FailingVisits(PushedClock())
    for outcome in outcomes:
        visits.ended(outcome, Trace())
    return visits


def stopped(visits: FailingVisits) -> bool:
    return visits.failing


def test_three_in_a_row_and_no_fewer() -> None:
    assert not failed(GARBLED, GARBLED).failing
    assert failed(*[GARBLED] * PATIENTS).failing
    assert not failed(GARBLED, GARBLED, GOT, GARBLED).failing


def test_a_patient_who_cancels_or_is_not_known_tells_nothing() -> None:
    unknown = Failed(FAILURES["patient-unknown"].at(Step.FIND))
    assert not failed(*[unknown] * 5).failing
    assert failed(GARBLED, Cancelled(Reason.PATIENT), GARBLED, unknown, GARBLED).failing


def test_tries_of_one_patient_are_one() -> None:
    visits, trace = FailingVisits(PushedClock()), Trace()
    for _ in range(5):
        visits.ended(GARBLED, trace)
    assert not stopped(visits)


def test_one_patient_who_comes_back_is_one() -> None:
    """Each visit has its own trace; the document is the same."""
    visits = FailingVisits(PushedClock())
    for _ in range(5):
        visits.ended(GARBLED, Trace(holder=b"a"))
    visits.ended(GARBLED, Trace(holder=b"b"))
    visits.ended(GARBLED, Trace(holder=b"a"))
    assert not stopped(visits)
    visits.ended(GARBLED, Trace(holder=b"c"))
    assert stopped(visits)


def test_after_the_try_again_the_same_patients_stop_nobody() -> None:
    async def run() -> None:
        clock = PushedClock()
        visits = FailingVisits(clock)
        for holder in (b"a", b"b", b"c"):
            visits.ended(GARBLED, Trace(holder=holder))
        trying = asyncio.create_task(visits.try_again(ScriptedHospital()))
        await settle()
        await clock.push(TRY_AGAIN_S)
        visits.ended(GARBLED, Trace(holder=b"a"))
        assert not stopped(visits)
        visits.ended(GARBLED, Trace(holder=b"d"))
        assert stopped(visits)
        trying.cancel()
        await asyncio.gather(trying, return_exceptions=True)

    asyncio.run(run())


def test_whose_visits_fail_is_forgotten_after_many() -> None:
    visits = FailingVisits(PushedClock())
    for number in range(1000):
        visits.ended(GARBLED, Trace(holder=number.to_bytes(2, "big")))
    assert len(visits._patients) < 300


def test_a_visit_says_whose_it_is(tmp_path: Path) -> None:
    """A record that the hospital cannot read, presented three times by one person, and then by
    others."""
    machine = Machine(tmp_path / "journal")
    visits = FailingVisits(machine.clock)

    async def run() -> None:
        async with machine.on() as life:
            life.front.answers[Problem] = lambda page: AfterProblem.LEAVE

            async def served(document: Document) -> None:
                machine.hospital.errors["find"] = [HospitalGarbled("no name")]
                life.reader.queue.put_nowait(document)
                await Session(life.front, life.equipment, ended=visits.ended).one()

            for _ in range(PATIENTS):
                await served(DOCUMENT)
            assert not visits.failing
            await served(somebody(1))
            assert not visits.failing
            await served(somebody(2))
            assert visits.failing

    asyncio.run(run())


def test_a_hospital_that_answers_brings_one_more_try() -> None:
    async def run() -> None:
        clock, hospital = PushedClock(), ScriptedHospital()
        visits = FailingVisits(clock)
        for _ in range(PATIENTS):
            visits.ended(GARBLED, Trace())
        hospital.errors["services"] = [HospitalAway()]
        trying = asyncio.create_task(visits.try_again(hospital))
        await settle()
        await clock.push(TRY_AGAIN_S - 1)
        assert not hospital.calls("services")
        await clock.push(1)
        assert stopped(visits), "it did not answer"
        await clock.push(TRY_AGAIN_S)
        assert not stopped(visits)
        visits.ended(GARBLED, Trace())
        assert stopped(visits), "one failure more is enough"
        await clock.push(TRY_AGAIN_S)
        assert not stopped(visits)
        visits.ended(GOT, Trace())
        visits.ended(GARBLED, Trace())
        assert not stopped(visits)
        trying.cancel()
        await asyncio.gather(trying, return_exceptions=True)

    asyncio.run(run())
