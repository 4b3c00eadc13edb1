"""The head of somebody who does not exist."""

import functools
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.app.heads import openings, paint, shape
from kiosk.app.heads.cast import Lens, hits
from kiosk.app.heads.grid import Field, angles, heights, sampled
from kiosk.app.heads.light import DAY, Light, lit
from kiosk.app.heads.traits import Traits, traits_of

Image = NDArray[np.uint8]
"""Pixels, shape (height, width, 3), blue-green-red."""

PIVOT = (0.0, 5.0, -1.5)
"""Where a head turns on its neck, in its own axes."""
TALL = 25.0
"""Centimetres from below the chin to above the hair."""
_MIDDLE_Y = 0.4


@dataclass(frozen=True, slots=True)
class Pose:
    """How a head is held, in degrees, and what its eyes and mouth do."""

    yaw: float = 0.0
    """Positive to the person's own left, which is right in the picture."""
    pitch: float = 0.0
    """Positive looks down."""
    roll: float = 0.0
    """Positive leans to the person's own left, which is right in the picture."""
    eyes_open: float = 1.0
    """0 shut to 1 open."""
    mouth: float = 0.0
    """0 closed to 1 open."""


STRAIGHT = Pose()


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """A head as seen: no ground behind it."""

    image: Image
    mask: NDArray[np.uint8]
    """255 where the head is, shape (height, width), soft at its edge."""

    def over(self, ground: Image) -> Image:
        """The head before this ground, of the same size."""
        share = self.mask[:, :, None].astype(np.float32) / 255
        return np.asarray(ground + (self.image - ground.astype(np.float32)) * share, np.uint8)


class Head:
    """A head that can be looked at. Immutable; building one takes some hundredths of a second."""

    def __init__(self, traits: Traits) -> None:
        self.traits = traits
        self.places = shape.places_of(traits)
        self._skull = shape.skull(traits, self.places)
        cover, lying = shape.hair(traits, self.places)
        self._frame = paint.glasses(traits, self.places)
        self._lying = lying + self._frame * np.float32(0.25)
        canvas = paint.skin(traits, self.places, cover)
        openings.nostrils(canvas, traits, self.places)
        self._canvas = canvas
        self._gloss = np.asarray(0.35 + 0.65 * cover, np.float32)
        self._state = functools.lru_cache(maxsize=4)(self._surface)

    @classmethod
    def of(cls, number: str, sex: str, age: int) -> "Head":
        """The head of the person with this number; ``sex`` is ``M`` or ``F``, ``age`` in years."""
        return cls(traits_of(number, sex, age))

    def view(
        self,
        pose: Pose = STRAIGHT,
        light: Light = DAY,
        size: tuple[int, int] = (413, 531),
        *,
        share: float = 0.66,
        distance: float = 90.0,
    ) -> View:
        """The head in the middle of a picture of ``size`` (width, height).

        ``share`` of the height is filled by the head; ``distance`` to the camera in centimetres.
        """
        width, height = size
        scale = share * height / TALL
        middle = width / 2, height / 2 - _MIDDLE_Y * scale
        return self.seen(lens_of(pose, scale, middle, distance), light, size, pose)

    def seen(self, lens: Lens, light: Light, size: tuple[int, int], pose: Pose) -> View:
        """The head through this lens; of ``pose`` only what eyes and mouth do is looked at."""
        width, height = size
        radius, colours, normals = self._state(round(pose.eyes_open, 2), round(pose.mouth, 2))
        found = hits(radius, lens, width, height)
        shaded = lit(
            sampled(colours, found.columns, found.rows),
            sampled(normals, found.columns, found.rows),
            lens.turn,
            light,
        )
        mask = np.where(found.rows < 0, 0, found.share)
        return View((np.clip(shaded, 0, 1) * 255).astype(np.uint8), (mask * 255).astype(np.uint8))

    def _surface(self, opened: float, mouth: float) -> tuple[Field, paint.Colours, paint.Colours]:
        """Radius, colours and normals of the head with eyes and mouth like this."""
        radius = self._skull + shape.features(self.traits, self.places, mouth) + self._lying
        canvas = self._canvas.copy()
        openings.eyes(canvas, self.traits, self.places, opened)
        openings.mouth(canvas, self.traits, self.places, mouth)
        rim = np.array((0.42, 0.44, 0.46), np.float32) * np.float32(1 - 0.85 * self.traits.rim)
        paint.mix(canvas, rim, self._frame)
        # Hollows get less of the light from all around.
        hollow = np.clip((cv2.GaussianBlur(radius, (0, 0), 9) - radius) * 0.55, -0.06, 0.35)
        canvas *= (1 - hollow)[..., None]
        return radius, canvas, _normals(radius)


def _normals(radius: Field) -> paint.Colours:
    """Directions out of the surface, in the head's axes, shape (rows, columns, 3)."""
    angle, y = angles(), heights()
    by_angle = cv2.Scharr(radius, cv2.CV_32F, 1, 0) / np.float32(32 * (angle[0, 1] - angle[0, 0]))
    by_y = cv2.Scharr(radius, cv2.CV_32F, 0, 1) / np.float32(32 * (y[1, 0] - y[0, 0]))
    sine, cosine = np.sin(angle), np.cos(angle)
    slope = by_angle / np.maximum(radius, 0.5)
    normal = np.stack((sine - slope * cosine, -by_y, cosine + slope * sine), axis=2)
    normal /= np.linalg.norm(normal, axis=2, keepdims=True)
    return np.asarray(normal, np.float32)


def lens_of(pose: Pose, scale: float, eyes: tuple[float, float], distance: float = 90.0) -> Lens:
    """A camera for which a head looking straight has the point between its eyes at ``eyes``
    (pixels, ``scale`` of them a centimetre), ``distance`` centimetres away."""
    yaw, pitch, roll = (np.deg2rad(one) for one in (pose.yaw, pose.pitch, pose.roll))
    (sy, cy), (sp, cp), (sr, cr) = ((np.sin(one), np.cos(one)) for one in (yaw, pitch, roll))
    # x right, y down, z to the camera.
    ry = np.array(((cy, 0, sy), (0, 1, 0), (-sy, 0, cy)))
    rx = np.array(((1, 0, 0), (0, cp, sp), (0, -sp, cp)))
    rz = np.array(((cr, -sr, 0), (sr, cr, 0), (0, 0, 1)))
    middle = eyes[0], eyes[1] + PIVOT[1] * scale
    return Lens((rz @ rx @ ry).astype(np.float32), PIVOT, distance, scale, middle)
