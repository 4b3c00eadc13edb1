"""Something with a code on it, held up to a kiosk's camera: where, how, in which light."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.bench.vision_codes_scene import HEIGHT, WIDTH, Floats, Image
from kiosk.bench.vision_codes_symbols import Symbol


@dataclass(frozen=True, slots=True)
class Pose:
    module: float = 5.0
    """Pixels of the frame that a module is wide."""
    turn: float = 0.0
    """Degrees in the picture's plane."""
    tilt: float = 0.0
    """Degrees out of it."""
    about: float = 0.0
    """Degrees: the axis it is tilted about, 0 the horizontal one."""
    at: tuple[float, float] = (WIDTH / 2, HEIGHT / 2)
    """Pixels: where the code's middle is."""


@dataclass(frozen=True, slots=True)
class Thing:
    """What carries the code, some pixels a module."""

    picture: Image
    middle: tuple[float, float]
    """Of the code, in pixels of ``picture``."""
    scale: int
    """Pixels a module."""


def carrier(symbol: Symbol, rng: np.random.Generator, module: float, kind: str = "paper") -> Thing:
    """A card or slip (``paper``), or a phone (``phone``, or ``dark phone`` with inverted code)."""
    scale = int(np.clip(np.ceil(1.6 * module), 2, 10))
    code = cv2.resize(symbol.modules, None, fx=scale, fy=scale, interpolation=cv2.INTER_NEAREST)
    tall, wide = code.shape
    around = [int(value) for value in rng.uniform(0.15, 0.7, 4) * min(tall, wide)]
    top, bottom, left, right = around
    paper = int(rng.integers(225, 255))
    ink = int(rng.integers(5, 60))
    size = (tall + top + bottom, wide + left + right)
    drawn = np.full(size, 255, dtype=np.uint8)
    _text(drawn, rng, top, top + tall)
    drawn[top : top + tall, left : left + wide] = code
    levels = np.linspace(ink, paper, 256).astype(np.uint8)
    if kind == "dark phone":
        levels = levels[::-1]
    grey = levels[drawn]
    tint = rng.uniform(0.9, 1.0, 3).astype(np.float32)
    picture = (grey[:, :, None] * tint).astype(np.uint8)
    middle = (left + wide / 2, top + tall / 2)
    if kind != "paper":
        edge = 4 * scale
        picture = cv2.copyMakeBorder(
            picture, edge, edge, edge, edge, cv2.BORDER_CONSTANT, value=(22, 20, 20)
        ).astype(np.uint8)
        middle = (middle[0] + edge, middle[1] + edge)
    return Thing(picture, middle, scale)


def _text(drawn: NDArray[np.uint8], rng: np.random.Generator, top: int, bottom: int) -> None:
    """Lines of print above and below the code's place."""
    height = drawn.shape[0]
    for y in (*range(14, top - 4, 22), *range(bottom + 16, height - 4, 22)):
        words = " ".join(rng.choice(("HO VA TEN", "BENH VIEN", "So 24", "Phieu kham", "2026"), 5))
        cv2.putText(drawn, words, (8, y), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (60,), 1)


def matrix(thing: Thing, pose: Pose) -> NDArray[np.float64]:
    """From the thing's pixels to the frame's, shape (3, 3); as a lens of 53° across sees it."""
    focal = WIDTH
    shrink = pose.module / thing.scale
    turn, tilt, about = np.radians((pose.turn, pose.tilt, pose.about))
    spin = _rotation(2, turn)
    lean = _rotation(2, about) @ _rotation(0, tilt) @ _rotation(2, -about)
    whole = lean @ spin
    depth = focal / shrink
    plane = np.column_stack((whole[:, 0], whole[:, 1], (0, 0, depth)))
    centre = np.array([[1, 0, -thing.middle[0]], [0, 1, -thing.middle[1]], [0, 0, 1.0]])
    lens = np.array([[focal, 0, pose.at[0]], [0, focal, pose.at[1]], [0, 0, 1.0]])
    return np.asarray(lens @ plane @ centre)


def _rotation(axis: int, angle: float) -> NDArray[np.float64]:
    c, s = np.cos(angle), np.sin(angle)
    first, second = [other for other in range(3) if other != axis]
    turned = np.eye(3)
    turned[first, first] = turned[second, second] = c
    turned[first, second], turned[second, first] = -s, s
    return turned


def in_front(view: Image, thing: Thing, pose: Pose) -> Floats:
    """The view with the thing before it, in numbers from 0 to 255 that may be made brighter."""
    whole = matrix(thing, pose)
    softness = 0.45 * thing.scale / pose.module
    soft = cv2.GaussianBlur(thing.picture, (0, 0), max(0.05, softness))
    drawn = cv2.warpPerspective(
        soft,
        whole,
        (WIDTH, HEIGHT),
        dst=view.copy(),
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_TRANSPARENT,
    )
    return np.asarray(drawn, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Taken:
    """How the camera took it."""

    light: float = 1.0
    """Share of good light."""
    blur: float = 0.5
    """Pixels, standard deviation of the lens's."""
    motion: float = 0.0
    """Pixels that it moved by while it was taken."""
    heading: float = 0.0
    """Degrees: where it moved to."""
    noise: float = 3.0
    """Standard deviation of the sensor's, of 255."""

    def but(self, **changed: float) -> "Taken":
        return replace(self, **changed)


def exposed(scene: Floats, how: Taken, rng: np.random.Generator) -> Image:
    """The frame: blurred, with noise, cut to eight bits."""
    view = scene * how.light
    if how.motion >= 1:
        view = np.asarray(cv2.filter2D(view, -1, _streak(how.motion, how.heading)))
    if how.blur >= 0.1:
        view = np.asarray(cv2.GaussianBlur(view, (0, 0), how.blur))
    noise = rng.standard_normal((HEIGHT, WIDTH), dtype=np.float32)[:, :, None] * how.noise
    return (view + noise).clip(0, 255).astype(np.uint8)


def _streak(length: float, heading: float) -> Floats:
    side = int(np.ceil(length)) | 1
    line = np.zeros((side, side), dtype=np.float32)
    middle = side // 2
    step = np.array([np.cos(np.radians(heading)), np.sin(np.radians(heading))]) * length / 2
    ends = [tuple(int(v) for v in np.round(middle + way * step)) for way in (-1, 1)]
    cv2.line(line, ends[0], ends[1], (1.0,), 1)
    return np.asarray(line / line.sum(), dtype=np.float32)
