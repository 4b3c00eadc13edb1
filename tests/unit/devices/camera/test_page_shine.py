"""A page's light falls on whoever is played before the simulated camera, and not on screens."""

import numpy as np
import pytest

from kiosk.devices.camera.base import Image
from kiosk.devices.camera.page_shine import GLOWS, RISE, lit
from kiosk.devices.camera.simulator import SimulatedCamera

WARM, COOL, BLACK = (255, 208, 150), (170, 222, 255), (0, 0, 0)
MIDDLE, BESIDE = (slice(150, 190), slice(300, 340)), (slice(60, 200), slice(420, 640))


def grey(size: tuple[int, int] = (360, 640)) -> Image:
    return np.full((*size, 3), 128, np.uint8)


def log_ratio(part: Image) -> float:
    """Of red to blue in linear light, which is taken as the power 2.2."""
    blue, _, red = (float(each) for each in part.reshape(-1, 3).mean(axis=0))
    return 2.2 * float(np.log(red / blue))


def test_skin_answers_as_photometry_says() -> None:
    swing = log_ratio(lit(grey(), WARM)[MIDDLE]) - log_ratio(lit(grey(), COOL)[MIDDLE])
    rise = GLOWS * RISE
    expected = np.log((1 + rise) / (1 + 0.305 * rise)) - np.log((1 + 0.402 * rise) / (1 + rise))

    assert swing == pytest.approx(expected, rel=0.05)


def test_what_is_beside_the_head_stays_as_it_is() -> None:
    assert (lit(grey(), WARM)[BESIDE] == 128).all()
    assert (lit(grey(), BLACK) == 128).all()


@pytest.mark.parametrize("size", [(480, 160), (120, 160), (720, 1280)])
def test_views_of_all_shapes_are_lit(size: tuple[int, int]) -> None:
    seen = lit(grey(size), WARM)

    assert seen.shape == (*size, 3)
    assert seen[round(0.47 * size[0]), size[1] // 2, 2] > 128


def shown(camera: SimulatedCamera) -> Image:
    camera.grab()
    image = camera.retrieve()
    assert image is not None
    return image


def test_a_played_person_is_lit_by_the_page_and_a_screen_is_not() -> None:
    camera = SimulatedCamera(640, 360, fps=200)
    camera.open()
    ratios = {}
    for reflects in (True, False):
        camera.play([grey()], lit=reflects)
        for colour in (WARM, COOL):
            camera.light(colour)
            ratios[reflects, colour] = log_ratio(shown(camera)[MIDDLE])

    assert ratios[True, WARM] - ratios[True, COOL] > 0.15
    assert ratios[False, WARM] == pytest.approx(ratios[False, COOL], abs=0.005)


def test_what_is_held_up_and_a_desk_without_a_page_stay_as_they_are() -> None:
    camera = SimulatedCamera(640, 360, fps=200)
    camera.open()
    camera.play([grey()])
    camera.light(WARM)
    shown(camera)
    camera.light(None)
    assert log_ratio(shown(camera)[MIDDLE]) == pytest.approx(0.0, abs=0.01)
    camera.play([])
    before = [shown(camera) for _ in range(4)]
    camera.light(WARM)
    after = [shown(camera) for _ in range(4)]
    assert all(any(np.array_equal(one, other) for other in before) for one in after)
