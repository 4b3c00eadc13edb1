"""Whether a turning face has a nose: parallax that no sheet of paper and no screen shows.

The turned face is laid over the same face before the turn by a smooth deformation of the picture,
found by least squares over the pixels between brows and mouth (Lucas and Kanade's registration
with a deformation of a few parameters). The deformation has two parts:

- what any sheet can do: be turned and tilted, come nearer, be bent (a second-degree surface) or
  folded along the middle of the face, sharply or softly;
- what only a nose does: its ridge, which rises from between the eyes to the tip, moves to the
  side against everything around it.

So the share of the second, by how far the landmarks say that the head has turned, is near that of
a real nose for heads, and near nothing for sheets, also for those held aslant so that their
landmarks move as a head's do.
"""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.face.liveness.level import CENTRE_X, CENTRE_Y, EYES, Patch, level
from kiosk.face.pose import EYES_MM, NOSE_FRONT_MM
from kiosk.face.seen import LEFT_OUTER, NOSE, RIGHT_OUTER, Image, Landmarks

LEAST_TURN, MOST_TURN = 8.0, 28.0
"""Degrees between which frames are compared: less tells nothing, and behind a nose turned
further the cheek disappears."""
ENOUGH = 3
"""Frames."""
ALIKE = 0.78
"""Correlation of the two patches when one is laid over the other: below it they were not."""

SHORTEST, LONGEST = 0.3, 0.8
"""How far the base of a nose may be below the eyes, in parts of the eyes' distance; what is beyond
was not found rightly."""
_TERMS = 9
_NOSE = _TERMS - 1
"""Of the first :data:`_TERMS` parameters, which move pixels sideways, the nose's."""
_LOOSE = np.array([0.3, 0.3, 0.3, 0.15, 0.15, 0.15, 0.08, 0.08, 0.3] * 2)
"""How large each parameter may well be, in parts of the eyes' distance."""
_ROUNDS = ((2.6, 8), (1.3, 6))
"""From coarse to fine: blur in pixels, and steps."""
_SETTLED = 0.002
_COARSE = 4.0
"""Pixels that differ by more than so many medians (reflections, a strand of hair) count little;
with less, a nose itself would, beside the rims of glasses."""


@dataclass(frozen=True, slots=True, eq=False)
class _Pixels:
    """Which pixels of a level face are compared, and by what terms they may move."""

    x: NDArray[np.float32]
    """From the middle between the eyes, in pixels of the level face."""
    y: NDArray[np.float32]
    terms: NDArray[np.float32]
    """Shape (pixels, :data:`_TERMS`)."""

    @classmethod
    def of(cls, landmarks: Landmarks) -> "_Pixels":
        """For a nose as long as these landmarks say."""
        long = _nose_below(landmarks)
        across, down = np.linspace(-0.66, 0.66, 60), np.linspace(-0.28, 1.22 * long, 44)
        x, y = (grid.ravel() for grid in np.meshgrid(across, down))
        middle = np.exp(-0.5 * np.square(x / 0.11))
        ridge = middle * np.clip(y / (0.8 * long), 0, 1) * (y < 1.06 * long)
        sheet = (np.ones_like(x), x, y, x * x, x * y, y * y, np.abs(x), middle)
        terms = np.stack([*sheet, ridge], axis=1).astype(np.float32)
        at_x, at_y = x * EYES + CENTRE_X, y * EYES + CENTRE_Y
        return cls(at_x.astype(np.float32), at_y.astype(np.float32), terms)


def _nose_below(landmarks: Landmarks) -> float:
    """How far the nose's base is below the eyes, in parts of the distance between their outer
    corners."""
    left, right, nose = (landmarks[row].astype(float) for row in (LEFT_OUTER, RIGHT_OUTER, NOSE))
    across, off = left - right, nose - (left + right) / 2
    apart_2 = max(1.0, float(across @ across))
    return float(np.clip((across[0] * off[1] - across[1] * off[0]) / apart_2, SHORTEST, LONGEST))


