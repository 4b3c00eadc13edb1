"""Who comes with a ticket or an appointment slip: what is asked, and which number they get."""

from dataclasses import replace

import pytest

from kiosk.checkin.outcome import Ticketed
from kiosk.checkin.screens import Back, ChooseService, OtherService, ReprintTicket
from kiosk.checkin.scripted import ScriptedFront, willing_patient
from kiosk.errors import HospitalAway, HospitalError, HospitalGarbled, HospitalRefused
from kiosk.model.checkin import HeldTicket
from tests.flow.plain_visit import pages, play
from tests.flow.stand import AT_EIGHT, AT_TEN, CLOSED, DOCUMENT, Stand

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
