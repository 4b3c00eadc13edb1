"""Whether all that the pages say can be read, and all that they offer touched, in every look."""

from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from kiosk.ui.gallery import LANGUAGES, LOOKS, SAMPLES_BY_NAME, SIZES, Gallery, Look
from kiosk.ui.samples import SAMPLES, Sample
from tests.ui.places import clip_of, faults, is_touchable, scene_rect, walked

if TYPE_CHECKING:
    from tests.ui.conftest import Pages


SMALL = Look("vi", large_text=True, size=SIZES[3])


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_newcomer_sees_the_way_to_priority_at_the_largest_text(
    pages: "Pages", size: tuple[int, int], language: str
) -> None:
    pages.show(SAMPLES_BY_NAME["ConfirmIdentity-new"], Look(language, large_text=True, size=size))
    assert pages.find("scroll-down") is None
    assert clip_of(pages.named("answer-state-priority"), pages.root).contains(
        scene_rect(pages.named("answer-state-priority"))
    )


def test_what_goes_on_below_fades_out_until_its_end(pages: "Pages") -> None:
    pages.show(SAMPLES_BY_NAME["ConfirmIdentity-long"], SMALL)
    assert pages.find("more-below")
    for _ in range(6):
        pages.tap("scroll-down")
    assert pages.find("more-below") is None


def test_what_is_below_comes_up_by_large_buttons(pages: "Pages") -> None:
    pages.show(SAMPLES_BY_NAME["ConfirmIdentity-long"], SMALL)
    below = pages.named("answer-state-priority")
    viewport = clip_of(below, pages.root)
    assert not viewport.contains(scene_rect(below))
    for _ in range(6):
        pages.tap("scroll-down")
    assert clip_of(below, pages.root).contains(scene_rect(below))
    for _ in range(6):
        pages.tap("scroll-up")
    assert not clip_of(below, pages.root).contains(scene_rect(below))


def test_larger_text_is_never_cut(pages: "Pages") -> None:
    """On the smallest screen, each page as a visit shows it."""
    wrong: list[str] = []
    for sample in SAMPLES:
        pages.show(sample, SMALL)
        wrong += [f"{sample.name}: {fault}" for fault in faults(pages)]
    assert wrong == []


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_nothing_is_cut(pages: "Pages", sample: Sample, size: tuple[int, int]) -> None:
    """The page is made once, and turned from look to look: to make it takes most of the time."""
    first, *others = [look for look in LOOKS if look.size == size]
    assert len(others) == 7, "both languages, both sizes of text, both contrasts"
    pages.show(sample, first)
    wrong = told(pages, first)
    for look in others:
        pages.gallery.turn(look)
        wrong += told(pages, look)
    assert wrong == []


def told(pages: "Pages", look: Look) -> list[str]:
    return [f"{look.name}: {fault}" for fault in faults(pages)]


@pytest.mark.slow
@pytest.mark.parametrize(("size", "width_mm"), [(SIZES[0], 268.0), (SIZES[1], 344.0)])
def test_a_finger_finds_every_button_on_a_real_screen(
    qapp: object, size: tuple[int, int], width_mm: float
) -> None:
    """On 21.5 inches portrait and 15.6 inches landscape: at least 20 mm, and text of 5 mm."""
    gallery = Gallery(width_mm=width_mm)
    mm = size[0] / width_mm
    try:
        for sample, language in product(SAMPLES, LANGUAGES):
            look = Look(language, size=size)
            if language == LANGUAGES[0]:
                gallery.show(sample, look)
            else:
                gallery.turn(look)
            root = gallery.window.view.rootObject()
            assert root is not None
            for item in walked(root):
                if item.isVisible() and is_touchable(item):
                    assert item.height() >= 20 * mm - 1, f"{sample.name}: {item.objectName()}"
                if item.objectName() == "lead" and item.isVisible():
                    font: Any = item.property("font")
                    assert font.pixelSize() * 0.7 >= 5 * mm - 1
    finally:
        gallery.close()