class Relief:
    """One turn, against one frame before it."""

    def __init__(self, image: Image, landmarks: Landmarks) -> None:
        self._pixels = _Pixels.of(landmarks)
        self._before = [level(image, landmarks, blur) for blur, _ in _ROUNDS]
        self._found: list[tuple[float, float]] = []
        self._last: NDArray[np.float64] = np.zeros(2 * _TERMS)

    def add(self, image: Image, landmarks: Landmarks, yaw: float) -> None:
        """A frame in which the face has turned by ``yaw`` degrees since."""
        if not LEAST_TURN <= abs(yaw) <= MOST_TURN:
            return
        after = [level(image, landmarks, blur) for blur, _ in _ROUNDS]
        moved = self._last if self._found else np.zeros(2 * _TERMS)
        alike = 0.0
        for before, now, (_, steps) in zip(self._before, after, _ROUNDS, strict=True):
            if before is None or now is None:
                return
            moved, alike = _laid_over(self._pixels, before, now, moved, steps)
        if alike >= ALIKE:
            aside = NOSE_FRONT_MM / EYES_MM * float(np.tan(np.radians(yaw)))
            self._last = moved
            self._found.append((aside, float(moved[_NOSE])))

    @property
    def frames(self) -> int:
        return len(self._found)

    @property
    def nose(self) -> float | None:
        """How far the ridge of the nose moved, by how far the landmarks say that it did; None
        before :data:`ENOUGH` frames were compared."""
        if len(self._found) < ENOUGH:
            return None
        aside, ridge = np.array(self._found).T
        return float((aside @ ridge) / (aside @ aside))


def _laid_over(
    pixels: _Pixels, before: Patch, now: Patch, start: NDArray[np.float64], steps: int
) -> tuple[NDArray[np.float64], float]:
    """The parameters that lay ``now`` over ``before``, and how alike the two are then."""
    wanted = _at(before, pixels.x, pixels.y)
    slope_x = _at(cv2.Sobel(before, cv2.CV_32F, 1, 0, scale=1 / 8), pixels.x, pixels.y)
    slope_y = _at(cv2.Sobel(before, cv2.CV_32F, 0, 1, scale=1 / 8), pixels.x, pixels.y)
    slopes = np.hstack([slope_x[:, None] * pixels.terms, slope_y[:, None] * pixels.terms]) * EYES
    loose = np.diag(len(wanted) * 1e-3 / np.square(_LOOSE))
    moved = start.copy()
    for _ in range(steps):
        off = wanted - _moved(now, moved, pixels)
        weight = 1 / (1 + np.square(off / (_COARSE * float(np.median(np.abs(off))) + 1e-3)))
        weighted = slopes * weight[:, None]
        step = np.linalg.solve(slopes.T @ weighted + loose, weighted.T @ off - loose @ moved)
        moved = moved + step
        if float(np.abs(step).max()) < _SETTLED:
            break
    got = _moved(now, moved, pixels)
    alike = float(np.corrcoef(wanted, got)[0, 1]) if got.std() > 0 and wanted.std() > 0 else 0.0
    return moved, alike


def _moved(now: Patch, moved: NDArray[np.float64], pixels: _Pixels) -> NDArray[np.float32]:
    aside = (pixels.terms @ moved[:_TERMS]) * EYES
    down = (pixels.terms @ moved[_TERMS:]) * EYES
    return _at(now, pixels.x + aside, pixels.y + down)


def _at(patch: NDArray[Any], x: NDArray[Any], y: NDArray[Any]) -> NDArray[np.float32]:
    """The patch's values there."""
    found = cv2.remap(
        patch,
        x.astype(np.float32).reshape(1, -1),
        y.astype(np.float32).reshape(1, -1),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(found, dtype=np.float32).ravel()
