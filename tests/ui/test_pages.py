"""The pages under a finger: each tap is a typed answer, and what was typed stays."""

from typing import TYPE_CHECKING

import pytest
from pytestqt.qtbot import QtBot

from kiosk.checkin.screens import (
    AfterProblem,
    AskPhone,
    Back,
    ChooseService,
    ConfirmBirthDate,
    Confirmed,
    Continue,
    FaceConsent,
    Finished,
    LayCard,
    NoDocument,
    OtherService,
    ReadingCard,
    UnlockBy,
    WithoutChip,
    WithoutFace,
)
from kiosk.model.care import Priority
from kiosk.ui.gallery import SAMPLES_BY_NAME, SIZES, Look
from kiosk.ui.sample_services import SERVICES
from kiosk.ui.samples import APPOINTMENTS, HELD, Sample
from tests.ui.heard import heard_from

if TYPE_CHECKING:
    from tests.ui.conftest import Pages

SMALL = Look("vi", large_text=True, size=SIZES[3])


@pytest.mark.parametrize(
    ("name", "taps", "answer"),
    [
        ("Welcome", ["answer-type"], NoDocument.TYPE),
        ("Welcome-no-camera", ["answer-type"], NoDocument.TYPE),
        ("Welcome-face", ["answer-type"], NoDocument.TYPE),
        ("Welcome-hint", ["answer-face"], NoDocument.FACE),
        ("UnlockCard", ["answer-type"], UnlockBy.TYPE),
        ("UnlockCard-hint", ["answer-go-on"], WithoutChip.GO_ON),
        ("UnlockCard-wrong", ["answer-go-on"], WithoutChip.GO_ON),
        ("EnterCan", [*(f"key-{d}" for d in "0234567"), "answer-go"], "023456"),
        ("EnterCan", ["answer-back"], Back.BACK),
        ("LayCard", ["answer-go-on"], WithoutChip.GO_ON),
        ("ReadingCard", ["answer-go-on"], WithoutChip.GO_ON),
        ("EnterCode", [*(f"key-{d}" for d in "220004567"), "key-back", "answer-go"], "22000456"),
        ("EnterCode", ["answer-back"], Back.BACK),
        ("ConfirmIdentity", ["answer-yes"], Confirmed.YES),
        ("ConfirmIdentity", ["answer-not-me"], Confirmed.NOT_ME),
        ("ConfirmIdentity-new", ["answer-state-priority"], Confirmed.STATE_PRIORITY),
        ("ConfirmIdentity-face", ["answer-forget-face"], Confirmed.FORGET_FACE),
        ("ConfirmIdentity-face-not-deleted", ["answer-forget-face"], Confirmed.FORGET_FACE),
        ("AskFaceConsent", ["answer-with-face"], FaceConsent.WITH_FACE),
        ("AskFaceConsent-keep", ["answer-without-face"], FaceConsent.WITHOUT_FACE),
        ("FaceCheck", ["answer-go-on"], WithoutFace.GO_ON),
        ("FaceCheck-turn", ["answer-go-on"], WithoutFace.GO_ON),
        ("ConfirmBirthDate", [*(f"key-{d}" for d in "150319520"), "answer-go"], "15031952"),
        ("ConfirmBirthDate", [*(f"key-{d}" for d in "1952"), "answer-go"], "1952"),
        ("ConfirmBirthDate", ["answer-back"], Back.BACK),
        ("StatePriority", ["answer-pregnant"], (Priority.PREGNANT,)),
        ("StatePriority", ["answer-none"], ()),
        ("AskPhone", [*(f"key-{d}" for d in "0912345678"), "answer-go"], "0912345678"),
        ("AskPhone", ["answer-no-phone"], ""),
        ("ReprintTicket", ["answer-TIM-MACH"], HELD[0]),
        ("ReprintTicket-many", ["answer-PHU-SAN"], HELD[1]),
        ("ReprintTicket", ["answer-other"], OtherService.OTHER),
        ("ReprintTicket", ["answer-back"], Back.BACK),
        ("ChooseAppointment", ["answer-a-2"], APPOINTMENTS[1]),
        ("ChooseAppointment", ["answer-other"], OtherService.OTHER),
        ("ChooseService", ["answer-TIM-MACH"], SERVICES[1]),
        ("ChooseService", ["page-after", "answer-NHI"], SERVICES[11]),
        ("ChooseService", ["answer-back"], Back.BACK),
        ("InsuranceResult", ["answer-continue"], Continue.CONTINUE),
        ("Done", ["answer-taken"], Finished.TAKEN),
        ("Done-unprinted", ["answer-print-again"], Finished.PRINT_AGAIN),
        ("Problem", ["answer-try-again"], AfterProblem.TRY_AGAIN),
        ("Problem", ["answer-leave"], AfterProblem.LEAVE),
    ],
)
def test_a_tap_is_a_typed_answer(
    pages: "Pages", name: str, taps: list[str], answer: object
) -> None:
    pages.show(SAMPLES_BY_NAME[name], Look())
    assert heard_from(pages, *taps) == [answer]


