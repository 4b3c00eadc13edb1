"""What is looked at how often, and what counts as movement."""

import cv2
import numpy as np
import pytest

from kiosk.devices.camera.base import Image
from kiosk.devices.camera.desk import desks
from kiosk.vision.process.rest import AWAKE_S, RESTING_SEARCH_S, SMALL, Rest, small_grey

FPS = 30


def looks(rest: Rest, images: list[Image], seconds: float, begin: float) -> tuple[int, int]:
    """How many of the camera's pictures are decoded, and in how many codes are looked for."""
    decoded = searched = 0
    for turn in range(round(seconds * FPS)):
        now = begin + turn / FPS
        if rest.due(now, wanted=True, closely=False):
            decoded += 1
            searched += rest.look(small_grey(images[decoded % len(images)]), now)
    return decoded, searched


@pytest.fixture(scope="module")
def desk() -> list[Image]:
    return list(desks(1280, 720))


def resting(desk: list[Image]) -> Rest:
    rest = Rest()
    looks(rest, desk, AWAKE_S + 1, 100.0)
    assert rest.resting(100.0 + AWAKE_S + 1)
    return rest


def test_noise_is_no_movement_and_at_rest_little_is_done(desk: list[Image]) -> None:
    decoded, searched = looks(resting(desk), desk, 10, 200.0)
    assert 90 <= decoded <= 110
    assert searched == pytest.approx(10 / RESTING_SEARCH_S, abs=1)


def test_awake_every_picture_is_looked_at(desk: list[Image]) -> None:
    rest = Rest()
    rest.wake(100.0)
    assert looks(rest, desk, AWAKE_S - 0.1, 100.0) == (round((AWAKE_S - 0.1) * FPS),) * 2


def _with(desk: Image, change: str) -> Image:
    image = desk.copy()
    if change == "a small code":
        rng = np.random.default_rng(3)
        modules = rng.integers(0, 2, (33, 33), dtype=np.uint8) * 255
        code = cv2.resize(modules, (60, 60), interpolation=cv2.INTER_NEAREST)
        image[300:360, 300:360] = np.asarray(code)[:, :, None]
    elif change == "a white card far away":
        image[300:370, 500:600] = 230
    elif change == "somebody dark":
        image[200:, 900:] //= 3
    elif change == "the light goes on":
        image = np.minimum(image, 225) + np.uint8(30)
    return image


@pytest.mark.parametrize(
    "change", ["a small code", "a white card far away", "somebody dark", "the light goes on"]
)
def test_what_comes_is_looked_at_in_the_same_picture(desk: list[Image], change: str) -> None:
    rest = resting(desk)
    looks(rest, desk, 2.5, 200.0)
    assert rest.look(small_grey(_with(desk[0], change)), 203.0)
    assert not rest.resting(203.0)


def test_slow_light_does_not_wake(desk: list[Image]) -> None:
    rest = resting(desk)
    woken = 0
    for step in range(300):
        small = small_grey(desk[step % 4]).astype(np.int16) + step // 10
        rest.look(small.clip(0, 255).astype(np.uint8), 200.0 + step / 10)
        woken += not rest.resting(200.0 + step / 10)
    assert woken == 0


def test_whoever_needs_every_picture_gets_it_and_nobody_costs_next_to_nothing() -> None:
    rest = Rest()
    times = [500.0 + turn / FPS for turn in range(10 * FPS)]
    assert sum(rest.due(now, wanted=False, closely=True) for now in times) == 10 * FPS
    assert sum(rest.due(now + 20, wanted=False, closely=False) for now in times) <= 21


@pytest.mark.parametrize("shape", [(720, 1280), (16, 16), (3000, 200), (161, 161)])
def test_every_size_becomes_small(shape: tuple[int, int]) -> None:
    assert small_grey(np.zeros((*shape, 3), dtype=np.uint8)).shape == SMALL[::-1]
