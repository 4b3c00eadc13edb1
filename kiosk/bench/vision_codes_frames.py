"""Frames of codes with everything in the way that happens at a kiosk.

Each frame has one nuisance, from slight to hopeless, over a random pose, light and background;
many cannot be read by anything, so that decoders differ. The same number gives the same frame.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np

from kiosk.bench.vision_codes_held import Pose, Taken, Thing, carrier, exposed, in_front
from kiosk.bench.vision_codes_scene import BACKGROUNDS, HEIGHT, WIDTH, Floats, Image, background
from kiosk.bench.vision_codes_symbols import Symbol, any_symbol

FRAMES = 1200
SEED = 20


@dataclass(frozen=True, slots=True)
class CodeFrame:
    kind: str
    """One of :data:`NUISANCES`."""
    image: Image
    symbols: tuple[Symbol, ...]


@dataclass(slots=True)
class _Making:
    """What a nuisance may change before and after the thing is held up."""

    chance: random.Random
    rng: np.random.Generator
    degree: float
    """From 0, slight, to 1, hopeless."""
    symbol: Symbol
    pose: Pose
    taken: Taken
    on: str = "paper"
    printed: Callable[[Thing], Image] | None = None
    """Changes the thing's surface."""
    lit: Callable[[Floats], Floats] | None = None
    """Changes the view's light."""

    def between(self, slight: float, hopeless: float) -> float:
        return slight + (hopeless - slight) * self.degree


def code_frames(count: int = FRAMES, seed: int = SEED) -> Iterator[CodeFrame]:
    """So many frames, one after the other, each nuisance as often."""
    kinds = tuple(NUISANCES)
    return (code_frame(kinds[number % len(kinds)], number, seed) for number in range(count))


def code_frame(kind: str, number: int, seed: int = SEED, degree: float | None = None) -> CodeFrame:
    """The frame of this number; ``degree`` of the nuisance from 0 to 1, random where not given."""
    chance = random.Random(f"{seed} {number}")
    rng = np.random.default_rng([seed, number])
    symbol = any_symbol(chance)
    wide = max(symbol.modules.shape)
    module = min(chance.uniform(3.2, 8), 520 / wide)
    margin = module * wide * 0.6
    making = _Making(
        chance,
        rng,
        chance.random() if degree is None else degree,
        symbol,
        Pose(
            module,
            chance.choice((0, 90, 180, 270)) + chance.gauss(0, 12),
            abs(chance.gauss(0, 10)),
            chance.uniform(0, 360),
            (
                chance.uniform(min(margin, WIDTH / 2), max(WIDTH - margin, WIDTH / 2)),
                chance.uniform(min(margin, HEIGHT / 2), max(HEIGHT - margin, HEIGHT / 2)),
            ),
        ),
        Taken(chance.uniform(0.55, 1.05), chance.uniform(0.4, 1.0), noise=chance.uniform(2, 7)),
    )
    view = background(chance.choice(BACKGROUNDS), chance.randrange(3))
    second = NUISANCES[kind](making)
    scene = in_front(view, _made(making), making.pose)
    if second is not None:
        scene = in_front(scene.astype(np.uint8), _made(second), second.pose)
    if making.lit is not None:
        scene = making.lit(scene)
    image = exposed(scene, making.taken, rng)
    symbols = (symbol,) if second is None else (symbol, second.symbol)
    return CodeFrame(kind, image, symbols)


def _made(making: _Making) -> Thing:
    thing = carrier(making.symbol, making.rng, making.pose.module, making.on)
    return thing if making.printed is None else replace(thing, picture=making.printed(thing))


