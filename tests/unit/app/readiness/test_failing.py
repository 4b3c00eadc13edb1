"""Three patients in a row who could not be helped, and the way back."""

import asyncio

from kiosk.app.readiness.failing import PATIENTS, TRY_AGAIN_S, FailingVisits
from kiosk.checkin.failures import FAILURES, Step
from kiosk.checkin.outcome import Cancelled, Failed, Reason, Ticketed
from kiosk.checkin.trace import Trace
from kiosk.errors import HospitalAway
from kiosk.model.care import Cover, Insurance
from kiosk.ui.samples import ELDER, TICKET
from tests.flow.stand import PushedClock, ScriptedHospital, settle

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
