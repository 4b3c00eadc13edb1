"""A nose is seen in a head that turns, and in nothing that paper or glass can do."""

import numpy as np
import pytest

from kiosk.face.liveness.noses import LEAST_NOSE
from kiosk.face.liveness.relief import ENOUGH, Relief
from kiosk.face.pose import pose
from tests.unit.face.liveness.surfaces import (
    Depth,
    bent,
    bent_across,
    flat,
    folded,
    head,
    turned,
)


def nose_of(depth: Depth, turns: list[tuple[float, float]]) -> tuple[float | None, int]:
    """What is seen over turns of (yaw, tilt), and in how many frames."""
    image, landmarks = turned(depth, 0)
    before = pose(landmarks)[0]
    relief = Relief(image, landmarks)
    for yaw, tilt in turns:
        image, landmarks = turned(depth, yaw, tilt)
        relief.add(image, landmarks, pose(landmarks)[0] - before)
    return relief.nose, relief.frames


@pytest.mark.parametrize("side", [1, -1])
def test_a_head_has_a_nose(side: int) -> None:
    nose, _ = nose_of(head, [(side * yaw, 0) for yaw in (5, 9, 12, 15)])

    assert nose is not None and nose > 2 * LEAST_NOSE


def test_a_plane_that_is_turned_upright_seems_not_to_turn() -> None:
    assert nose_of(flat, [(yaw, 0) for yaw in (10, 20, 30)]) == (None, 0)


@pytest.mark.parametrize("depth", [flat, bent, bent_across, folded])
def test_paper_has_none(depth: Depth) -> None:
    """Held aslant, so that its landmarks move as those of a head that turns."""
    nose, frames = nose_of(depth, [(yaw, -yaw) for yaw in (10, 12, 14, 16, 18, 22, 26, 30, 34)])

    assert frames >= ENOUGH
    assert nose is not None and abs(nose) < LEAST_NOSE


def test_another_picture_is_no_evidence() -> None:
    image, landmarks = turned(head, 0)
    relief = Relief(image, landmarks)
    for yaw in (9, 11, 13, 15):
        other, landmarks = turned(head, yaw, seed=7)
        relief.add(other, landmarks, 1.3 * yaw)

    assert relief.frames == 0 and relief.nose is None


def test_two_frames_are_not_enough() -> None:
    assert nose_of(head, [(9, 0), (12, 0)])[0] is None


def test_a_face_too_small_or_outside_the_picture_is_no_evidence() -> None:
    image, landmarks = turned(head, 0)
    for change in (landmarks * 0.2, landmarks + 4000, landmarks * 0):
        relief = Relief(image, np.asarray(change, np.float32))
        relief.add(image, np.asarray(change, np.float32), 15.0)
        assert relief.frames == 0