def _phone(making: _Making) -> None:
    """A screen: its grid of dots beats with the camera's, and it outshines the room."""
    making.on = "dark phone" if making.chance.random() < 0.3 else "phone"
    depth, bloom = making.between(0.05, 0.5), making.between(1.0, 2.6)

    def dotted(thing: Thing) -> Image:
        height, width = thing.picture.shape[:2]
        down, across = np.mgrid[0:height, 0:width].astype(np.float32)
        period = making.chance.uniform(1.6, 3.2) * thing.scale / 5
        grid = np.sin(across * 2 * np.pi / period) * np.sin(down * 2 * np.pi / period)
        dots = thing.picture * (1 - depth * (0.5 + 0.5 * grid[:, :, None]))
        return np.asarray(dots, dtype=np.uint8)

    def shining(scene: Floats) -> Floats:
        glow = np.asarray(cv2.GaussianBlur(scene, (0, 0), making.between(1, 5)))
        return np.asarray((0.75 * scene + 0.25 * glow) * bloom, dtype=np.float32)

    making.printed, making.lit = dotted, shining


def _glare(making: _Making) -> None:
    """A lamp mirrored in plastic, on the code or beside it."""
    making.lit = _lamps(making, 1, making.between(0.1, 0.65))


def _laminated(making: _Making) -> None:
    """A milky foil with several small reflections."""
    lamps = _lamps(making, 4, making.between(0.05, 0.3))
    veil = making.between(0.05, 0.65)
    making.lit = lambda scene: lamps(scene * (1 - veil) + 190 * veil)


def _lamps(making: _Making, count: int, size: float) -> Callable[[Floats], Floats]:
    """``size`` in parts of the code's width."""
    wide = making.pose.module * max(making.symbol.modules.shape)

    def lit(scene: Floats) -> Floats:
        light = np.zeros((HEIGHT, WIDTH), dtype=np.float32)
        for _ in range(count):
            spread = wide * 0.4
            spot = tuple(round(making.chance.gauss(value, spread)) for value in making.pose.at)
            axes = (
                max(2, round(wide * size * making.chance.uniform(0.5, 1.2) / 2)),
                max(2, round(wide * size * making.chance.uniform(0.3, 1.0) / 2)),
            )
            turn = making.chance.uniform(0, 180)
            cv2.ellipse(light, spot, axes, turn, 0, 360, (330.0,), -1)
        soft = np.asarray(cv2.GaussianBlur(light, (0, 0), max(1.0, wide * 0.03)))
        return scene + soft[:, :, None]

    return lit


def _scratched(making: _Making) -> None:
    lines = round(making.between(1, 16))

    def marked(thing: Thing) -> Image:
        picture = thing.picture.copy()
        height, width = picture.shape[:2]
        for _ in range(lines):
            ends = [
                (making.chance.randrange(width), making.chance.randrange(height)) for _ in range(2)
            ]
            tone = making.chance.choice((20.0, 120.0, 240.0))
            thick = max(1, round(thing.scale * making.chance.uniform(0.2, 1.0)))
            cv2.line(picture, ends[0], ends[1], (tone,) * 3, thick)
        return picture

    making.printed = marked


def _creased(making: _Making) -> None:
    """Folded and smoothed again: the paper is wavy, and shaded along the folds."""
    depth, shade = making.between(0.1, 1.6), making.between(0.1, 0.6)

    def folded(thing: Thing) -> Image:
        height, width = thing.picture.shape[:2]
        down, across = np.mgrid[0:height, 0:width].astype(np.float32)
        shift = np.zeros((height, width), dtype=np.float32)
        light = np.ones((height, width), dtype=np.float32)
        for _ in range(3):
            turn = making.chance.uniform(0, np.pi)
            off = making.chance.gauss(0, 0.2) * max(height, width)
            away = (across - thing.middle[0]) * np.cos(turn) + (down - thing.middle[1]) * np.sin(
                turn
            )
            far = np.abs(away - off) / thing.scale
            shift += depth * thing.scale * np.exp(-far / 6)
            light -= shade * np.exp(-((far / 1.5) ** 2)) * making.chance.choice((1, -0.4))
        x, y, edge = across + shift, down + shift / 2, cv2.BORDER_REPLICATE
        bent = cv2.remap(thing.picture, x, y, cv2.INTER_LINEAR, borderMode=edge)
        return (np.asarray(bent) * light[:, :, None]).clip(0, 255).astype(np.uint8)

    making.printed = folded


