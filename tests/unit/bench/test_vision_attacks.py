"""Rates are counted as ISO/IEC 30107-3 has them."""

import numpy as np
import pytest

from kiosk.bench import vision_attacks
from kiosk.bench.vision_attacks import Presentation, attack_figures, present
from kiosk.bench.vision_attacks_candidates import candidate_figures, flash_rise, grid_contrast
from kiosk.bench.vision_attacks_page import Colour
from kiosk.face.liveness import LivenessState, Suspicion
from kiosk.face.seen import Image
from kiosk.model.guidance import FaceHint

LIVE = Presentation(LivenessState.LIVE, None, 0.6, 8.0)
FLAT = Presentation(LivenessState.NOT_LIVE, Suspicion.FLAT, 0.0, 9.0)
LATE = Presentation(LivenessState.NOT_LIVE, Suspicion.NO_RESPONSE, 0.0, 14.0)
UNSEEN = Presentation(LivenessState.PENDING, None, 0.0, 40.0)


def test_what_is_not_decided_is_no_error_and_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = (LIVE, FLAT, LATE, UNSEEN)
    monkeypatch.setattr(vision_attacks, "presentations", lambda kind, make, count: ended)
    figures = {figure.name: figure for figure in attack_figures(4)}

    assert figures["APCER, print, flat (of 4)"].value == 25
    assert not figures["APCER, print, flat (of 4)"].met
    assert figures["non-response, print, flat"].value == 25
    assert figures["BPCER, 16 to 65 years (of 4)"].value == 50
    assert figures["non-response, 16 to 65 years"].value == 25
    assert figures["time of a try, 16 to 65 years, median"].value == 8.0


class Wall:
    def frame(self, at: float, hint: FaceHint | None, page: Colour) -> Image:
        return np.full((180, 320, 3), 128, np.uint8)


def test_where_no_face_is_found_there_is_no_response() -> None:
    ended = present(Wall(), "wall", longest_s=0.5)

    assert not ended.passed and not ended.responded


def test_a_screens_pixels_are_seen_only_from_very_near() -> None:
    assert grid_contrast(0.0062, 22.0) < 0.01
    assert grid_contrast(0.0270, 10.0) > 20


def test_light_thrown_on_a_screen_is_hardly_seen() -> None:
    face, phone = flash_rise(300)

    assert face > 20 and phone < 1
    assert len({figure.name for figure in candidate_figures()}) == 9
