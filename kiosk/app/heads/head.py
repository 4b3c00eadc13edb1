"""The head of somebody who does not exist."""

import functools
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.app.heads import marks, openings, paint, shape
from kiosk.app.heads.cast import Lens, hits
from kiosk.app.heads.grid import Field, Window, angles, heights, sampled
from kiosk.app.heads.light import DAY, Light, lit
from kiosk.app.heads.traits import Glasses, Traits, traits_of, traits_unlike

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
        cover, lying = shape.hair(traits, self.places)
        radius = shape.skull(traits, self.places) + shape.features(traits, self.places) + lying
        # Hollows get less of the light from all around.
        hollow = np.clip((cv2.GaussianBlur(radius, (0, 0), 9) - radius) * 0.55, -0.06, 0.35)
        self._canvas = paint.skin(traits, self.places, cover)
        self._canvas *= (1 - hollow)[..., None]
        openings.nostrils(self._canvas, traits, self.places)
        self._frame: tuple[Window, Field] | None = None
        if traits.glasses is not Glasses.NONE:
            window = Window.of(-7.99, 7.99, -3.0, 4.0)
            self._frame = window, marks.glasses(window, traits, self.places)
            radius[window.cut] += self._frame[1] * np.float32(0.25)
        self._radius = np.asarray(radius, np.float32)
        self._normals = _normals(self._radius)
        self._painted: dict[tuple[float, float], paint.Colours] = {}

    @staticmethod
    def of(number: str, sex: str, age: int) -> "Head":
        """The head of the person with this number; ``sex`` is ``M`` or ``F``, ``age`` in years."""
        return _head_of(number, sex, age)

    @staticmethod
    def unlike(number: str, sex: str, age: int) -> "Head":
        """The head of somebody else of this sex and age, whom nobody takes for this person."""
        return Head(traits_unlike(number, sex, age))

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
        image = np.zeros((height, width, 3), np.uint8)
        mask = np.zeros((height, width), np.uint8)
        found = hits(self._radius, lens, width, height)
        if found is not None:
            canvas = self._with_eyes(round(pose.eyes_open, 2), round(pose.mouth, 2))
            colours = sampled(canvas, found.columns, found.rows)
            normals = sampled(self._normals, found.columns, found.rows)
            shaded = np.clip(lit(colours, normals, lens.turn, light), 0, 1)
            image.reshape(-1, 3)[found.pixels] = shaded * 255
            mask.reshape(-1)[found.pixels] = found.share * 255
        return View(image, mask)

    def _with_eyes(self, opened: float, mouth: float) -> paint.Colours:
        """The colours with eyes and mouth open so far. The last two are kept; a cache around this
        method would hold the head, and the head the cache, until garbage is collected."""
        known = self._painted.get((opened, mouth))
        if known is not None:
            return known
        canvas = self._canvas.copy()
        openings.eyes(canvas, self.traits, self.places, opened)
        openings.mouth(canvas, self.traits, self.places, mouth)
        if self._frame is not None:
            paint.frame(canvas, self._frame[1], self._frame[0], self.traits)
        self._painted = dict([*self._painted.items(), ((opened, mouth), canvas)][-2:])
        return canvas


@functools.lru_cache(maxsize=4)
def _head_of(number: str, sex: str, age: int) -> Head:
    return Head(traits_of(number, sex, age))


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
