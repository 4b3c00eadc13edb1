"""Pictures of faces held before the kiosk's camera: paper and screens, as an attacker has them.

Instruments of presentation attacks (ISO/IEC 30107-1), drawn by casting a ray for each pixel of the
camera to a sheet that is flat, bent about an axis in it, or folded. Lengths are centimetres; x
counts to the right of the picture, y downwards, z to the camera.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.app.heads.shine import HAZE, Shine, reflected, veiled

Image = NDArray[np.uint8]
"""Pixels, shape (height, width, 3), blue-green-red."""

Cover = NDArray[np.uint8]
"""255 where there is paper, 0 where it was cut away, shape (height, width)."""

VIEW = 65.0
"""Degrees that the camera sees from left to right: a usual webcam's."""
BEZEL = 0.4
"""Centimetres of a phone's rim."""
_COARSE = 4
"""Pixels."""
_CORNER = 0.12
"""Radius of a phone's corners in parts of its width."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A picture on paper or on a screen."""

    picture: Image
    wide: float
    """Its width; its height follows from the picture's shape."""
    cover: Cover | None = None
    """Of the picture's size; None: nothing is cut away."""
    bend: float = 0.0
    """One by the radius of the bend; 0 is flat, above 0 the middle is nearest to the camera."""
    axis: float = 90.0
    """Degrees of the axis of the bend or fold: 0 lies across, 90 stands upright."""
    fold: float = 0.0
    """Degrees by which either half is folded back along the axis; not together with a bend."""
    gloss: float = 0.0
    """How bright a lamp is seen in it, 0.0 to 1.0: of glass 0.3 and more."""
    screen: bool = False
    """It makes its own light, and its glass adds some of the page's; paper reflects it."""
    mirrors: float = 0.0
    """How much of the page a screen shows as a mirror does: 1.0 of a clean one held for that."""
    haze: float = HAZE
    """What a screen's front scatters."""


@dataclass(frozen=True, slots=True)
class Held:
    """Where a sheet is held, and how; angles in degrees."""

    distance: float = 45.0
    """Of its middle from the camera."""
    x: float = 0.0
    y: float = 0.0
    yaw: float = 0.0
    """Above 0 its front turns to the right of the picture, as a head does to its own left."""
    pitch: float = 0.0
    """Above 0 its front turns down."""
    roll: float = 0.0
    """Above 0 clockwise."""


