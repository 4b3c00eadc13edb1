"""The pages on which a number is typed: keys that stay where they are, and no way that ends."""

from itertools import product
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtQuick import QQuickItem

from kiosk.ui.gallery import LANGUAGES, SAMPLES_BY_NAME, SIZES, Look

if TYPE_CHECKING:
    from tests.ui.conftest import Pages

KEYS = (*(f"key-{digit}" for digit in range(10)), "key-back")


def place(item: QQuickItem) -> QRectF:
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))


def keys(pages: "Pages") -> list[QRectF]:
    return [place(pages.named(name)) for name in KEYS]


def typed(pages: "Pages", digits: str) -> None:
    for digit in digits:
        pages.tap(f"key-{digit}")
    pages.gallery.settle()


def hint(pages: "Pages") -> str:
    return str(pages.named("hint").property("text"))


LOOKS = [Look(*look) for look in product(LANGUAGES, (False, True), (False,), SIZES)]

# The quick run sees the kiosk's own screen and the smallest.
ON_SCREENS = [
    pytest.param(
        look,
        marks=[] if look.size in (SIZES[0], SIZES[3]) else pytest.mark.slow,
        id=look.name,
    )
    for look in LOOKS
]

# Of the digits of a card the quick run sees the longest words, at the largest text.
OF_A_CARD = [
    pytest.param(
        look,
        marks=[] if look.large_text and look.language == "en" else pytest.mark.slow,
        id=look.name,
    )
    for look in LOOKS
]


@pytest.mark.parametrize("look", ON_SCREENS)
@pytest.mark.parametrize("name", ["AskPhone", "EnterCode"])
def test_no_key_moves_under_the_finger(pages: "Pages", name: str, look: Look) -> None:
    pages.show(SAMPLES_BY_NAME[name], look)
    before = keys(pages)
    typed(pages, "0")
    assert keys(pages) == before
    typed(pages, "912345678")
    assert keys(pages) == before


@pytest.mark.parametrize("look", ON_SCREENS)
def test_a_wrong_number_moves_no_key_and_keeps_the_hint(pages: "Pages", look: Look) -> None:
    pages.show(SAMPLES_BY_NAME["EnterCode"], look)
    before, said = keys(pages), hint(pages)
    pages.show(SAMPLES_BY_NAME["EnterCode-wrong"], look)
    assert keys(pages) == before
    assert hint(pages) == said
    assert all(length in said for length in ("8", "10", "12"))
    assert pages.find("scroll-down") is None  # so it can be read


@pytest.mark.parametrize("look", OF_A_CARD)
def test_wrong_digits_of_a_card_leave_what_is_typed_in_sight(pages: "Pages", look: Look) -> None:
    pages.show(SAMPLES_BY_NAME["EnterCan"], look)
    before = keys(pages)
    typed(pages, "1")
    assert keys(pages) == before
    typed(pages, "23456")
    assert keys(pages) == before
    pages.stage.present(SAMPLES_BY_NAME["EnterCan-wrong"].screen)
    pages.gallery.settle()
    assert [key.size() for key in keys(pages)] == [key.size() for key in before]
    assert "123456" in pages.texts()
    assert pages.find("scroll-down") is None


@pytest.mark.parametrize(("size", "language"), list(product(SIZES, LANGUAGES)), ids=str)
@pytest.mark.parametrize(
    "name", ["AskPhone", pytest.param("EnterCan", marks=pytest.mark.slow), "EnterCode"]
)
def test_larger_text_makes_no_key_smaller(
    pages: "Pages", name: str, size: tuple[int, int], language: str
) -> None:
    pages.show(SAMPLES_BY_NAME[name], Look(language, size=size))
    normal = keys(pages)
    pages.show(SAMPLES_BY_NAME[name], Look(language, large_text=True, size=size))
    for small, large in zip(normal, keys(pages), strict=True):
        assert large.height() >= small.height()
        assert large.width() >= small.width()


@pytest.mark.parametrize(
    ("digits", "says"),
    [
        ("", "Số điện thoại có 10 chữ số."),
        ("0", "Còn thiếu 9 chữ số."),
        ("091234567", "Còn thiếu 1 chữ số."),
        ("0912345678", "Đã đủ chữ số."),
        ("02412345678", "Đã đủ chữ số."),
        ("9", "Số điện thoại bắt đầu bằng số 0."),
    ],
)
def test_half_a_phone_number_is_no_trap(pages: "Pages", digits: str, says: str) -> None:
    pages.show(SAMPLES_BY_NAME["AskPhone"], Look())
    typed(pages, digits)
    assert hint(pages) == says
    heard: list[object] = []
    pages.stage.answered.connect(heard.append)
    pages.tap("answer-no-phone")
    pages.stage.answered.disconnect(heard.append)
    assert heard == [""]


def test_a_wrong_birth_date_is_typed_anew_or_corrected_and_not_sent_again(pages: "Pages") -> None:
    heard: list[object] = []
    pages.show(SAMPLES_BY_NAME["ConfirmBirthDate"], Look())
    pages.stage.answered.connect(heard.append)
    try:
        typed(pages, "14031952")
        pages.tap("answer-go")
        pages.stage.present(SAMPLES_BY_NAME["ConfirmBirthDate-wrong"].screen)
        pages.gallery.settle()
        assert "14 03 1952" in pages.texts()
        pages.tap("answer-go")
        assert heard == ["14031952"]
        typed(pages, "15031952")
        pages.tap("answer-go")
        assert heard[1:] == ["15031952"]
        pages.stage.present(SAMPLES_BY_NAME["ConfirmBirthDate-wrong"].screen)
        pages.tap("key-back")
        typed(pages, "3")
        assert "15 03 1953" in pages.texts()
    finally:
        pages.stage.answered.disconnect(heard.append)
