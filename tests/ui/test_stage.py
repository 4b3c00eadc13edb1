"""The stage without its pages: what it holds, what it lets through, what it forgets."""

from datetime import datetime
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from kiosk.checkin.failures import FAILURES, Step
from kiosk.checkin.front import StaffCall
from kiosk.checkin.screens import (
    AfterProblem,
    AskPhone,
    Back,
    ChooseAppointment,
    ChooseService,
    Confirmed,
    ConfirmIdentity,
    Continue,
    Done,
    EnterCode,
    Finished,
    InsuranceResult,
    NoDocument,
    OtherService,
    Problem,
    ReprintTicket,
    Screen,
    StatePriority,
    Welcome,
    Working,
)
from kiosk.model.care import Cover, Insurance, Priority
from kiosk.ui.sample_services import SERVICES
from kiosk.ui.samples import (
    APPOINTMENTS,
    COVERED,
    DESK,
    ELDER,
    HELD,
    HOSPITAL,
    NOW,
    SAMPLES,
    TICKET,
)
from kiosk.ui.stage import Stage

CONFIRM = ConfirmIdentity(ELDER, True, COVERED, APPOINTMENTS[0], (Priority.AGE_75,))


def make_stage(**more: Any) -> Stage:
    given: dict[str, Any] = {"languages": ("vi", "en"), "can_speak": True, "arriving_ms": 0}
    stage = Stage(hospital=HOSPITAL, desk=DESK, **(given | more))
    stage.set_clock(NOW)
    return stage


@pytest.fixture
def stage(qapp: object) -> Stage:
    return make_stage()


def answers_of(stage: Stage, screen: Screen[Any], *values: str) -> list[object]:
    heard: list[object] = []
    stage.answered.connect(heard.append)
    stage.present(screen)
    for value in values:
        stage.answer(value)
    stage.answered.disconnect(heard.append)
    return heard


@pytest.mark.parametrize(
    ("screen", "value", "answer"),
    [
        (Welcome(), "type", NoDocument.TYPE),
        (EnterCode(), "22000456", "22000456"),
        (EnterCode(), "back", Back.BACK),
        (CONFIRM, "yes", Confirmed.YES),
        (CONFIRM, "not-me", Confirmed.NOT_ME),
        (CONFIRM, "state-priority", Confirmed.STATE_PRIORITY),
        (StatePriority(), "pregnant", (Priority.PREGNANT,)),
        (StatePriority((Priority.MERIT,)), "none", ()),
        (AskPhone(), "0912345678", "0912345678"),
        (AskPhone(), "no-phone", ""),
        (AskPhone(), "back", Back.BACK),
        (ReprintTicket(HELD), "PHU-SAN", HELD[1]),
        (ReprintTicket(HELD), "other", OtherService.OTHER),
        (ReprintTicket(HELD), "back", Back.BACK),
        (ChooseAppointment(APPOINTMENTS), "a-2", APPOINTMENTS[1]),
        (ChooseAppointment(APPOINTMENTS), "other", OtherService.OTHER),
        (ChooseAppointment(APPOINTMENTS), "back", Back.BACK),
        (ChooseService(SERVICES), "MAT", SERVICES[6]),
        (ChooseService(SERVICES), "back", Back.BACK),
        (InsuranceResult(Insurance(Cover.NONE)), "continue", Continue.CONTINUE),
        (Done(ELDER, TICKET, True), "taken", Finished.TAKEN),
        (Done(ELDER, TICKET, False), "print-again", Finished.PRINT_AGAIN),
        (Problem(FAILURES["kiosk-fault"]), "try-again", AfterProblem.TRY_AGAIN),
        (Problem(FAILURES["kiosk-fault"]), "leave", AfterProblem.LEAVE),
    ],
)
def test_an_answer_arrives_typed_and_once(
    stage: Stage, screen: Screen[Any], value: str, answer: object
) -> None:
    assert answers_of(stage, screen, value, value) == [answer]


