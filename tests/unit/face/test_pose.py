"""Where a face looks comes out of five points of it."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from kiosk.face.pose import LARGEST, pose
from kiosk.face.seen import Landmarks

HEAD = np.array([(44, 0, 0), (16, 0, 0), (-44, 0, 0), (-16, 0, 0), (0, 49, 24)], dtype=np.float64)
"""Millimetres of the average head: x to its left (the picture's right), y down, z to the camera."""


def seen(yaw: float = 0, pitch: float = 0, roll: float = 0, *, size: float = 2.0) -> Landmarks:
    a, b, c = (math.radians(angle) for angle in (yaw, pitch, roll))
    nod = np.array([[1, 0, 0], [0, math.cos(b), -math.sin(b)], [0, math.sin(b), math.cos(b)]])
    turn = np.array([[math.cos(a), 0, math.sin(a)], [0, 1, 0], [-math.sin(a), 0, math.cos(a)]])
    lean = np.array([[math.cos(c), -math.sin(c), 0], [math.sin(c), math.cos(c), 0], [0, 0, 1]])
    points: NDArray[np.float64] = (lean @ turn @ nod @ HEAD.T).T[:, :2] * size + (300, 200)
    return points.astype(np.float32)


def test_a_face_that_looks_into_the_camera_has_no_angles() -> None:
    assert pose(seen()) == pytest.approx((0, 0, 0), abs=0.1)


@pytest.mark.parametrize("angle", [-40, -20, -5, 5, 20, 40])
def test_turning_to_the_own_left_is_yaw_above_0(angle: float) -> None:
    assert pose(seen(yaw=angle))[0] == pytest.approx(angle, abs=0.5)


@pytest.mark.parametrize("angle", [-20, -10, 10, 20, 30])
def test_looking_up_is_pitch_above_0(angle: float) -> None:
    tolerance = 0.5 if angle > 0 else 10
    assert pose(seen(pitch=angle))[1] == pytest.approx(angle, abs=tolerance)


def test_pitch_grows_steadily_also_where_it_is_uncertain() -> None:
    angles = [pose(seen(pitch=angle))[1] for angle in range(-20, 35, 5)]

    assert angles == sorted(angles)


@pytest.mark.parametrize("angle", [-30, 15, 30])
def test_leaning_clockwise_is_roll_above_0(angle: float) -> None:
    assert pose(seen(roll=angle))[2] == pytest.approx(angle, abs=0.5)


def test_leaning_changes_no_other_angle() -> None:
    yaw, pitch, _ = pose(seen(yaw=20, roll=25))

    assert (yaw, pitch) == pytest.approx((20, 0), abs=1)


def test_points_on_one_spot_give_bounded_angles() -> None:
    assert all(abs(angle) <= LARGEST for angle in pose(np.zeros((5, 2), dtype=np.float32)))
