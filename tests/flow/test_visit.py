"""Whole visits without a screen: what is asked, in which order, and what the hospital hears."""

import asyncio
from dataclasses import replace

import pytest

from kiosk.checkin.failures import FAILURES, Step
from kiosk.checkin.front import Gesture, StaffCall
from kiosk.checkin.outcome import Cancelled, Failed, Outcome, Reason, Ticketed
from kiosk.checkin.printing import slip_of
from kiosk.checkin.screens import (
    AfterProblem,
    AskPhone,
    Back,
    ChooseAppointment,
    ChooseService,
    Confirmed,
    ConfirmIdentity,
    Done,
    EnterCode,
    Finished,
    InsuranceResult,
    NoDocument,
    OtherService,
    Problem,
    ReprintTicket,
    StatePriority,
    Welcome,
)
from kiosk.checkin.scripted import ScriptedFront, willing_patient
from kiosk.checkin.session import Session
from kiosk.devices.printer.base import PrinterState
from kiosk.errors import (
    HospitalAway,
    HospitalError,
    HospitalGarbled,
    HospitalRefused,
    NotADocument,
)
from kiosk.model.care import Cover, Insurance, Priority
from kiosk.model.checkin import HeldTicket
from kiosk.model.guidance import CodeHint
from tests.flow.stand import (
    AT_EIGHT,
    AT_TEN,
    CLOSED,
    CODE_ONLY,
    DOCUMENT,
    HEART,
    PATIENT,
    STOMACH,
    TICKET,
    HeldUp,
    Stand,
    finish,
    settle,
)


def play(stand: Stand, front: ScriptedFront, *held: object) -> Outcome:
    reader = HeldUp(*held)  # type: ignore[arg-type]  # tests hold up what they like

    async def one() -> Outcome:
        equipment = stand.equipment(reader)
        outcome = await Session(front, equipment).one()
        await finish(equipment, stand.clock)
        return outcome

    return asyncio.run(asyncio.wait_for(one(), 10))


def pages(front: ScriptedFront) -> list[str]:
    return [type(screen).__name__ for screen in front.asked]


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


LOST = HeldTicket("R-012", CLOSED.code, CLOSED.name, "305")


def test_who_has_a_ticket_already_is_offered_it_before_a_service() -> None:
    stand, front = Stand(), ScriptedFront(willing_patient())
    stand.hospital.held = (LOST,)
    assert isinstance(play(stand, front, DOCUMENT), Ticketed)
    assert pages(front) == ["Welcome", "ConfirmIdentity", "ReprintTicket", "Done"]
    assert front.asked[2] == ReprintTicket((LOST,))
    (request,) = stand.hospital.calls("check_in")
    assert (request.service, request.appointment) == (CLOSED.code, "")
    assert len(stand.paper.printed) == 1


def test_who_has_a_ticket_may_be_there_for_something_else() -> None:
    stand, front = Stand(), ScriptedFront(willing_patient("tieu-hoa"))
    stand.hospital.held = (LOST,)
    assert isinstance(play(stand, front, DOCUMENT), Ticketed)
    assert pages(front)[2:] == ["ReprintTicket", "ChooseService", "Done"]
    assert stand.hospital.calls("check_in")[0].service == "tieu-hoa"


def test_a_lost_ticket_comes_before_the_only_appointment() -> None:
    stand, front = Stand(), ScriptedFront(willing_patient())
    stand.hospital.held, stand.hospital.todays = (LOST,), (AT_EIGHT,)
    front.answers[ReprintTicket] = lambda screen: OtherService.OTHER
    assert isinstance(play(stand, front, DOCUMENT), Ticketed)
    assert pages(front)[2:] == ["ReprintTicket", "Done"]
    assert stand.hospital.calls("check_in")[0].appointment == AT_EIGHT.id