def _tilted(making: _Making) -> None:
    making.pose = replace(making.pose, tilt=making.between(25, 72))


def _half_dark(making: _Making) -> None:
    """A shadow's edge across the code."""
    dark, edge = making.between(0.5, 0.06), making.chance.uniform(2, 60)
    turn, off = making.chance.uniform(0, 2 * np.pi), making.chance.gauss(0, 30)

    def shaded(scene: Floats) -> Floats:
        down, across = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
        x, y = making.pose.at
        away = (across - x) * np.cos(turn) + (down - y) * np.sin(turn) - off
        share = dark + (1 - dark) / (1 + np.exp(np.clip(-away / edge * 4, -50, 50)))
        return np.asarray(scene * share[:, :, None], dtype=np.float32)

    making.lit = shaded


def _far(making: _Making) -> None:
    making.pose = replace(making.pose, module=making.between(2.6, 1.2))
    making.taken = making.taken.but(blur=making.chance.uniform(0.3, 0.6))


def _small(making: _Making) -> None:
    """Printed small, so held near, which the lens does not like."""
    making.pose = replace(making.pose, module=making.between(4.0, 1.6))
    making.taken = making.taken.but(blur=making.between(0.6, 1.5))


def _two(making: _Making) -> _Making:
    """A card and another code beside it, the second one smaller and at an angle."""
    chance = making.chance
    other = any_symbol(chance)
    while other.data == making.symbol.data:
        other = any_symbol(chance)
    sides = [(WIDTH * 0.25, HEIGHT / 2), (WIDTH * 0.75, HEIGHT / 2)]
    chance.shuffle(sides)
    near = min(making.between(5, 2.2), 440 / max(making.symbol.modules.shape))
    far = min(making.between(5, 1.8), 440 / max(other.modules.shape))
    making.pose = replace(making.pose, module=near, at=sides[0])
    pose = replace(making.pose, module=far, turn=chance.uniform(0, 360), at=sides[1])
    return _Making(chance, making.rng, making.degree, other, pose, making.taken)


def _blurred(making: _Making) -> None:
    """By the hand's movement, or out of the lens's focus."""
    module = making.pose.module
    if making.chance.random() < 0.5:
        making.taken = making.taken.but(
            motion=making.between(0.5, 2.4) * module, heading=making.chance.uniform(0, 180)
        )
    else:
        making.taken = making.taken.but(blur=making.between(0.25, 1.0) * module)


def _noisy(making: _Making) -> None:
    """A dark room: little light, and what the sensor makes of it."""
    making.taken = making.taken.but(light=making.between(0.4, 0.07), noise=making.between(8, 24))


def _faded(making: _Making) -> None:
    """Thermal paper that lay in the sun, or ink that ran out."""
    left = making.between(0.5, 0.04)

    def pale(thing: Thing) -> Image:
        light = float(thing.picture.max())
        return (light - (light - thing.picture.astype(np.float32)) * left).astype(np.uint8)

    making.printed = pale


def _bent(making: _Making) -> None:
    """Round a wrist, or a cup."""
    round_ = making.between(0.3, 1.45)

    def curved(thing: Thing) -> Image:
        height, width = thing.picture.shape[:2]
        down, across = np.mgrid[0:height, 0:width].astype(np.float32)
        half = width / 2
        angle = np.arcsin(np.clip((across - half) / half * np.sin(round_), -1, 1)) / round_
        x = (half + angle * half).astype(np.float32)
        bent = cv2.remap(thing.picture, x, down, cv2.INTER_LINEAR)
        return np.asarray(bent, dtype=np.uint8)

    making.printed = curved


NUISANCES: dict[str, Callable[[_Making], _Making | None]] = {
    "phone": _phone,
    "glare": _glare,
    "laminated": _laminated,
    "scratched": _scratched,
    "creased": _creased,
    "tilted": _tilted,
    "half dark": _half_dark,
    "far": _far,
    "small": _small,
    "two": _two,
    "blurred": _blurred,
    "noisy": _noisy,
    "faded": _faded,
    "bent": _bent,
}
