"""A person from the shoulders up, as a camera has them."""

from dataclasses import dataclass, replace

import numpy as np

from kiosk.app.heads.bust import shoulders
from kiosk.app.heads.head import STRAIGHT, TALL, Head, Image, Pose, View, lens_of
from kiosk.app.heads.light import DAY, Light

_CHEST_Y, _PRINT_TALL = 26.0, 12.0
"""Where a printed face is on a shirt, and how tall, in centimetres."""
_AROUND = 1.15
"""How much wider than tall the box of a head is, long hair and turning included."""


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """Somebody in a picture."""

    head: Head
    pose: Pose = STRAIGHT
    share: float = 0.42
    """Height of the head as a share of the picture's height."""
    x: float = 0.5
    """Where the point between the eyes is (head straight), as a share of the width …"""
    y: float = 0.42
    """… and of the height."""
    shirt: Head | None = None
    """Whose face is printed on the shirt."""

    def posed(self, pose: Pose) -> "Figure":
        """The same person in another pose."""
        return replace(self, pose=pose)


def draw(figure: Figure, ground: Image, light: Light = DAY) -> None:
    """Draw the person into ``ground``, over what is there."""
    height, width = ground.shape[:2]
    scale = figure.share * height / TALL
    eyes = figure.x * width, figure.y * height
    _head(figure, ground, light, scale, eyes)
    _body(figure, ground, light, scale, eyes)


def _head(
    figure: Figure, ground: Image, light: Light, scale: float, eyes: tuple[float, float]
) -> None:
    half = 0.5 * TALL * _AROUND * scale
    box = _box(ground, eyes[0] - half, eyes[1] - 17 * scale, eyes[0] + half, eyes[1] + 20 * scale)
    if box is None:
        return
    left, top, right, bottom = box
    lens = lens_of(figure.pose, scale, (eyes[0] - left, eyes[1] - top))
    view = figure.head.seen(lens, light, (right - left, bottom - top), figure.pose)
    part = ground[top:bottom, left:right]
    part[:] = view.over(part)


def _body(
    figure: Figure, ground: Image, light: Light, scale: float, eyes: tuple[float, float]
) -> None:
    half = 24 * scale
    box = _box(ground, eyes[0] - half, eyes[1] + 11 * scale, eyes[0] + half, ground.shape[0])
    if box is None:
        return
    left, top, right, bottom = box
    place = eyes[0] - left, eyes[1] - top
    size = right - left, bottom - top
    colours, share = shoulders(figure.head.traits, light, size, scale, place)
    shown = np.asarray(np.clip(colours, 0, 1) * 255, np.uint8)
    if figure.shirt is not None:
        _print(figure.shirt, shown, scale, place)
    part = ground[top:bottom, left:right]
    part[:] = View(shown, np.asarray(share * 255, np.uint8)).over(part)


def _print(whose: Head, cloth: Image, scale: float, place: tuple[float, float]) -> None:
    """A flat face on the cloth."""
    tall = round(_PRINT_TALL * scale)
    wide = round(0.8 * tall)
    left, top = round(place[0] - wide / 2), round(place[1] + _CHEST_Y * scale - tall / 2)
    box = _box(cloth, left, top, left + wide, top + tall)
    if box is None or tall < 8:
        return
    view = whose.view(size=(wide, tall), share=0.8)
    part = cloth[box[1] : box[3], box[0] : box[2]]
    cut = slice(box[1] - top, box[3] - top), slice(box[0] - left, box[2] - left)
    part[:] = View(view.image[cut], view.mask[cut]).over(part)


def _box(
    ground: Image, left: float, top: float, right: float, bottom: float
) -> tuple[int, int, int, int] | None:
    """The part of these bounds that is in the picture, in whole pixels."""
    height, width = ground.shape[:2]
    x0, y0 = max(0, int(left)), max(0, int(top))
    x1, y1 = min(width, int(np.ceil(right))), min(height, int(np.ceil(bottom)))
    return (x0, y0, x1, y1) if x1 - x0 >= 4 and y1 - y0 >= 4 else None