def test_back_from_the_lost_ticket_leads_to_the_page_before() -> None:
    stand, front = Stand(), ScriptedFront(willing_patient())
    stand.hospital.held = (LOST,)
    answers = iter([Back.BACK, LOST])
    front.answers[ReprintTicket] = lambda screen: next(answers)
    assert isinstance(play(stand, front, DOCUMENT), Ticketed)
    before = ["ConfirmIdentity", "ReprintTicket"]
    assert pages(front) == ["Welcome", *before, *before, "Done"]


def test_who_presents_an_appointment_slip_is_not_asked_for_other_tickets() -> None:
    stand, front = Stand(), ScriptedFront(willing_patient())
    stand.hospital.held = (LOST,)
    stand.hospital.todays = (AT_EIGHT, AT_TEN)
    play(stand, front, replace(DOCUMENT, appointment="a-2"))
    assert pages(front) == ["Welcome", "ConfirmIdentity", "Done"]


def test_a_lost_ticket_that_was_used_meanwhile_lets_the_patient_choose() -> None:
    stand, front = Stand(), ScriptedFront(willing_patient())
    stand.hospital.held = (LOST,)
    stand.hospital.errors["check_in"] = [HospitalRefused("service-closed")]
    assert isinstance(play(stand, front, DOCUMENT), Ticketed)
    assert pages(front)[2:] == ["ReprintTicket", "ChooseService", "Done"]
    assert [one.service for one in stand.hospital.calls("check_in")] == [CLOSED.code, "tim-mach"]


@pytest.mark.parametrize("error", [HospitalAway(), HospitalGarbled(), HospitalRefused("http-400")])
def test_a_hospital_that_cannot_tell_who_has_a_ticket_serves_all_the_same(
    error: HospitalError, capsys: pytest.CaptureFixture[str]
) -> None:
    stand, front = Stand(), ScriptedFront(willing_patient())
    stand.hospital.errors["held_tickets"] = [error]
    assert isinstance(play(stand, front, DOCUMENT), Ticketed)
    assert pages(front) == ["Welcome", "ConfirmIdentity", "ChooseService", "Done"]
    assert "held-tickets" in capsys.readouterr().err


def test_a_presented_appointment_slip_needs_no_choice() -> None:
    stand, front = Stand(), ScriptedFront(willing_patient())
    stand.hospital.todays = (AT_EIGHT, AT_TEN)
    play(stand, front, replace(DOCUMENT, appointment="a-2"))
    assert pages(front) == ["Welcome", "ConfirmIdentity", "Done"]
    assert stand.hospital.calls("check_in")[0].appointment == "a-2"


def test_a_slip_that_was_kept_already_gives_the_same_ticket_again() -> None:
    stand, front = Stand(), ScriptedFront(willing_patient())
    play(stand, front, replace(DOCUMENT, appointment="a-9"))
    assert pages(front) == ["Welcome", "ConfirmIdentity", "Done"]
    assert stand.hospital.calls("check_in")[0].appointment == "a-9"


def test_a_slip_of_another_day_is_said_and_a_service_chosen() -> None:
    stand, front = Stand(), ScriptedFront(willing_patient())
    stand.hospital.errors["check_in"] = [HospitalRefused("appointment-not-today")]
    play(stand, front, replace(DOCUMENT, appointment="a-9"))
    choice = next(s for s in front.asked if isinstance(s, ChooseService))
    assert choice.wrong is not None
    assert choice.wrong.kind == "appointment-gone"
    assert stand.hospital.calls("check_in")[1].service == "tim-mach"


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


def test_trying_again_with_another_document_takes_one_that_is_still_held_up() -> None:
    stand, front = Stand(), ScriptedFront(willing_patient())
    stand.hospital.patient = None
    front.answers[Problem] = lambda screen: AfterProblem.TRY_AGAIN
    reader = HeldUp(CODE_ONLY)
    outcome = asyncio.run(Session(front, stand.equipment(reader)).one())
    assert isinstance(outcome, Failed)
    assert reader.forgot == 1