def test_too_few_digits_cannot_be_sent(pages: "Pages") -> None:
    pages.show(SAMPLES_BY_NAME["EnterCode"], Look())
    assert heard_from(pages, *(["key-1"] * 7), "answer-go") == []
    assert heard_from(pages, "key-1", "answer-go") == ["1" * 8]
    pages.stage.present(AskPhone())
    assert heard_from(pages, *(["key-1"] * 10), "answer-go") == []
    assert heard_from(pages, *(["key-back"] * 10), "answer-no-phone") == [""]


def test_a_birth_date_is_whole_or_a_year(pages: "Pages") -> None:
    pages.show(SAMPLES_BY_NAME["ConfirmBirthDate"], Look())
    for digits in ("150", "1503", "1503195", "45031952", "15031852"):
        pages.stage.present(SAMPLES_BY_NAME["Welcome"].screen)
        pages.stage.present(ConfirmBirthDate())
        assert heard_from(pages, *(f"key-{digit}" for digit in digits), "answer-go") == [], digits


def test_six_digits_of_a_card_and_no_fewer(pages: "Pages") -> None:
    pages.show(SAMPLES_BY_NAME["EnterCan"], Look())
    assert heard_from(pages, *(["key-1"] * 5), "answer-go") == []
    assert heard_from(pages, "key-1", "answer-go") == ["1" * 6]


@pytest.mark.parametrize("name", ["LayCard", "ReadingCard"])
def test_a_hospital_that_wants_the_chip_offers_no_way_without(pages: "Pages", name: str) -> None:
    pages.show(SAMPLES_BY_NAME[f"{name}-required"], Look())
    assert not [found for found in pages.names() if found.startswith("answer-")]
    assert pages.find("cancel")
    heard: list[object] = []
    pages.stage.answered.connect(heard.append)
    pages.stage.answer("go-on")
    pages.stage.answered.disconnect(heard.append)
    assert heard == []


def test_the_bar_is_as_long_as_the_work_is_done(pages: "Pages") -> None:
    pages.show(Sample("reading", ReadingCard()), Look())
    assert "0%" in pages.texts()
    assert pages.find("work-done") is None
    widths = []
    for share, words in ((0.004, "0%"), (0.5, "50%"), (1.0, "100%"), (7.0, "100%")):
        pages.stage.set_work(share)
        pages.gallery.settle()
        assert words in pages.texts()
        widths.append(pages.named("work-done").width())
    track = pages.named("work-done").parentItem()
    assert track is not None
    assert widths[0] < widths[1] < widths[2] == widths[3] == track.width()
    assert widths[1] == pytest.approx((track.width() + track.height()) / 2)


def test_the_work_of_one_page_is_not_that_of_the_next(pages: "Pages") -> None:
    pages.show(SAMPLES_BY_NAME["ReadingCard"], Look())
    pages.stage.setLanguage("en")
    assert pages.stage.property("work") == 0.62
    pages.stage.present(ReadingCard())
    assert pages.stage.property("work") == 0.0
    pages.stage.set_work(0.4)
    pages.stage.present(LayCard(again=True))
    pages.stage.present(ReadingCard())
    assert pages.stage.property("work") == 0.0


