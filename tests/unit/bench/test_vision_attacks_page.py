"""The page and the camera of measured attacks."""

import numpy as np
import pytest

from kiosk.bench.vision_attacks_page import LATE_S, USUAL, Following, Page
from kiosk.model.page_light import FADE_S, PageLight

WARM, COOL = PageLight.WARM.colour, PageLight.COOL.colour


def test_the_page_is_late_and_soft() -> None:
    page = Page()
    page.ask(PageLight.WARM, 1.0)
    assert page.colour(1.0 + LATE_S / 2) == USUAL
    half = page.colour(1.0 + LATE_S + FADE_S / 2)
    assert all(min(a, b) <= c <= max(a, b) for a, b, c in zip(USUAL, WARM, half, strict=True))
    assert half not in (USUAL, WARM)
    assert page.colour(2.0) == WARM
    page.ask(PageLight.WARM, 2.0)
    page.ask(PageLight.COOL, 2.1)
    assert page.colour(2.15) == WARM
    assert page.colour(3.0) == COOL
    page.ask(None, 3.0)
    assert page.colour(4.0) == USUAL


def test_a_light_that_comes_before_the_last_one_is_there_begins_where_that_is() -> None:
    page = Page()
    page.ask(PageLight.WARM, 0.0)
    page.ask(PageLight.COOL, FADE_S / 2)
    before, after = (page.colour(LATE_S + FADE_S / 2 + at) for at in (-0.001, 0.001))
    assert max(abs(a - b) for a, b in zip(before, after, strict=True)) <= 2
    assert page.colour(2.0) == COOL


def test_a_camera_turns_a_coloured_picture_grey_in_its_time() -> None:
    camera = Following(2.0)
    grey, tinted = (
        np.full((72, 128, 3), colour, np.uint8) for colour in ((120, 120, 120), (90, 120, 150))
    )
    assert camera.seen(grey, 0.0).mean(axis=(0, 1)) == pytest.approx((120, 120, 120), abs=2)
    reds = [int(camera.seen(tinted, at)[0, 0, 2]) for at in np.arange(0.1, 10, 0.1)]
    assert reds[0] > 140
    assert reds[-1] == pytest.approx(120, abs=4)
    # After its time, most of the way, and not all of it.
    assert 122 < reds[20] < 140
