"""What the pages tell a hand or a face to do."""

from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtQuick import QQuickItem
from pytestqt.qtbot import QtBot

from kiosk.checkin.failures import Step
from kiosk.checkin.screens import FaceCheck, UnlockCard, Welcome, Working
from kiosk.model.consent import ConsentPurpose
from kiosk.model.face import FaceGuide
from kiosk.model.guidance import CodeHint, FaceHint
from kiosk.paths import ASSETS
from kiosk.ui.gallery import LANGUAGES, SAMPLES_BY_NAME, SIZES, Look
from kiosk.ui.samples import DESK, HOSPITAL
from kiosk.ui.stage import Stage
from kiosk.ui.translation import Translations
from kiosk.ui.view_models import guide, progress_of, view_model
from kiosk.ui.view_models.reader import Reader
from kiosk.ui.view_models.value import closed_up

if TYPE_CHECKING:
    from tests.ui.conftest import Pages

HINTS = [*(FaceGuide(hint) for hint in FaceHint), *CodeHint]
QUICK = [(SIZES[0], "vi"), (SIZES[3], "en")]
CHECK = FaceCheck(ConsentPurpose.FACE_VERIFICATION)


def reader(language: str) -> Reader:
    texts = Translations(("vi", "en"))
    return Reader(language, "bà", "quầy 2", lambda c, t: texts.look_up(language, c, t))


def test_every_hint_has_words_of_its_own_and_a_sign(qapp: object) -> None:
    for language in LANGUAGES:
        told = [guide(what, reader(language)) for what in HINTS]
        words = [str(one["words"]) for one in told]
        # "Straight" and "no face" need no other sign, but each needs other words.
        assert len(set(words)) == len(words)
        assert all("{" not in word for word in words)
        assert all((ASSETS / "icons" / f"{one['icon']}.svg").is_file() for one in told)
        assert {one["of"] for one in told} == {"face", "code"}


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("lại gần hơn một chút", "hơn một chút"),
        ("Very good. One moment…", "One moment…"),
        ("at the kiosk, or at the reception desk.", "reception desk."),
        ("one two", "one two"),
        ("one", "one"),
    ],
)
def test_short_words_are_held_together_by_threes_and_long_ones_by_twos(
    words: str, kept: str
) -> None:
    held = closed_up(words)
    assert held == words.removesuffix(kept) + kept.replace(" ", "\u00a0")


def test_no_hint_is_in_the_other_language(qapp: object) -> None:
    for what in HINTS:
        assert guide(what, reader("vi"))["words"] != guide(what, reader("en"))["words"]


@pytest.fixture
def stage(qapp: object) -> Stage:
    return Stage(
        hospital=HOSPITAL, desk=DESK, languages=("vi", "en"), arriving_ms=0, can_speak=True
    )


def test_words_change_with_the_hint_and_the_ring_with_each_frame(
    stage: Stage, qtbot: QtBot
) -> None:
    stage.present(CHECK)
    with qtbot.waitSignal(stage.guideChanged):
        stage.set_guide(FaceGuide(FaceHint.NEARER, 0.1))
    with qtbot.assertNotEmitted(stage.guideChanged), qtbot.waitSignal(stage.workChanged):
        stage.set_guide(FaceGuide(FaceHint.NEARER, 0.3))
    assert stage.property("work") == 0.3
    with qtbot.waitSignal(stage.guideChanged):
        stage.set_guide(FaceGuide(FaceHint.GOOD, 0.3))
    assert stage.property("guide")["hint"] == "good"


def test_words_are_read_aloud_and_change_their_language(stage: Stage, qtbot: QtBot) -> None:
    stage.present(Welcome())
    stage.set_guide(CodeHint.TILT)
    with qtbot.waitSignals([stage.guideChanged, stage.speechWanted]) as _:
        stage.setLanguage("en")
        stage.readAloud()
    assert stage.property("guide")["words"].replace("\u00a0", " ") == (
        "Tilt the code away from the light"
    )


@pytest.mark.parametrize("screen", [Welcome(), UnlockCard(), CHECK], ids=lambda s: type(s).__name__)
def test_a_new_page_has_not_been_told_anything_yet(stage: Stage, screen: object) -> None:
    stage.present(CHECK)
    stage.set_guide(FaceGuide(FaceHint.NOD, 0.8))
    stage.present(screen)  # type: ignore[arg-type]  # the type of its answer does not matter
    assert stage.property("guide") == {}
    assert stage.property("work") == 0