def test_no_more_digits_than_a_number_has(pages: "Pages") -> None:
    pages.show(SAMPLES_BY_NAME["EnterCode"], SMALL)
    for _ in range(20):
        pages.tap("key-8")
    assert "8888 8888 8888 888" in pages.texts()


def test_a_wrong_number_is_still_there_to_be_corrected(pages: "Pages") -> None:
    pages.show(SAMPLES_BY_NAME["EnterCode"], Look())
    for digit in "12345678":
        pages.tap(f"key-{digit}")
    pages.stage.present(SAMPLES_BY_NAME["EnterCode-wrong"].screen)
    assert "1234 5678" in pages.texts()
    assert "Số này chưa đúng." in pages.texts()


def test_a_closed_service_cannot_be_chosen(pages: "Pages") -> None:
    closed = SERVICES[8]
    pages.show(Sample("closed", ChooseService((*SERVICES[:3], closed))), Look())
    assert heard_from(pages, f"answer-{closed.code}") == []


def test_typed_digits_outlive_language_text_size_and_contrast(pages: "Pages") -> None:
    pages.show(SAMPLES_BY_NAME["EnterCode"], Look())
    for name in ("key-4", "key-2", "helper-language", "helper-large-text", "helper-contrast"):
        pages.tap(name)
    assert pages.stage.property("language") == "en"
    assert pages.stage.property("largeText")
    assert pages.stage.property("highContrast")
    assert "42" in pages.texts()
    assert "Type your number" in pages.texts()


def test_the_other_page_of_services_is_kept_too(pages: "Pages") -> None:
    pages.show(SAMPLES_BY_NAME["ChooseService"], Look())
    pages.tap("page-after")
    pages.tap("helper-contrast")
    assert pages.find("answer-NHI")
    assert not pages.find("answer-TIM-MACH")


def test_the_way_out(pages: "Pages", qtbot: QtBot) -> None:
    pages.show(SAMPLES_BY_NAME["ConfirmIdentity"], SMALL)
    with qtbot.waitSignal(pages.stage.cancelled):
        pages.tap("cancel")
    with qtbot.waitSignal(pages.stage.staffWanted):
        pages.tap("helper-call-staff")
    with qtbot.waitSignal(pages.stage.speechWanted):
        pages.tap("helper-read-aloud")


def test_are_you_still_there(pages: "Pages", qtbot: QtBot) -> None:
    pages.show(SAMPLES_BY_NAME["ConfirmIdentity-idle"], Look())
    assert "Bà còn ở đây không?" in pages.texts()
    with qtbot.waitSignal(pages.stage.touched), qtbot.assertNotEmitted(pages.stage.answered):
        pages.tap("still-here")
    with qtbot.waitSignal(pages.stage.touched), qtbot.assertNotEmitted(pages.stage.answered):
        pages.tap("answer-not-me")  # under the question
    assert "Nếu không, máy sẽ về trang đầu." in [t.replace("\u00a0", " ") for t in pages.texts()]
    with qtbot.waitSignal(pages.stage.cancelled):
        pages.tap("idle-cancel")
    with qtbot.waitSignal(pages.stage.staffWanted):
        pages.tap("helper-call-staff")  # beside the question
    pages.stage.set_idle(None)
    assert pages.find("idle") is None
    assert heard_from(pages, "answer-yes") == [Confirmed.YES]


@pytest.mark.slow
def test_the_ring_fills_in_the_time_that_it_says(pages: "Pages", qtbot: QtBot) -> None:
    pages.show(SAMPLES_BY_NAME["ConfirmIdentity"], Look())
    pages.stage.set_idle(0.6)
    ring = pages.named("ring")
    assert ring.property("filled") < ring.property("dots")
    qtbot.waitUntil(lambda: ring.property("filled") == ring.property("dots"), timeout=3000)
