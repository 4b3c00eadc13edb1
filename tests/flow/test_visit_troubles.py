"""Whole visits in which hospital, printer or camera fail, and what the patient is told then."""

import asyncio

import pytest

from kiosk.checkin.failures import FAILURES, Step
from kiosk.checkin.outcome import Failed, Outcome, Ticketed
from kiosk.checkin.screens import AfterProblem, ChooseService, Done, Finished, Problem, Welcome
from kiosk.checkin.scripted import ScriptedFront, willing_patient
from kiosk.checkin.session import Session
from kiosk.devices.printer.base import PrinterState
from kiosk.errors import HospitalAway, HospitalGarbled, HospitalRefused
from kiosk.model.care import Cover, Insurance
from tests.flow.plain_visit import pages, play
from tests.flow.stand import (
    AT_EIGHT,
    CLOSED,
    CODE_ONLY,
    DOCUMENT,
    HEART,
    STOMACH,
    TICKET,
    HeldUp,
    Stand,
    settle,
)


def test_trying_again_with_another_document_takes_one_that_is_still_held_up() -> None:
    stand, front = Stand(), ScriptedFront(willing_patient())
    stand.hospital.patient = None
    front.answers[Problem] = lambda screen: AfterProblem.TRY_AGAIN
    reader = HeldUp(CODE_ONLY)
    outcome = asyncio.run(Session(front, stand.equipment(reader)).one())
    assert isinstance(outcome, Failed)
    assert reader.forgot == 1


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


def test_after_a_fault_of_the_kiosk_the_card_that_lies_there_is_taken_again() -> None:
    stand, front = Stand(), ScriptedFront(willing_patient())
    stand.hospital.errors["find"] = [ZeroDivisionError()]
    front.answers[Problem] = lambda screen: AfterProblem.TRY_AGAIN
    reader = HeldUp(DOCUMENT)
    asyncio.run(Session(front, stand.equipment(reader)).one())
    assert reader.forgot == 1