def test_priority_by_age_needs_no_question_and_others_are_one_tap() -> None:
    stand, front = Stand(), ScriptedFront(willing_patient())
    stand.hospital.patient = replace(PATIENT, birth=replace(PATIENT.birth, year=1940))  # type: ignore[type-var]
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

    asyncio.run(asyncio.wait_for(run(), 10))


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


@pytest.mark.parametrize(
    ("call", "error", "code"),
    [
        ("find", HospitalAway(), "find-hospital-away"),
        ("find", HospitalGarbled(), "find-hospital-garbled"),
        ("find", HospitalRefused("ambiguous"), "find-patient-ambiguous"),
        ("appointments", HospitalAway(), "offer-hospital-away"),
        ("services", HospitalAway(), "offer-hospital-away"),
        ("check_in", HospitalAway(), "check-in-hospital-away"),
        ("check_in", HospitalRefused("patient-not-found"), "check-in-hospital-refused"),
    ],
)
def test_every_failure_names_its_step_and_is_explained(
    call: str, error: Exception, code: str
) -> None:
    stand, front = Stand(), ScriptedFront(willing_patient())
    stand.hospital.errors[call] = [error]
    outcome = play(stand, front, DOCUMENT)
    assert isinstance(outcome, Failed)
    assert outcome.failure.code == code
    problem = front.asked[-1]
    assert isinstance(problem, Problem)
    for language in ("vi", "en"):
        assert problem.failure.sentence.get(language)
        assert problem.failure.next_step.get(language)
    assert not stand.paper.printed


def test_services_that_fail_do_not_matter_to_who_has_an_appointment() -> None:
    stand, front = Stand(), ScriptedFront(willing_patient())
    stand.hospital.todays = (AT_EIGHT,)
    stand.hospital.errors["services"] = [HospitalAway()]
    assert isinstance(play(stand, front, DOCUMENT), Ticketed)


def test_trying_again_needs_no_second_look_and_keeps_the_key() -> None:
    stand, front = Stand(), ScriptedFront(willing_patient())
    stand.hospital.errors["check_in"] = [HospitalAway()]
    front.answers[Problem] = lambda screen: AfterProblem.TRY_AGAIN
    assert isinstance(play(stand, front, DOCUMENT), Ticketed)
    first, second = stand.hospital.calls("check_in")
    assert first == second, "the same request under the same key: no second number"


def test_trying_again_asks_nothing_twice() -> None:
    stand, front = Stand(), ScriptedFront(willing_patient())
    stand.hospital.covered = Insurance(Cover.SELF_PAY, "010")
    stand.hospital.errors["check_in"] = [HospitalAway()]
    front.answers[Problem] = lambda screen: AfterProblem.TRY_AGAIN
    assert isinstance(play(stand, front, DOCUMENT), Ticketed)
    asked = ["ConfirmIdentity", "InsuranceResult", "ChooseService", "Problem", "Done"]
    assert pages(front) == ["Welcome", *asked]


def test_trying_to_register_again_keeps_the_phone_number() -> None:
    stand, front = Stand(), ScriptedFront(willing_patient(phone="0912345678"))
    stand.hospital.patient = None
    stand.hospital.errors["register"] = [HospitalAway()]
    front.answers[Problem] = lambda screen: AfterProblem.TRY_AGAIN
    assert isinstance(play(stand, front, DOCUMENT), Ticketed)
    assert pages(front).count("AskPhone") == pages(front).count("ConfirmIdentity") == 1
    assert stand.hospital.calls("register") == [(DOCUMENT, "0912345678")] * 2


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