@pytest.mark.parametrize(
    ("screen", "value"),
    [
        (Welcome(), ""),
        (Welcome(), "yes"),
        (EnterCode(), "1234567"),
        (EnterCode(), "1234567890123456"),
        (EnterCode(), "12345678a"),
        (EnterCode(), "٠١٢٣٤٥٦٧"),
        (CONFIRM, "taken"),
        (StatePriority(), "age-75"),
        (StatePriority(), ""),
        (AskPhone(), "912345678"),
        (AskPhone(), "091234567890"),
        (AskPhone(), ""),
        (ReprintTicket(HELD), "MAT"),
        (ReprintTicket(HELD), "T-042"),
        (ChooseAppointment(APPOINTMENTS), "a-9"),
        (ChooseService(SERVICES), "RANG-HAM-MAT"),  # has no open room
        (ChooseService(SERVICES), "mat"),
        (Working(Step.FIND), "yes"),
        (Done(ELDER, TICKET, True), "yes"),
    ],
)
def test_what_does_not_fit_is_no_answer(stage: Stage, screen: Screen[Any], value: str) -> None:
    assert answers_of(stage, screen, value) == []


def test_a_page_presented_again_can_be_answered_again(stage: Stage) -> None:
    assert answers_of(stage, Welcome(), "type") == [NoDocument.TYPE]
    assert answers_of(stage, Welcome(), "type") == [NoDocument.TYPE]


def test_nothing_is_answered_where_no_page_is(stage: Stage) -> None:
    heard: list[object] = []
    stage.answered.connect(heard.append)
    stage.answer("type")
    stage.present(Welcome())
    stage.forget()
    stage.answer("type")
    assert heard == []


def test_the_clock_is_in_the_present_language(stage: Stage, qtbot: QtBot) -> None:
    assert stage.property("clock") == "Thứ Hai 23/11 · 7:42"
    stage.setLanguage("en")
    assert stage.property("clock") == "Monday 23 Nov · 7:42"
    with qtbot.assertNotEmitted(stage.clockChanged):
        stage.set_clock(NOW.replace(second=59))
    with qtbot.waitSignal(stage.clockChanged):
        stage.set_clock(NOW.replace(hour=16, minute=5))
    assert stage.property("clock") == "Monday 23 Nov · 16:05"


def test_a_patient_is_addressed_by_age_and_sex_until_the_visit_is_over(stage: Stage) -> None:
    stage.present(EnterCode())
    assert stage.property("model")["question"] == "Mời quý khách nhập số"
    stage.present(CONFIRM)
    stage.present(ChooseService(SERVICES))
    assert stage.property("model")["question"] == "Bà cần khám gì?"
    stage.set_notice(FAILURES["hospital-away"])
    assert stage.property("notice") == {
        "sentence": "Máy chưa kết nối được với bệnh viện.",
        "nextStep": "Mời bà đến quầy tiếp đón, nhân viên sẽ giúp bà ngay.",
    }
    stage.present(Welcome())
    stage.present(ChooseService(SERVICES))
    assert stage.property("model")["question"] == "Quý khách cần khám gì?"


def test_without_a_clock_nobody_is_taken_for_old(qapp: object) -> None:
    stage = Stage(hospital=HOSPITAL, desk=DESK, languages=("vi",))
    stage.present(CONFIRM)
    assert stage.property("model")["question"] == "Có phải quý khách không?"
    assert stage.property("clock") == ""


def test_a_notice_goes_with_its_page(stage: Stage) -> None:
    stage.present(Welcome())
    stage.set_notice(FAILURES["not-a-document"])
    stage.present(Welcome())
    assert stage.property("notice")
    stage.present(EnterCode())
    assert stage.property("notice") == {}


def test_the_present_language_reaches_everything_that_is_shown(stage: Stage) -> None:
    stage.present(CONFIRM)
    stage.set_notice(FAILURES["service-closed"])
    stage.set_idle(30)
    stage.set_staff_call(StaffCall.FAILED)
    stage.setLanguage("en")
    assert stage.property("page") == "ConfirmIdentity"
    assert stage.property("model")["question"] == "Is this you?"
    assert (
        stage.property("notice")["sentence"]
        == "This service has just stopped taking patients today."
    )
    assert stage.property("idle") == {"seconds": 30, "question": "Are you still there?"}
    assert (
        stage.property("staffWords")
        == "The call did not get through. Please go to the reception desk."
    )
    assert stage.property("hospitalName") == "Ho Sen General Hospital"
    assert stage.property("deskName") == "the reception desk"
    stage.setLanguage("xx")
    assert stage.property("language") == "en"
    assert stage.property("languages") == [
        {"code": "vi", "name": "Tiếng Việt"},
        {"code": "en", "name": "English"},
    ]