def hold(sheet: Sheet, held: Held, before: Image, shine: Shine | None = None) -> Image:
    """What the camera sees of ``before`` with the sheet held in front of it; ``shine`` is the
    kiosk's page, if its light is to be seen."""
    height, width = before.shape[:2]
    focal = width / 2 / np.tan(np.radians(VIEW / 2))
    seen = before.copy()
    part = _part(sheet, held, focal, width, height)
    if part is None:
        return seen
    left, top, right, bottom = part
    # Rays for some pixels; between them, places on the sheet change evenly.
    across, down = np.meshgrid(
        (np.arange(left, right + _COARSE, _COARSE) - width / 2 + 0.5) / focal,
        (np.arange(top, bottom + _COARSE, _COARSE) - height / 2 + 0.5) / focal,
    )
    ray = np.stack([across, down, np.full_like(across, -1.0)], axis=2)
    turn = _turn(held)
    # The camera and its rays as the sheet sees them.
    eye = turn.T @ np.array([-held.x, -held.y, held.distance])
    at_x, at_y, hit = (
        _finer(np.asarray(each, np.float32), right - left, bottom - top)
        for each in _on_sheet(sheet, eye, np.asarray(ray @ turn))
    )
    tall, wide = sheet.picture.shape[:2]
    scale = wide / sheet.wide
    columns = at_x * np.float32(scale) + np.float32(wide / 2 - 0.5)
    rows = at_y * np.float32(scale) + np.float32(tall / 2 - 0.5)
    # What is drawn smaller than it is must not be sampled between its lines.
    finer = scale * held.distance / focal
    picture = _lit(_blurred(sheet.picture, finer), sheet, held, shine)
    cover = np.full((tall, wide), 255, np.uint8) if sheet.cover is None else sheet.cover
    colours = cv2.remap(picture, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    share = cv2.remap(
        _blurred(cover, finer), columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT
    )
    share = np.where(hit > 0.5, share.astype(np.float32) / 255, 0)[..., None]
    if sheet.gloss:
        colours = colours + 255 * sheet.gloss * _lamp(at_x, at_y, held)[..., None]
    behind = before[top:bottom, left:right].astype(np.float32)
    seen[top:bottom, left:right] = behind + (np.clip(colours, 0, 255) - behind) * share
    return seen


def _lit(picture: Image, sheet: Sheet, held: Held, shine: Shine | None) -> NDArray[np.float32]:
    """The sheet's colours in the page's light; not yet whole grey levels, of which a screen's
    glass adds less than one."""
    if shine is None:
        return picture.astype(np.float32)
    metres = held.distance / 100
    table = (
        veiled(shine.veil(metres, sheet.mirrors, sheet.haze))
        if sheet.screen
        else reflected(shine.rise(metres))
    )
    return np.asarray(cv2.LUT(picture, table[None]), np.float32)


def phone(screen: Image, wide: float = 7.2, *, mirrors: float = 0.0, haze: float = HAZE) -> Sheet:
    """A phone of this width whose screen shows the picture."""
    width = screen.shape[1]
    rim = round(BEZEL / (wide - 2 * BEZEL) * width)
    body = cv2.copyMakeBorder(screen, rim, rim, rim, rim, cv2.BORDER_CONSTANT, value=(14, 13, 12))
    cover = np.zeros(body.shape[:2], np.uint8)
    radius = round(_CORNER * body.shape[1])
    tall, across = cover.shape
    cv2.rectangle(cover, (radius, 0), (across - radius, tall), 255, -1)
    cv2.rectangle(cover, (0, radius), (across, tall - radius), 255, -1)
    for x in (radius, across - radius):
        for y in (radius, tall - radius):
            cv2.circle(cover, (x, y), radius, 255, -1)
    return Sheet(
        np.asarray(body, dtype=np.uint8),
        wide,
        cover,
        gloss=0.3,
        screen=True,
        mirrors=mirrors,
        haze=haze,
    )


def _part(
    sheet: Sheet, held: Held, focal: float, width: int, height: int
) -> tuple[int, int, int, int] | None:
    """Left, top, right and bottom of the pixels in which the sheet can be, however it is turned."""
    tall = sheet.wide * sheet.picture.shape[0] / sheet.picture.shape[1]
    reach = float(np.hypot(sheet.wide, tall)) / 2
    nearest = held.distance - reach
    if nearest <= 1.0:
        return 0, 0, width, height
    ends = [
        (focal * (middle - reach) / nearest, focal * (middle + reach) / nearest)
        for middle in (held.x, held.y)
    ]
    left, right = (int(np.clip(width / 2 + end, 0, width)) for end in ends[0])
    top, bottom = (int(np.clip(height / 2 + end, 0, height)) for end in ends[1])
    return (left, top, right, bottom) if right > left and bottom > top else None


def _turn(held: Held) -> NDArray[np.float64]:
    """From the sheet's axes to the camera's."""
    yaw, pitch, roll = (np.radians(one) for one in (held.yaw, held.pitch, held.roll))
    about_y = np.array([[np.cos(yaw), 0, np.sin(yaw)], [0, 1, 0], [-np.sin(yaw), 0, np.cos(yaw)]])
    about_x = np.array(
        [[1, 0, 0], [0, np.cos(pitch), np.sin(pitch)], [0, -np.sin(pitch), np.cos(pitch)]]
    )
    about_z = np.array(
        [[np.cos(roll), -np.sin(roll), 0], [np.sin(roll), np.cos(roll), 0], [0, 0, 1]]
    )
    return np.asarray(about_z @ about_x @ about_y)


def _on_sheet(
    sheet: Sheet, eye: NDArray[np.float64], ray: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
    """Where each ray meets the sheet, laid flat, and whether it does."""
    angle = np.radians(sheet.axis)
    along = np.array([np.cos(angle), np.sin(angle), 0])
    aside = np.array([np.sin(angle), -np.cos(angle), 0])
    # Seen along the axis: a line, an arc or a roof, with height over the way aside.
    from_a, from_z, to_a, to_z = eye @ aside, eye[2], ray @ aside, ray[..., 2]
    if sheet.bend:
        way, flat, hit = _arc(1 / sheet.bend, from_a, from_z, to_a, to_z)
    elif sheet.fold:
        way, flat, hit = _roof(np.radians(sheet.fold), from_a, from_z, to_a, to_z)
    else:
        way = -from_z / to_z
        flat, hit = from_a + way * to_a, way > 0
    upon = eye @ along + way * (ray @ along)
    at = upon[..., None] * along + flat[..., None] * aside
    return at[..., 0], at[..., 1], hit


_Met = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]
"""How far along each ray, how far aside of the axis on the flat sheet, and whether at all."""


def _arc(
    radius: float,
    from_a: float,
    from_z: float,
    to_a: NDArray[np.float64],
    to_z: NDArray[np.float64],
) -> _Met:
    """On a cylinder whose top touches the middle of the sheet."""
    high = from_z + radius
    a = to_a**2 + to_z**2
    b = from_a * to_a + high * to_z
    inside = b**2 - a * (from_a**2 + high**2 - radius**2)
    way = (-b - np.sqrt(np.maximum(inside, 0))) / a
    flat = radius * np.arctan2(from_a + way * to_a, high + way * to_z)
    return way, flat, (inside > 0) & (way > 0)


def _roof(
    slope: float, from_a: float, from_z: float, to_a: NDArray[np.float64], to_z: NDArray[np.float64]
) -> _Met:
    """On two half-planes that fall away from the axis."""
    way = np.full(to_a.shape, np.inf)
    for side in (-1.0, 1.0):
        fall = side * np.tan(slope)  # z falls by so much for each centimetre aside
        met = -(from_z + fall * from_a) / (to_z + fall * to_a)
        on = (side * (from_a + met * to_a) >= 0) & (met > 0)
        way = np.where(on, np.minimum(way, met), way)
    hit = np.isfinite(way)
    way = np.where(hit, way, 0.0)
    return way, (from_a + way * to_a) / np.cos(slope), hit


def _finer(coarse: NDArray[np.float32], width: int, height: int) -> NDArray[np.float32]:
    """Values of every pixel, from those of one in :data:`_COARSE`."""
    at_x = np.broadcast_to(np.arange(width, dtype=np.float32) / _COARSE, (height, width))
    at_y = np.broadcast_to(np.arange(height, dtype=np.float32)[:, None] / _COARSE, (height, width))
    return np.asarray(cv2.remap(coarse, np.array(at_x), np.array(at_y), cv2.INTER_LINEAR))


def _blurred(picture: NDArray[np.uint8], finer: float) -> NDArray[np.uint8]:
    """``finer``: pixels of the picture in one of the camera."""
    if finer <= 1.2:
        return picture
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), 0.45 * finer), dtype=np.uint8)


def _lamp(at_x: NDArray[np.float32], at_y: NDArray[np.float32], held: Held) -> NDArray[np.float32]:
    """A ceiling lamp's reflection: it wanders over the glass twice as fast as the glass turns."""
    x = at_x - 2 * held.distance * np.tan(np.radians(held.yaw)) - 2.0
    y = at_y - 2 * held.distance * np.tan(np.radians(held.pitch)) + 7.0
    return np.asarray(np.exp(-0.5 * ((x / 1.2) ** 2 + (y / 2.5) ** 2)), np.float32)