def test_a_service_that_closes_meanwhile_is_chosen_anew_under_a_new_key() -> None:
    stand, front = Stand(), ScriptedFront(willing_patient())
    stand.hospital.errors["check_in"] = [HospitalRefused("service-closed")]
    choices = iter([HEART, STOMACH])
    front.answers[ChooseService] = lambda screen: next(choices)
    assert isinstance(play(stand, front, DOCUMENT), Ticketed)
    again = [s for s in front.asked if isinstance(s, ChooseService)][1]
    assert again.wrong is not None
    assert again.wrong.kind == "service-closed"
    first, second = stand.hospital.calls("check_in")
    assert (first.service, second.service) == ("tim-mach", "tieu-hoa")
    assert first.key != second.key
    assert len(stand.hospital.calls("services")) == 2, "the load is asked for anew"


def test_what_takes_patients_in_place_of_a_closed_service_is_offered_first() -> None:
    stand, front = Stand(), ScriptedFront(willing_patient())
    refusal = HospitalRefused("service-closed", instead=(CLOSED.code, "none-such", STOMACH.code))
    stand.hospital.errors["check_in"] = [refusal]
    front.answers[ChooseService] = lambda screen: screen.services[0]
    outcome = play(stand, front, DOCUMENT)
    assert isinstance(outcome, Ticketed)
    first, again = [s for s in front.asked if isinstance(s, ChooseService)]
    assert first.services == (HEART, STOMACH, CLOSED)
    assert again.services == (STOMACH, HEART, CLOSED), "one that is closed too is not offered"
    assert again.wrong is not None
    for language in ("vi", "en"):
        assert STOMACH.name.get(language) in again.wrong.next_step.get(language)
        assert "{service}" not in again.wrong.next_step.get(language)
    assert [asked.service for asked in stand.hospital.calls("check_in")] == ["tim-mach", "tieu-hoa"]


def test_a_hospital_that_offers_nothing_instead_lets_the_patient_choose() -> None:
    stand, front = Stand(), ScriptedFront(willing_patient())
    stand.hospital.errors["check_in"] = [HospitalRefused("service-closed", instead=(CLOSED.code,))]
    choices = iter([HEART, STOMACH])
    front.answers[ChooseService] = lambda screen: next(choices)
    assert isinstance(play(stand, front, DOCUMENT), Ticketed)
    again = [s for s in front.asked if isinstance(s, ChooseService)][1]
    assert again.services == (HEART, STOMACH, CLOSED)
    assert again.wrong == FAILURES["service-closed"].at(Step.CHECK_IN, "service-closed")


def test_no_open_service_is_said() -> None:
    stand, front = Stand(), ScriptedFront(willing_patient())
    stand.hospital.offered = (CLOSED,)
    outcome = play(stand, front, DOCUMENT)
    assert isinstance(outcome, Failed)
    assert outcome.failure.code == "offer-no-service-open"


def test_without_paper_the_number_stays_and_is_printed_when_there_is_some() -> None:
    stand, front = Stand(), ScriptedFront(willing_patient())
    stand.paper.state = PrinterState.PAPER_OUT

    def refill(screen: Done) -> Finished:
        if screen.printed:
            return Finished.TAKEN
        stand.paper.state = PrinterState.READY
        return Finished.PRINT_AGAIN

    front.answers[Done] = refill
    outcome = play(stand, front, DOCUMENT)
    assert isinstance(outcome, Ticketed)
    assert not outcome.printed
    assert [s.printed for s in front.asked if isinstance(s, Done)] == [False, True]
    assert stand.hospital.calls("ticket_printed") == [("e-1", False), ("e-1", True)]
    assert len(stand.paper.printed) == 1
    assert len(stand.hospital.calls("check_in")) == 1


def test_an_unexpected_error_is_a_problem_page_and_the_next_patient_is_served(
    capsys: pytest.CaptureFixture[str],
) -> None:
    stand, front = Stand(), ScriptedFront(willing_patient())
    stand.hospital.errors["find"] = [ZeroDivisionError("Trần Thị Thu Hà")]

    async def two() -> list[Outcome]:
        reader = HeldUp(DOCUMENT)
        session = Session(front, stand.equipment(reader))
        first = await session.one()
        reader.queue.put_nowait(DOCUMENT)
        return [first, await session.one()]

    first, second = asyncio.run(two())
    assert isinstance(first, Failed)
    assert first.failure.code == "kiosk-fault"
    assert isinstance(second, Ticketed)
    written = capsys.readouterr()
    assert "ZeroDivisionError" in written.err
    assert "Thu" not in written.err + written.out


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


