"""A face that was seen in a picture, with all that is measured of it."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
"""Pixels, shape (height, width, 3), blue-green-red: as a camera of the kiosk gives them."""

Grey = NDArray[np.uint8]
"""Pixels, shape (height, width)."""

Landmarks = NDArray[np.float32]
"""Shape (5, 2), x and y in pixels of the picture. Of the eye at the picture's right (the
patient's own left) the outer corner 0 and the inner 1; of the other eye the outer corner 2 and
the inner 3; 4 is where the nose meets the upper lip."""

LEFT_OUTER, LEFT_INNER, RIGHT_OUTER, RIGHT_INNER, NOSE = range(5)
"""Rows of :data:`Landmarks`; left and right are the patient's own."""


@dataclass(frozen=True, slots=True)
class Box:
    """Around a face from brows to chin, in pixels of the picture; may reach beyond its edges.

    ``right`` and ``bottom`` are the last column and row inside.
    """

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left + 1

    @property
    def height(self) -> int:
        return self.bottom - self.top + 1

    @property
    def centre(self) -> tuple[float, float]:
        """x, y."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def overlap(self, other: "Box") -> float:
        """The shared area by the area of both together, 0.0 to 1.0."""
        width = min(self.right, other.right) - max(self.left, other.left) + 1
        height = min(self.bottom, other.bottom) - max(self.top, other.top) + 1
        if width <= 0 or height <= 0:
            return 0.0
        shared = width * height
        return shared / (self.width * self.height + other.width * other.height - shared)


@dataclass(frozen=True, slots=True, eq=False)
class SeenFace:
    """Angles are estimates from five points and an average head: good to about 8 degrees, and
    better as differences from frame to frame of the same face."""

    box: Box
    landmarks: Landmarks = field(repr=False)
    score: float
    """How sure the detector is: above 0; 1 is a clear face."""
    size_share: float
    """The box's height by the shorter side of the picture, above 0.0."""
    sharpness: float
    """0.0 (nothing but blur) to 1.0; detail by contrast, so that light does not matter."""
    brightness: float
    """Mean of the face's pixels, 0.0 black to 1.0 white."""
    contrast: float
    """Standard deviation of the face's pixels, on the same scale."""
    backlit: float
    """By how much what is around the face is brighter, -1.0 to 1.0; above 0.25 the light comes
    from behind."""
    yaw: float
    """Degrees; above 0 the patient is turned to their own left."""
    pitch: float
    """Degrees; above 0 the patient looks up."""
    roll: float
    """Degrees; above 0 the head leans clockwise in the picture."""
    eyes_open: tuple[float, float]
    """The patient's own left and right eye, 0.0 shut to 1.0 wide open. How far an eye opens
    differs from person to person: compare it with the same person's."""
