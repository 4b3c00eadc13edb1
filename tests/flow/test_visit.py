"""Whole visits without a screen: what is asked, in which order, and what the hospital hears."""

import asyncio
from dataclasses import replace

import pytest

from kiosk.checkin.front import Gesture, StaffCall
from kiosk.checkin.outcome import Cancelled, Failed, Reason, Ticketed
from kiosk.checkin.printing import slip_of
from kiosk.checkin.screens import (
    AskPhone,
    Back,
    ChooseAppointment,
    ChooseService,
    Confirmed,
    ConfirmIdentity,
    Done,
    EnterCode,
    InsuranceResult,
    NoDocument,
    OtherService,
    StatePriority,
    Welcome,
)
from kiosk.checkin.scripted import ScriptedFront, willing_patient
from kiosk.checkin.session import Session
from kiosk.errors import HospitalAway, NotADocument
from kiosk.model.care import Cover, Insurance, Priority
from kiosk.model.guidance import CodeHint
from kiosk.model.person import BirthDate
from tests.flow.plain_visit import pages, play
from tests.flow.stand import (
    AT_EIGHT,
    AT_TEN,
    CLOSED,
    CODE_ONLY,
    DOCUMENT,
    HEART,
    PATIENT,
    HeldUp,
    Stand,
    settle,
)


def test_appointment_and_insurance_known_means_one_tap() -> None:
    stand, front = Stand(), ScriptedFront(willing_patient())
    stand.hospital.todays = (AT_EIGHT,)
    outcome = play(stand, front, DOCUMENT)
    assert isinstance(outcome, Ticketed)
    assert outcome.printed
    assert pages(front) == ["Welcome", "ConfirmIdentity", "Done"]
    (request,) = stand.hospital.calls("check_in")
    assert (request.patient, request.appointment, request.service) == ("p-1", "a-1", "")
    assert request.coverage == "cov-1"
    assert stand.hospital.calls("ticket_printed") == [("e-1", True)]
    assert len(stand.paper.printed) == 1


def test_the_one_tap_can_be_turned_off() -> None:
    stand, front = Stand(), ScriptedFront(willing_patient())
    stand.rules = replace(stand.rules, confirm=False)
    stand.hospital.todays = (AT_EIGHT,)
    assert isinstance(play(stand, front, DOCUMENT), Ticketed)
    assert pages(front) == ["Welcome", "Done"]


def test_without_an_appointment_the_patient_chooses_a_service() -> None:
    stand, front = Stand(), ScriptedFront(willing_patient("tieu-hoa"))
    assert isinstance(play(stand, front, CODE_ONLY), Ticketed)
    assert pages(front) == ["Welcome", "ConfirmIdentity", "ChooseService", "Done"]
    (request,) = stand.hospital.calls("check_in")
    assert (request.service, request.appointment) == ("tieu-hoa", "")


@pytest.mark.parametrize(
    ("service", "code"),
    [("none-such", "offer-service-not-offered"), (CLOSED.code, "offer-service-closed")],
)
def test_a_wanted_service_is_told_apart_that_is_closed_or_not_there(
    service: str, code: str
) -> None:
    outcome = play(Stand(), ScriptedFront(willing_patient(service)), CODE_ONLY)
    assert isinstance(outcome, Failed)
    assert outcome.failure.code == code


def test_of_several_appointments_one_is_chosen_or_none() -> None:
    stand, front = Stand(), ScriptedFront(willing_patient())
    stand.hospital.todays = (AT_EIGHT, AT_TEN)
    front.answers[ChooseAppointment] = lambda screen: screen.appointments[1]
    play(stand, front, DOCUMENT)
    assert stand.hospital.calls("check_in")[0].appointment == "a-2"

    stand, front = Stand(), ScriptedFront(willing_patient())
    stand.hospital.todays = (AT_EIGHT, AT_TEN)
    front.answers[ChooseAppointment] = lambda screen: OtherService.OTHER
    play(stand, front, DOCUMENT)
    assert stand.hospital.calls("check_in")[0].service == "tim-mach"


