"""The light of a page on what is drawn: skin and paper reflect it, glass adds to what is behind."""

import numpy as np
import pytest

from kiosk.app.heads.attacks import Held, Image, Sheet, hold, phone
from kiosk.app.heads.figure import Figure
from kiosk.app.heads.head import Head
from kiosk.app.heads.scene import Lighting, scene
from kiosk.app.heads.shine import FACE_M, Shine, decoded, encoded, reflected, veiled

WARM, COOL = (255, 208, 150), (170, 222, 255)
SIZE = 320, 180
CHEEKS, WALL = (slice(76, 92), slice(148, 172)), (slice(60, 80), slice(10, 40))


def log_ratio(part: Image) -> float:
    """Of red to blue in linear light."""
    mean = decoded(part.reshape(-1, 3) / 255).mean(axis=0)
    return float(np.log(mean[2] / mean[0]))


def swing(pictures: dict[tuple[int, int, int], Image], part: tuple[slice, slice]) -> float:
    return log_ratio(pictures[WARM][part]) - log_ratio(pictures[COOL][part])


def expected(hall_lux: float) -> float:
    (b1, _, r1), (b2, _, r2) = (Shine(page, hall_lux).rise(FACE_M) for page in (WARM, COOL))
    return float(np.log((1 + r1) / (1 + b1)) - np.log((1 + r2) / (1 + b2)))


@pytest.mark.parametrize("hall_lux", [100.0, 1500.0])
def test_a_face_answers_as_photometry_says(hall_lux: float) -> None:
    person = Figure(Head.of("001090000031", "F", 30), share=0.6)
    pictures = {
        page: scene([person], Lighting.NORMAL, size=SIZE, shine=Shine(page, hall_lux))
        for page in (WARM, COOL)
    }

    assert swing(pictures, CHEEKS) == pytest.approx(expected(hall_lux), rel=0.3)
    assert abs(swing(pictures, WALL)) < 0.2 * expected(hall_lux)


def test_without_a_page_nothing_changes() -> None:
    person = Figure(Head.of("001090000031", "F", 30), share=0.6)

    dark = scene([person], size=SIZE, seed=3, shine=Shine((0, 0, 0)))
    assert np.abs(dark.astype(int) - scene([person], size=SIZE, seed=3)).max() <= 2


def test_a_page_throws_a_third_more_light_on_a_face_in_a_usual_hall() -> None:
    """All of it white, as in the document: 110 lx."""
    blue, green, red = Shine((255, 255, 255), 300.0).rise(FACE_M)

    assert blue == green == red
    assert red == pytest.approx(0.6 * 0.37, rel=0.02)


def test_paper_reflects_the_page_and_a_screen_hardly() -> None:
    picture = np.full((80, 60, 3), (100, 130, 170), np.uint8)
    behind = np.full((180, 320, 3), 60, np.uint8)
    middle = slice(85, 95), slice(155, 165)
    seen = {
        name: {page: hold(sheet, Held(distance=25.0), behind, Shine(page)) for page in (WARM, COOL)}
        for name, sheet in (
            ("paper", Sheet(picture, 12.0)),
            ("phone", phone(picture, 12.0)),
            ("mirror", phone(picture, 12.0, mirrors=1.0)),
        )
    }

    assert swing(seen["paper"], middle) > 0.3
    assert abs(swing(seen["phone"], middle)) < 0.02
    assert 0.03 < swing(seen["mirror"], middle) < 0.2


def test_glass_adds_to_black_what_light_on_black_does_not() -> None:
    black, grey = 0, 128
    rise, veil = Shine(WARM).rise(FACE_M), Shine(WARM).veil(0.25, 1.0)

    assert reflected(rise)[black].max() == 0
    assert veiled(veil)[black].min() > 5
    assert reflected(rise)[grey, 2] > reflected(rise)[grey, 0] > grey


def test_encoding_reverses_decoding() -> None:
    levels = np.linspace(0, 1, 50)

    assert encoded(decoded(levels)) == pytest.approx(levels, abs=1e-5)
