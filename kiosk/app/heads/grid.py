"""The surface of a head as a grid: where on it each of its values lies.

A head is star-shaped about its upright axis, so that its surface is one radius for each angle and
height: columns of the grid are angles about the axis (0 looks to the camera, positive to the right
of the picture), rows are heights. Lengths are centimetres, y counts downwards from between the
eyes, z towards the camera.
"""

import functools
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.floating]
Field = NDArray[np.float32]
"""Values on the grid, shape (:data:`ROWS`, :data:`COLUMNS`)."""

ROWS, COLUMNS = 528, 560
TOP, BOTTOM = -15.0, 18.0
"""Heights of the first and the last row."""
_RADIUS = 8.0
REACH = np.deg2rad(140.0)
"""Angles run from minus this to this: further round nothing is seen of a head turned by 45°."""


@functools.lru_cache(maxsize=1)
def angles() -> Field:
    """Angle about the axis of each column, in radians, shape (1, :data:`COLUMNS`)."""
    return np.linspace(-REACH, REACH, COLUMNS, dtype=np.float32)[None, :]


@functools.lru_cache(maxsize=1)
def heights() -> Field:
    """Height of each row, shape (:data:`ROWS`, 1)."""
    return np.linspace(TOP, BOTTOM, ROWS, dtype=np.float32)[:, None]


@functools.lru_cache(maxsize=1)
def across() -> Field:
    """How far to the side each column is on a middling head, shape (1, columns).

    Beyond the ears it grows on, so that nothing of the face appears again behind them.
    """
    angle = angles()
    beyond = np.maximum(np.abs(angle) - np.pi / 2, 0)
    return np.asarray(
        _RADIUS * (np.sin(angle) * (beyond == 0) + np.sign(angle) * (beyond > 0) * (1 + beyond)),
        np.float32,
    )


def rows_of(y: Numbers) -> Field:
    """Rows, with fractions, of these heights."""
    return np.asarray((y - TOP) * ((ROWS - 1) / (BOTTOM - TOP)), np.float32)


def columns_of(angle: Numbers) -> Field:
    """Columns, with fractions, of these angles in radians."""
    return np.asarray((angle + REACH) * ((COLUMNS - 1) / (2 * REACH)), np.float32)


def sampled(field: NDArray[np.float32], columns: Field, rows: Field) -> NDArray[np.float32]:
    """The field's values there, between its points; its edge continues outwards."""
    found = cv2.remap(field, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(found, np.float32)


def step(low: float, high: float, value: Numbers) -> Field:
    """0 below ``low``, 1 above ``high``, smooth between (the other way if ``low > high``)."""
    share = np.clip((value - np.float32(low)) / np.float32(high - low), 0, 1)
    return np.asarray(share * share * (3 - 2 * share), np.float32)


def bump(value: Numbers, middle: float, width: float) -> Field:
    """A bell curve of height 1; ``width`` is its standard deviation."""
    return np.asarray(
        np.exp(np.square((value - np.float32(middle)) / np.float32(width)) * np.float32(-0.5)),
        np.float32,
    )


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """A part of the grid: rows, columns, and the places of its points."""

    cut: tuple[slice, slice]
    x: Field
    """Shape (1, n): see :func:`across`."""
    y: Field
    """Shape (m, 1)."""

    @staticmethod
    def of(left: float, right: float, top: float, bottom: float) -> "Window":
        """Between these places on the front of the head."""
        ends = np.arcsin(np.clip(np.array((left, right)) / _RADIUS, -1, 1))
        columns, rows = columns_of(ends), rows_of(np.array((top, bottom)))
        across_ = slice(max(0, int(columns[0])), int(columns[1]) + 2)
        down = slice(max(0, int(rows[0])), int(rows[1]) + 2)
        return Window((down, across_), across()[:, across_], heights()[down])
