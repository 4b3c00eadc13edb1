"""What is beside a face and moves with it is a page or a screen."""

import math
from collections.abc import Callable

import cv2
import numpy as np
import pytest

from kiosk.face.liveness.stance import Stance
from kiosk.face.liveness.surround import Surround
from kiosk.face.seen import Image

WIDE, TALL = 640, 360
FRAMES = 16


def wall(seed: int = 3) -> Image:
    rng = np.random.default_rng(seed)
    noise = cv2.GaussianBlur(rng.normal(size=(TALL, WIDE)).astype(np.float32), (0, 0), 3)
    grey = np.clip(120 + 40 * noise / noise.std(), 0, 255).astype(np.uint8)
    return np.repeat(grey[..., None], 3, axis=2)


def shifted(image: Image, x: float, zoom: float = 1.0) -> Image:
    by = np.array([[zoom, 0, x + (1 - zoom) * WIDE / 2], [0, zoom, (1 - zoom) * TALL / 2]])
    return np.asarray(cv2.warpAffine(image, by, (WIDE, TALL), borderMode=cv2.BORDER_REFLECT))


def carried(frame: Callable[[float], Image], step_s: float = 0.1, frames: int = FRAMES) -> bool:
    """Whether these frames, each of a time, show a face with something that moves along."""
    surround = Surround()
    for number in range(frames):
        at = number * step_s
        surround.add(frame(at), Stance(at, WIDE / 2, TALL / 2, 70, 0, 0, 1))
    return surround.carried


def sway(at: float) -> float:
    return 4 * math.sin(4 * at)


def half(left: Image, right: Image) -> Image:
    return np.hstack([left[:, : WIDE // 2], right[:, WIDE // 2 :]])


WALL = wall()


def test_a_page_in_a_hand_is_carried() -> None:
    assert carried(lambda at: shifted(WALL, sway(at)))


@pytest.mark.parametrize(
    "frame",
    [
        pytest.param(lambda at: WALL, id="a still wall"),
        pytest.param(lambda at: half(WALL, shifted(WALL, sway(at))), id="passers-by on one side"),
        pytest.param(lambda at: shifted(WALL, 0, 1 + 0.02 * math.sin(4 * at)), id="focus"),
        pytest.param(
            lambda at: half(shifted(WALL, sway(at + 0.8)), shifted(WALL, sway(at))),
            id="people on both sides",
        ),
        pytest.param(lambda at: np.full((TALL, WIDE, 3), 90, np.uint8), id="nothing to see"),
        pytest.param(lambda at: wall(round(at * 10)), id="another picture each time"),
    ],
)
def test_what_is_not_held_is_not_carried(frame: Callable[[float], Image]) -> None:
    assert not carried(frame)


NOISE = np.random.default_rng(5).normal(size=(TALL, WIDE, 1)).astype(np.float32)


def noisy(image: Image, at: float, deviation: float = 2.5) -> Image:
    """Other noise at another time, as a camera's sensor has it."""
    noise = np.roll(NOISE, round(at * 1000) * 7919) * np.float32(deviation)
    return np.asarray(np.clip(image + noise, 0, 255), np.uint8)


PLAIN = np.full((TALL, WIDE, 3), 170, np.uint8)


def screen(x: float) -> Image:
    """A dark rim to both sides of the face, before a plain wall: there is no corner to follow."""
    image = PLAIN.copy()
    image[:, WIDE // 2 - 140 : WIDE // 2 + 140] = 15
    image[:, WIDE // 2 - 130 : WIDE // 2 + 130] = 190
    return np.asarray(cv2.GaussianBlur(shifted(image, x), (0, 0), 1.0), np.uint8)


def test_a_screen_in_a_hand_is_carried_though_it_has_no_corners() -> None:
    assert carried(lambda at: noisy(screen(sway(at)), at))


def test_a_screen_on_a_stand_is_not_carried() -> None:
    assert not carried(lambda at: noisy(screen(0), at))


def test_noise_before_a_plain_wall_is_not_carried() -> None:
    assert not carried(lambda at: noisy(PLAIN, at, 6.0))


def test_whatever_moves_for_a_moment_is_not_carried() -> None:
    """Two who walk past on both sides, or a knock at the kiosk."""
    assert not carried(lambda at: noisy(shifted(WALL, sway(at) * (1 < at < 2)), at), frames=52)


def test_a_knock_is_not_enough_to_say_so() -> None:
    assert not carried(lambda at: shifted(WALL, sway(at)), step_s=0.05)


def test_a_camera_that_changes_its_size_is_no_movement() -> None:
    assert not carried(
        lambda at: WALL if at < 0.8 else np.ascontiguousarray(shifted(WALL, 8)[::2, ::2])
    )