def test_a_lost_camera_leaves_typing() -> None:
    stand, front = Stand(), ScriptedFront(willing_patient())

    async def lose() -> None:
        reader = HeldUp()
        visit = asyncio.create_task(Session(front, stand.equipment(reader)).one())
        await settle()
        reader.lose()
        await settle()
        visit.cancel()
        await asyncio.gather(visit, return_exceptions=True)

    asyncio.run(lose())
    assert [s.camera for s in front.asked if isinstance(s, Welcome)] == [True, False]


def test_the_ticket_survives_everything_after_the_check_in() -> None:
    assert TICKET.number == "B-042"
    stand, front = Stand(), ScriptedFront(willing_patient())
    stand.hospital.errors["ticket_printed"] = [HospitalAway()]
    outcome = play(stand, front, DOCUMENT)
    assert isinstance(outcome, Ticketed)
    assert outcome.ticket.number == "B-042"
    assert stand.hospital.calls("ticket_printed") == [("e-1", True)] * 2, "told again"


def test_a_lost_answer_leaves_no_number_that_nobody_holds() -> None:
    stand, front = Stand(), ScriptedFront(willing_patient())
    stand.hospital.errors["check_in"] = [HospitalAway(), HospitalAway()]
    assert isinstance(play(stand, front, DOCUMENT), Failed)
    assert len({request.key for request in stand.hospital.calls("check_in")}) == 1
    assert len(stand.hospital.calls("check_in")) == 3
    assert stand.hospital.calls("cancel") == ["e-1"]


def test_a_refusal_is_an_answer_and_nothing_is_given_back() -> None:
    stand, front = Stand(), ScriptedFront(willing_patient())
    stand.hospital.errors["check_in"] = [HospitalRefused("patient-not-found")]
    assert isinstance(play(stand, front, DOCUMENT), Failed)
    assert len(stand.hospital.calls("check_in")) == 1
    assert not stand.hospital.calls("cancel")


def test_a_printer_that_breaks_in_a_way_nobody_expected_keeps_no_number_back(
    capsys: pytest.CaptureFixture[str],
) -> None:
    stand, front = Stand(), ScriptedFront(willing_patient())
    stand.paper.breaks = True
    outcome = play(stand, front, DOCUMENT)
    assert isinstance(outcome, Ticketed)
    assert not outcome.printed
    assert isinstance(front.asked[-1], Done)
    assert stand.hospital.calls("ticket_printed") == [("e-1", False)]
    assert "unexpected-error" in capsys.readouterr().err


def test_a_stated_priority_survives_going_back() -> None:
    stand, front = Stand(), ScriptedFront(willing_patient())
    taps = iter([Confirmed.STATE_PRIORITY, Confirmed.YES, Confirmed.YES])
    front.answers[ConfirmIdentity] = lambda screen: next(taps)
    front.answers[StatePriority] = lambda screen: (Priority.PREGNANT,)
    choices = iter([Back.BACK, HEART])
    front.answers[ChooseService] = lambda screen: next(choices)
    play(stand, front, DOCUMENT)
    assert stand.hospital.calls("check_in")[0].priority == (Priority.PREGNANT,)


def test_after_a_fault_of_the_kiosk_the_card_that_lies_there_is_taken_again() -> None:
    stand, front = Stand(), ScriptedFront(willing_patient())
    stand.hospital.errors["find"] = [ZeroDivisionError()]
    front.answers[Problem] = lambda screen: AfterProblem.TRY_AGAIN
    reader = HeldUp(DOCUMENT)
    asyncio.run(Session(front, stand.equipment(reader)).one())
    assert reader.forgot == 1