def test_a_new_patient_is_registered_from_the_document() -> None:
    stand, front = Stand(), ScriptedFront(willing_patient(phone="0912345678"))
    stand.hospital.patient = None
    outcome = play(stand, front, DOCUMENT)
    assert isinstance(outcome, Ticketed)
    assert pages(front) == ["Welcome", "ConfirmIdentity", "AskPhone", "ChooseService", "Done"]
    assert stand.hospital.calls("register") == [(DOCUMENT, "0912345678")]
    confirm = front.asked[1]
    assert isinstance(confirm, ConfirmIdentity)
    assert (confirm.known, confirm.insurance, confirm.patient.name) == (False, None, DOCUMENT.name)
    assert stand.hospital.calls("check_in")[0].patient == "new"


def test_back_from_the_phone_page_asks_again_and_registers_once() -> None:
    stand, front = Stand(), ScriptedFront(willing_patient())
    stand.hospital.patient = None
    phones = iter([Back.BACK, ""])
    front.answers[AskPhone] = lambda screen: next(phones)
    assert isinstance(play(stand, front, DOCUMENT), Ticketed)
    assert pages(front)[1:5] == ["ConfirmIdentity", "AskPhone", "ConfirmIdentity", "AskPhone"]
    assert len(stand.hospital.calls("register")) == 1


def test_back_from_the_services_leads_to_confirm() -> None:
    stand, front = Stand(), ScriptedFront(willing_patient())
    choices = iter([Back.BACK, HEART])
    front.answers[ChooseService] = lambda screen: next(choices)
    assert isinstance(play(stand, front, DOCUMENT), Ticketed)
    assert pages(front) == [
        "Welcome",
        "ConfirmIdentity",
        "ChooseService",
        "ConfirmIdentity",
        "ChooseService",
        "Done",
    ]
    assert len(stand.hospital.calls("find")) == 1


def test_a_code_alone_registers_nobody() -> None:
    stand, front = Stand(), ScriptedFront(willing_patient())
    stand.hospital.patient = None
    outcome = play(stand, front, CODE_ONLY)
    assert isinstance(outcome, Failed)
    assert outcome.failure.code == "find-patient-unknown"
    assert pages(front) == ["Welcome", "Problem"]


def test_priority_by_age_needs_no_question_and_others_are_one_tap() -> None:
    stand, front = Stand(), ScriptedFront(willing_patient())
    stand.hospital.patient = replace(PATIENT, birth=BirthDate(1940, 3, 15))
    taps = iter([Confirmed.STATE_PRIORITY, Confirmed.YES])
    front.answers[ConfirmIdentity] = lambda screen: next(taps)
    front.answers[StatePriority] = lambda screen: (Priority.MERIT,)
    play(stand, front, DOCUMENT)
    first, second = (s for s in front.asked if isinstance(s, ConfirmIdentity))
    assert first.priority == (Priority.AGE_75,)
    assert second.priority == (Priority.AGE_75, Priority.MERIT)
    assert stand.hospital.calls("check_in")[0].priority == (Priority.AGE_75, Priority.MERIT)


@pytest.mark.parametrize("cover", list(Cover))
def test_no_insurance_answer_keeps_a_patient_from_a_ticket(cover: Cover) -> None:
    stand, front = Stand(), ScriptedFront(willing_patient())
    stand.hospital.covered = Insurance(cover, "010")
    assert isinstance(play(stand, front, DOCUMENT), Ticketed)
    said = any(isinstance(s, InsuranceResult) for s in front.asked)
    assert said == (cover in {Cover.DESK, Cover.SELF_PAY, Cover.NONE})


def test_somebody_elses_document_ends_the_visit() -> None:
    stand, front = Stand(), ScriptedFront(willing_patient())
    front.answers[ConfirmIdentity] = lambda screen: Confirmed.NOT_ME
    assert play(stand, front, DOCUMENT) == Cancelled(Reason.NOT_ME)
    assert not stand.hospital.calls("check_in")


def test_a_code_that_is_no_document_is_told_and_scanning_goes_on() -> None:
    stand, front = Stand(), ScriptedFront(willing_patient())
    shop = NotADocument("not-a-document", "x")
    bad = NotADocument("cccd-field-count", "x")
    assert isinstance(play(stand, front, shop, bad, DOCUMENT), Ticketed)
    assert [f.code for f in front.told] == ["scan-not-a-document", "scan-document-damaged"]
    assert front.told[1].reason == "cccd-field-count"
    assert pages(front).count("Welcome") == 1, "the page stays"


