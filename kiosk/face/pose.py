"""Where a face looks, from five points of it.

A head is taken to be far enough from the camera that its picture is a parallel projection, which
at 40 cm and more is wrong by a few degrees at most. In millimetres of an average adult's head,
from the middle between the outer corners of the eyes: the nose's base lies 24 in front and 49
below, and the corners are 88 apart. What an individual's head differs by shifts the estimate,
and stays the same from frame to frame.
"""

import math

from kiosk.face.seen import LEFT_OUTER, NOSE, RIGHT_OUTER, Landmarks

EYES_MM = 88.0
NOSE_FRONT_MM = 24.0
NOSE_BELOW_MM = 49.0
STEEPEST = 24.0
"""Degrees between the nose and the camera, from which on the eyes' distance says little."""
LARGEST = 75.0
"""Degrees; beyond it five points say nothing, and no detector finds the face."""


def pose(landmarks: Landmarks) -> tuple[float, float, float]:
    """Yaw, pitch and roll in degrees, with the signs of :class:`~kiosk.face.seen.SeenFace`."""
    left_x, left_y = (float(v) for v in landmarks[LEFT_OUTER])
    right_x, right_y = (float(v) for v in landmarks[RIGHT_OUTER])
    nose_x, nose_y = (float(v) for v in landmarks[NOSE])
    across_x, across_y = left_x - right_x, left_y - right_y
    apart = max(1e-3, math.hypot(across_x, across_y))
    roll = math.degrees(math.atan2(across_y, across_x))
    along_x, along_y = across_x / apart, across_y / apart
    from_x, from_y = nose_x - (left_x + right_x) / 2, nose_y - (left_y + right_y) / 2
    aside = (from_x * along_x + from_y * along_y) / apart
    below = (from_y * along_x - from_x * along_y) / apart
    yaw = _bounded(math.degrees(math.atan(aside * EYES_MM / NOSE_FRONT_MM)))
    return yaw, _pitch(below * EYES_MM * math.cos(math.radians(yaw))), roll


def _pitch(below: float) -> float:
    """``below``: millimetres of the nose's base under the eyes, as they appear.

    Looking down they grow until the nose points at the camera, and shrink again. So beyond the
    :data:`STEEPEST` the estimate goes on in a straight line: it then says "far down", not how far.
    """
    length = math.hypot(NOSE_BELOW_MM, NOSE_FRONT_MM)
    straight = math.atan2(NOSE_FRONT_MM, NOSE_BELOW_MM)
    nearest = math.cos(math.radians(STEEPEST)) * length
    if below <= nearest:
        angle = math.acos(max(-1.0, below / length)) - straight
    else:
        slope = length * math.sin(math.radians(STEEPEST))
        angle = math.radians(STEEPEST) - straight - (below - nearest) / slope
    return _bounded(math.degrees(angle))


def _bounded(degrees: float) -> float:
    return max(-LARGEST, min(LARGEST, degrees))
