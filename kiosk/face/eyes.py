"""How far eyes are open, from the pixels between their corners.

An open eye shows an iris, dark from lid to lid; a shut one a thin line of lashes. So in the
middle of the eye, what is darker than the skin around is measured from top to bottom and given
by the eye's width, which neither light nor distance changes.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.face.seen import (
    LEFT_INNER,
    LEFT_OUTER,
    RIGHT_INNER,
    RIGHT_OUTER,
    Grey,
    Landmarks,
)

WIDTH, HEIGHT = 72, 48
"""Pixels of an eye that was laid flat: its corners are at :data:`MARGIN` from left and right."""
MARGIN = 9
SHUT, WIDE = 0.11, 0.36
"""Height of what is dark by the eye's width: of a shut and of a wide-open eye."""
DARKER = 0.6
"""What is dark has at most so much of the skin's brightness."""
SMALLEST = 6.0
"""Pixels between the corners; below it nothing can be told."""


def eyes_open(grey: Grey, landmarks: Landmarks) -> tuple[float, float]:
    """The patient's own left and right eye, 0.0 shut to 1.0 wide open. An eye that is too small
    or outside the picture is 0.0."""
    return (
        _open(grey, landmarks[[LEFT_INNER, LEFT_OUTER]]),
        _open(grey, landmarks[[RIGHT_OUTER, RIGHT_INNER]]),
    )


def _open(grey: Grey, corners: Landmarks) -> float:
    """``corners``: shape (2, 2), that at the picture's left first."""
    eye = _flat(grey, corners)
    if eye is None:
        return 0.0
    middle = eye[:, WIDTH // 4 : -WIDTH // 4]
    dark = middle < DARKER * np.percentile(eye, 60)
    height = float(np.percentile(_longest(dark), 80)) / (WIDTH - 2 * MARGIN)
    return float(np.clip((height - SHUT) / (WIDE - SHUT), 0.0, 1.0))


def _longest(dark: NDArray[np.bool_]) -> NDArray[np.int32]:
    """The longest unbroken run in each column: shadow of a brow does not add to an iris."""
    longest = run = np.zeros(dark.shape[1], dtype=np.int32)
    for row in dark:
        run = np.where(row, run + 1, 0).astype(np.int32)
        longest = np.maximum(longest, run)
    return longest


def _flat(grey: Grey, corners: Landmarks) -> Grey | None:
    """The eye turned level, :data:`WIDTH` by :data:`HEIGHT`."""
    (left_x, left_y), (right_x, right_y) = corners.astype(np.float64)
    across = np.array([right_x - left_x, right_y - left_y])
    if float(np.hypot(*across)) < SMALLEST:
        return None
    step = across / (WIDTH - 2 * MARGIN)
    down = np.array([-step[1], step[0]])
    origin = np.array([left_x, left_y]) - step * MARGIN - down * (HEIGHT / 2)
    to_picture = np.array([[step[0], down[0], origin[0]], [step[1], down[1], origin[1]]])
    flat = cv2.warpAffine(
        grey,
        to_picture,
        (WIDTH, HEIGHT),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(flat, dtype=np.uint8)