def said(pages: "Pages", name: str = "question") -> str:
    return str(pages.named(name).property("text")).replace("\u00a0", " ")


@pytest.mark.parametrize("name", ["Welcome", "Welcome-cards", "UnlockCard", "UnlockCard-wrong"])
def test_a_hand_is_told_in_place_of_the_question_and_sees_itself(pages: "Pages", name: str) -> None:
    pages.show(SAMPLES_BY_NAME[name], Look("en"))
    before = said(pages)
    assert pages.find("card-outline") is None
    pages.stage.set_guide(CodeHint.INTO_VIEW)
    pages.settle()
    assert said(pages) == "Show the whole code, inside the frame"
    assert pages.find("live-picture")
    outline = pages.named("card-outline")
    assert outline.width() / outline.height() == pytest.approx(85.6 / 54, rel=0.02)
    pages.stage.set_guide(None)
    pages.settle()
    assert said(pages) == before
    assert pages.find("live") is None


def box(item: QQuickItem) -> QRectF:
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))


@pytest.mark.parametrize(
    ("size", "language"),
    [
        # The quick run sees the kiosk's own screen and the smallest.
        pytest.param(
            *(size, language),
            marks=[] if (size, language) in QUICK else pytest.mark.slow,
            id=f"{size[0]}x{size[1]}-{language}",
        )
        for size, language in product(SIZES, LANGUAGES)
    ],
)
def test_nothing_moves_while_the_words_to_a_face_change(
    pages: "Pages", size: tuple[int, int], language: str
) -> None:
    pages.show(SAMPLES_BY_NAME["FaceCheck"], Look(language, large_text=True, size=size))
    places = []
    for hint in FaceHint:
        pages.stage.set_guide(FaceGuide(hint, 0.5))
        pages.settle()
        assert said(pages, "hint-words")
        places.append((box(pages.named("live")), box(pages.named("answer-go-on"))))
    assert places.count(places[0]) == len(places)


def done(pages: "Pages") -> int:
    return sum(item.objectName() == "dot-done" for item in pages.items())


def test_the_ring_around_the_face_fills(pages: "Pages") -> None:
    pages.show(SAMPLES_BY_NAME["FaceCheck"], Look())
    counts = []
    for share in (0.0, 0.25, 0.5, 1.0):
        pages.stage.set_guide(FaceGuide(FaceHint.STRAIGHT, share))
        counts.append(done(pages))
    assert counts == [0, 11, 22, 44]


@pytest.mark.parametrize(("hint", "side"), [("turn-left", -1), ("turn-right", 1)])
def test_the_arrow_is_where_the_patients_own_side_is(pages: "Pages", hint: str, side: int) -> None:
    """The picture is a mirror: the patient's left is on the left of the screen."""
    pages.show(SAMPLES_BY_NAME["FaceCheck"], Look())
    assert pages.find("turn") is None
    pages.stage.set_guide(FaceGuide(FaceHint(hint), 0.2))
    arrow, picture = box(pages.named("turn")), box(pages.named("live-picture"))
    assert (arrow.center().x() - picture.center().x()) * side > picture.width() * 0.2


def test_why_a_try_was_not_enough_stands_until_the_next_one_begins(pages: "Pages") -> None:
    pages.show(SAMPLES_BY_NAME["FaceCheck-wrong"], Look("en"))
    assert said(pages) == "The comparison did not work this time."
    assert pages.find("hint-now") is None
    pages.stage.set_guide(FaceGuide(FaceHint.NEARER))
    assert said(pages) == "Look into the camera"
    assert said(pages, "hint-words") == "Come a little nearer"


def equal_buttons(pages: "Pages") -> Iterator[tuple[QQuickItem, QQuickItem]]:
    for state in ("", "-identify", "-keep"):
        for language in LANGUAGES:
            look = Look(language, large_text=True, size=SIZES[3])
            pages.show(SAMPLES_BY_NAME[f"AskFaceConsent{state}"], look)
            yield pages.named("answer-with-face"), pages.named("answer-without-face")


