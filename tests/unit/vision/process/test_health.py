"""Cameras that give pictures, but not such as can be used."""

import math

import numpy as np
import pytest

from kiosk.devices.camera.base import Image
from kiosk.devices.camera.reasons import CameraReason
from kiosk.vision.process.health import BLACK_S, Flaw, Health, Unusable
from kiosk.vision.process.rest import small_grey

ASKED = (640, 360)
RNG = np.random.default_rng(1)
NAME = "/dev/video7 (640×360)"


def picture(shade: int = 120, size: tuple[int, int] = ASKED) -> Image:
    noise = RNG.integers(0, 3, (size[1], size[0], 3), dtype=np.uint8)
    return noise + np.uint8(shade)


def health(still_s: float = 5.0) -> Health:
    return Health(NAME, ASKED, still_s)


def look(
    at: Health, images: list[Image], seconds: float, fps: float = 30, begin: float = 9.0
) -> Flaw | None:
    """The last word on a camera that gives these pictures in turn."""
    said = None
    for turn in range(math.ceil(seconds * fps) + 1):
        image, now = images[turn % len(images)], begin + turn / fps
        at.grabbed(now)
        said = at.look(image, small_grey(image), now)
    return said


def says(flaw: Flaw | None, reason: CameraReason, words: str) -> bool:
    return flaw is not None and flaw.reason is reason and words in flaw.sentence


def is_slow(flaw: Flaw | None, fps: int) -> bool:
    return says(flaw, CameraReason.SLOW, f" {fps} pictures a second")


def test_a_good_camera_has_no_trouble() -> None:
    camera = health()
    assert look(camera, [picture(), picture()], 6) is None
    assert camera.fps == pytest.approx(30, abs=0.5)


@pytest.mark.parametrize("shade", [0, 10])
def test_black_is_told_from_a_shadow_that_passes(shade: int) -> None:
    dark = [picture(shade), picture(shade)]
    camera = health()
    look(camera, dark, BLACK_S - 0.2)
    look(camera, [picture(), picture()], 0.2, begin=20)
    look(camera, dark, BLACK_S - 0.2, begin=30)
    with pytest.raises(Unusable, match="black") as black:
        look(camera, dark, BLACK_S + 0.2, begin=40)
    assert black.value.reason is CameraReason.BLACK
    assert look(camera, [picture(), picture()], 1, begin=60) is None


def test_a_dim_room_is_not_black() -> None:
    assert look(health(), [picture(24), picture(24)], 4) is None


def test_the_same_picture_for_ever_is_frozen_and_one_that_moves_again_is_not() -> None:
    camera, still = health(), picture()
    look(camera, [still], 4.8)
    with pytest.raises(Unusable, match="same picture") as frozen:
        look(camera, [still], 0.5, begin=9.0 + 4.8)
    assert frozen.value.reason is CameraReason.FROZEN
    assert look(camera, [picture(), picture()], 1, begin=20) is None


def test_a_picture_on_disk_may_stand_still_and_be_dark_and_come_slowly() -> None:
    dark: Image = np.zeros((360, 640, 3), dtype=np.uint8)
    assert look(health(math.inf), [dark], 30, fps=10) is None
    assert look(health(math.inf), [dark], 30, fps=5) is None


@pytest.mark.parametrize("size", [(160, 120), (1280, 16), (1, 1)])
def test_pictures_that_are_too_small_are_of_no_use(size: tuple[int, int]) -> None:
    with pytest.raises(Unusable, match=f"{size[0]}×{size[1]}") as small:
        look(health(), [picture(size=size)], 0)
    assert small.value.reason is CameraReason.TOO_SMALL


def test_another_size_is_told_and_used() -> None:
    other = look(health(), [picture(size=(800, 600)), picture(size=(800, 600))], 1)
    assert says(other, CameraReason.WRONG_SIZE, "800×600")


def test_five_pictures_a_second_are_told_and_used() -> None:
    slow = health()
    assert is_slow(look(slow, [picture(), picture()], 3, fps=5), 5)
    assert look(slow, [picture(), picture()], 3, fps=30, begin=50) is None


def test_about_eight_pictures_a_second_are_slow_or_not_and_stay_so() -> None:
    assert look(health(), [picture(), picture()], 4, fps=8.8) is None
    slow = health()
    assert is_slow(look(slow, [picture(), picture()], 4, fps=7), 7)
    assert is_slow(look(slow, [picture(), picture()], 4, fps=8.8, begin=50), 9)
    assert look(slow, [picture(), picture()], 4, fps=11, begin=90) is None


def test_every_sentence_names_the_camera() -> None:
    for images, seconds in (([picture(0)], 4), ([picture()], 6), ([picture(size=(99, 99))], 0)):
        with pytest.raises(Unusable, match="video7"):
            look(health(), images, seconds)