def test_cancel_is_there_once_a_visit_has_begun(stage: Stage) -> None:
    heard: list[str] = []
    stage.cancelled.connect(lambda: heard.append(stage.property("page")))
    for screen in (Welcome(), EnterCode(), CONFIRM, Working(Step.FIND), Done(ELDER, TICKET, True)):
        stage.present(screen)
        stage.cancel()
    assert heard == ["EnterCode", "ConfirmIdentity", "Working"]


def test_help_and_signs_of_life_are_heard_at_any_time(stage: Stage, qtbot: QtBot) -> None:
    with qtbot.waitSignals([stage.staffWanted, stage.touched]):
        stage.callStaff()
        stage.touch()


def test_reads_aloud_what_matters_now(stage: Stage) -> None:
    heard: list[tuple[str, str]] = []
    stage.speechWanted.connect(lambda text, language: heard.append((text, language)))
    stage.readAloud()
    assert heard == []
    stage.present(CONFIRM)
    stage.readAloud()
    stage.set_notice(FAILURES["not-a-document"])
    stage.readAloud()
    stage.setLanguage("en")
    stage.set_idle(30)
    stage.readAloud()
    assert heard == [
        (
            "Có phải bà không? Hà, Nữ · sinh năm 1951. Thẻ BHYT còn hạn, hưởng 95%. "
            "Hẹn khám Tim mạch lúc 8:00. Được ưu tiên: người từ đủ 75 tuổi. "
            "Đúng, lấy số khám. Không phải tôi.",
            "vi",
        ),
        (
            "Mã này không phải giấy tờ khám bệnh. "
            "Hãy đưa mã QR trên thẻ căn cước, VNeID, thẻ BHYT, phiếu hẹn, hoặc nhập số.",
            "vi",
        ),
        ("Are you still there?", "en"),
    ]


def test_a_kiosk_without_a_voice_says_nothing(qapp: object, qtbot: QtBot) -> None:
    stage = Stage(hospital=HOSPITAL, desk=DESK, languages=("vi",))
    stage.present(Welcome())
    with qtbot.assertNotEmitted(stage.speechWanted):
        stage.readAloud()


def everything(stage: Stage) -> dict[str, object]:
    about = stage.metaObject()
    names = [str(about.property(i).name()) for i in range(about.propertyCount())]
    values = {name: stage.property(name) for name in names}
    return values | {
        "live": values["live"].property("source"),
        "staffDoor": values["staffDoor"].property("asked"),
    }


def test_forgets_everything_of_the_last_patient(stage: Stage) -> None:
    fresh = everything(make_stage())
    for sample in SAMPLES:
        stage.present(sample.screen)
        stage.set_notice(FAILURES["patient-ambiguous"])
        stage.set_idle(30)
        stage.set_staff_call(StaffCall.SENT)
        stage.set_guide(sample.guide)
        stage.setLanguage("en")
        stage.toggleLargeText()
        stage.toggleContrast()
        stage.forget()
        assert everything(stage) == fresh
    held = repr([value for name, value in vars(stage).items() if name != "_translations"])
    for secret in ("Hà", "079151012345", "Khương", "001088067890"):
        assert secret not in held
    stage.present(EnterCode())
    assert stage.property("model")["question"] == "Mời quý khách nhập số"


def test_a_language_without_a_translation_stops_the_kiosk(qapp: object) -> None:
    with pytest.raises(FileNotFoundError, match=r"kiosk_fr\.qm"):
        Stage(hospital=HOSPITAL, desk=DESK, languages=("vi", "fr"))


def test_the_clock_takes_any_day() -> None:
    for month in range(1, 13):
        stage = make_stage()
        stage.set_clock(datetime(2026, month, 28, 0, 0, tzinfo=NOW.tzinfo))
        assert stage.property("clock").endswith(f"28/{month} · 0:00")