def test_consent_and_refusal_are_equal(pages: "Pages") -> None:
    looks = ("width", "height", "y", "main", "quiet", "color", "usable", "icon")
    for yes, no in equal_buttons(pages):
        assert [yes.property(p) for p in looks] == [no.property(p) for p in looks]


@pytest.mark.parametrize(
    "size", [SIZES[0], SIZES[2], pytest.param(SIZES[1], marks=pytest.mark.slow), SIZES[3]], ids=str
)
@pytest.mark.parametrize("state", ["", "-identify", "-keep"])
def test_nobody_agrees_to_what_is_out_of_sight(
    pages: "Pages", size: tuple[int, int], state: str
) -> None:
    for language in LANGUAGES:
        look = Look(language, large_text=True, size=size)
        pages.show(SAMPLES_BY_NAME[f"AskFaceConsent{state}"], look)
        assert pages.find("scroll-down") is None, language


@pytest.mark.parametrize("state", ["", "-deleted", "-not-deleted"])
def test_a_face_can_be_deleted_where_one_is_kept(pages: "Pages", state: str) -> None:
    pages.show(SAMPLES_BY_NAME[f"ConfirmIdentity-face{state}"], Look())
    assert (pages.find("answer-forget-face") is None) == (state == "-deleted")
    pages.show(SAMPLES_BY_NAME["ConfirmIdentity"], Look())
    assert pages.find("answer-forget-face") is None
    heard: list[object] = []
    pages.stage.answered.connect(heard.append)
    pages.stage.answer("forget-face")
    pages.stage.answered.disconnect(heard.append)
    assert heard == []


def test_the_desk_is_named_where_staff_must_see_the_card(pages: "Pages") -> None:
    words = "Before you go to the room, please show your card at the reception desk."
    pages.show(SAMPLES_BY_NAME["Done-desk"], Look("en"))
    assert words in pages.texts()
    assert words in str(pages.stage.property("model")["spoken"])
    pages.show(SAMPLES_BY_NAME["Done"], Look("en"))
    assert words not in pages.texts()


@pytest.mark.parametrize(
    ("name", "language", "starts", "size"),
    [
        (name, language, starts, size)
        for name, language, starts, sizes in (
            ("Done-desk", "vi", "Trước khi vào phòng", (SIZES[0], SIZES[3])),
            ("Done-errand", "vi", "Hôm nay", (SIZES[0], SIZES[3])),
            ("ConfirmIdentity-face-deleted", "vi", "Đã xóa", (SIZES[0], SIZES[3])),
            ("ConfirmIdentity-face-not-deleted", "vi", "Chưa xóa", (SIZES[0], SIZES[3])),
            ("Problem-card", "en", "Please go to", (SIZES[0], SIZES[1], SIZES[2])),
        )
        for size in sizes
    ],
)
def test_what_matters_is_seen_without_a_tap(
    pages: "Pages", name: str, language: str, starts: str, size: tuple[int, int]
) -> None:
    pages.show(SAMPLES_BY_NAME[name], Look(language, large_text=True, size=size))
    [line] = [item for item in pages.items() if str(item.property("text")).startswith(starts)
              and item.inherits("QQuickText")]  # fmt: skip
    above, seen = line.parentItem(), box(pages.root)
    while above:
        seen = seen.intersected(box(above)) if above.clip() else seen
        above = above.parentItem()
    assert seen.contains(box(line))


@pytest.mark.parametrize("size", [SIZES[1], SIZES[2]], ids=str)
def test_the_steps_stand_clear_of_the_name_and_the_way_out(
    pages: "Pages", size: tuple[int, int]
) -> None:
    pages.show(SAMPLES_BY_NAME["FaceCheck"], Look("vi", large_text=True, size=size))
    names = [
        box(item).left() + float(item.property("contentWidth"))
        for item in pages.items()
        if item.property("text") == HOSPITAL.get("vi")
    ]
    steps = box(pages.named("steps"))
    assert max(names) + 20 < steps.left()
    assert steps.right() + 20 < box(pages.named("cancel")).left()


@pytest.mark.parametrize("step", Step)
def test_whatever_the_kiosk_does_meanwhile_has_words_and_a_place(step: Step) -> None:
    assert 1 <= progress_of(Working(step)) <= 3
    assert view_model(Working(step), reader("vi"))["question"]