@pytest.mark.parametrize("ending", ["document", "cancelled"])
def test_the_hand_is_told_what_to_do_with_a_code_that_cannot_be_read(ending: str) -> None:
    async def run() -> None:
        async with asyncio.timeout(10):
            stand, front, reader = Stand(), ScriptedFront(willing_patient()), HeldUp()
            visit = asyncio.create_task(Session(front, stand.equipment(reader)).one())
            await settle()
            reader.hint_at(CodeHint.NEARER)
            await settle()
            reader.hint_at(CodeHint.TILT)
            await settle()
            assert front.guided == [CodeHint.NEARER, CodeHint.TILT]
            if ending == "document":
                reader.queue.put_nowait(DOCUMENT)
                await visit
            else:
                visit.cancel()
                await asyncio.gather(visit, return_exceptions=True)
            assert front.guided[2:] == [None], "nobody is told what to do with what is not there"

    asyncio.run(run())


def test_a_number_is_typed_and_a_wrong_one_is_asked_again() -> None:
    stand, front = Stand(), ScriptedFront(willing_patient())
    front.answers[Welcome] = lambda screen: NoDocument.TYPE
    numbers = iter(["12", "26001234"])
    front.answers[EnterCode] = lambda screen: next(numbers)
    assert isinstance(play(stand, front), Ticketed)
    first, second = (s for s in front.asked if isinstance(s, EnterCode))
    assert first.wrong is None
    assert second.wrong is not None
    assert second.wrong.code == "scan-code-not-valid"
    (document,) = stand.hospital.calls("find")
    assert document.identifiers[0].value == "26001234"


def test_the_ticket_says_the_appointment_and_what_the_insurance_needs() -> None:
    stand, front = Stand(), ScriptedFront(willing_patient())
    stand.hospital.todays = (AT_EIGHT,)
    stand.hospital.covered = Insurance(Cover.DESK, "050")
    outcome = play(stand, front, DOCUMENT)
    assert isinstance(outcome, Ticketed)
    assert outcome.ticket.appointment == AT_EIGHT.start
    done = front.asked[-1]
    assert isinstance(done, Done)
    assert done.insurance == stand.hospital.covered
    slip = slip_of(stand.rules, "vi", outcome, again=False)
    assert slip.next_step is not None
    assert "quầy 2" in slip.next_step.get("vi")
    assert slip.appointment == AT_EIGHT.start


def test_a_call_for_staff_names_the_page_and_no_patient() -> None:
    stand, front = Stand(), ScriptedFront(willing_patient())
    del front.answers[ConfirmIdentity]

    async def call() -> None:
        equipment = stand.equipment(HeldUp(DOCUMENT))
        visit = asyncio.create_task(Session(front, equipment).one())
        await settle()
        stand.hospital.errors["call_staff"] = [HospitalAway()]
        for _ in range(2):
            front.gestures.put_nowait(Gesture.CALL_STAFF)
            await settle()
        front.gestures.put_nowait(Gesture.CANCEL)
        await visit

    asyncio.run(call())
    assert stand.hospital.calls("call_staff") == [("kiosk-1", "ConfirmIdentity")] * 2
    assert front.staff == [
        StaffCall.CALLING,
        StaffCall.FAILED,
        StaffCall.CALLING,
        StaffCall.SENT,
    ]


def test_a_stated_priority_survives_going_back() -> None:
    stand, front = Stand(), ScriptedFront(willing_patient())
    taps = iter([Confirmed.STATE_PRIORITY, Confirmed.YES, Confirmed.YES])
    front.answers[ConfirmIdentity] = lambda screen: next(taps)
    front.answers[StatePriority] = lambda screen: (Priority.PREGNANT,)
    choices = iter([Back.BACK, HEART])
    front.answers[ChooseService] = lambda screen: next(choices)
    play(stand, front, DOCUMENT)
    assert stand.hospital.calls("check_in")[0].priority == (Priority.PREGNANT,)
