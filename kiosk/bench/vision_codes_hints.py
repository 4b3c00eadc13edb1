"""Frames whose code a hand could help to be read, and frames in which there is none at all."""

import random
from collections.abc import Callable, Iterator

import cv2
import numpy as np

from kiosk.app.heads.figure import Figure as Person
from kiosk.app.heads.head import Head
from kiosk.app.heads.scene import Lighting
from kiosk.app.heads.scene import scene as people
from kiosk.bench.vision_codes_held import Pose, Taken, Thing, carrier, exposed, in_front
from kiosk.bench.vision_codes_scene import BACKGROUNDS, HEIGHT, WIDTH, Floats, Image, background
from kiosk.bench.vision_codes_symbols import Symbol, identity_card, qr
from kiosk.model.guidance import CodeHint

_SEED = 31
Frames = Iterator[Image]

_TROUBLES: dict[CodeHint, Callable[[random.Random], tuple[Pose, Taken]]] = {
    CodeHint.NEARER: lambda chance: (
        Pose(chance.uniform(1.25, 1.55), chance.uniform(-10, 10)),
        Taken(blur=0.6),
    ),
    CodeHint.FARTHER: lambda chance: (
        Pose(chance.uniform(12.5, 13.5), chance.uniform(-3, 3)),
        Taken(blur=chance.uniform(9, 11)),
    ),
    CodeHint.INTO_VIEW: lambda chance: (
        Pose(chance.uniform(4, 7), chance.uniform(-8, 8), at=_over_the_edge(chance)),
        Taken(),
    ),
    CodeHint.HOLD_STILL: lambda chance: (
        Pose(chance.uniform(4, 7), chance.uniform(-10, 10)),
        Taken(motion=chance.uniform(8, 12), heading=chance.choice((0, 90, 180))),
    ),
    CodeHint.TILT: lambda chance: (Pose(chance.uniform(4, 7), chance.uniform(-10, 10)), Taken()),
    CodeHint.LIGHT: lambda chance: (
        Pose(chance.uniform(4, 7), chance.uniform(-10, 10)),
        Taken(light=0.06, noise=11),
    ),
}


def _over_the_edge(chance: random.Random) -> tuple[float, float]:
    """Where the middle of a code is of which about a quarter cannot be seen."""
    beside = chance.uniform(30, 60)
    return chance.choice(
        ((beside, 360), (WIDTH - beside, 360), (640, beside), (640, HEIGHT - beside))
    )


def troubled_frames(
    hint: CodeHint, number: int, count: int = 20, how: Taken | None = None
) -> Frames:
    """Some frames of a card that is held up so that this is what should be said; ``how`` the
    camera takes them, where not as such trouble makes it."""
    chance = random.Random(f"{_SEED} {hint.value} {number}")
    rng = np.random.default_rng([_SEED, number])
    symbol = qr(identity_card(chance).encode(), "L", chance.randrange(8))
    pose, taken = _TROUBLES[hint](chance)
    view = background(chance.choice(("desk", "hall", "wall")), number)
    scene = in_front(view, carrier(symbol, rng, pose.module), pose)
    if hint is CodeHint.TILT:
        scene = _lamp(scene, pose, symbol, chance)
    for _ in range(count):
        yield exposed(scene, how or taken, rng)


def _lamp(scene: Floats, pose: Pose, symbol: Symbol, chance: random.Random) -> Floats:
    """A reflection as wide as half of the code."""
    light = np.zeros((HEIGHT, WIDTH), dtype=np.float32)
    reach = pose.module * symbol.modules.shape[0] * 0.3
    spot = (round(pose.at[0] + chance.uniform(-9, 9)), round(pose.at[1] + chance.uniform(-9, 9)))
    axes = (round(reach), round(reach * chance.uniform(0.7, 1)))
    cv2.ellipse(light, spot, axes, 0, 0, 360, (330.0,), -1)
    soft = np.asarray(cv2.GaussianBlur(light, (0, 0), 5), dtype=np.float32)
    return scene + soft[:, :, None]


def empty_frame(number: int) -> Image:
    """One of many frames without a code: grounds, cards without one, and people."""
    chance = random.Random(f"{_SEED} {number}")
    rng = np.random.default_rng([_SEED + 1, number])
    taken = Taken(chance.uniform(0.25, 1.1), chance.uniform(0.3, 3), noise=chance.uniform(1, 10))
    if number % 4 == 3:
        return _somebody(chance, number)
    view = background(BACKGROUNDS[number % len(BACKGROUNDS)], number // len(BACKGROUNDS))
    moved = np.roll(view, (chance.randrange(HEIGHT), chance.randrange(WIDTH)), axis=(0, 1))
    if number % 2:
        return exposed(moved.astype(np.float32), taken, rng)
    pose = Pose(
        chance.uniform(3, 8),
        chance.uniform(-30, 30),
        abs(chance.gauss(0, 15)),
        chance.uniform(0, 360),
        (chance.uniform(200, WIDTH - 200), chance.uniform(150, HEIGHT - 150)),
    )
    return exposed(in_front(moved, _card_without(chance, rng, pose.module), pose), taken, rng)


def _card_without(chance: random.Random, rng: np.random.Generator, module: float) -> Thing:
    """Print all over, and a photograph where the code would be."""
    side = chance.randrange(25, 45)
    blank = Symbol("", b"", np.full((side, side), 255, dtype=np.uint8))
    thing = carrier(blank, rng, module)
    picture = thing.picture.copy()
    half = side * thing.scale // 3
    x, y = (int(value) for value in thing.middle)
    grey = rng.uniform(30, 220, (6, 5, 3)).astype(np.float32)
    photo = cv2.resize(grey, (2 * half, 2 * half), interpolation=cv2.INTER_CUBIC)
    picture[y - half : y + half, x - half : x + half] = np.asarray(photo).clip(0, 255)
    return Thing(picture, thing.middle, thing.scale)


def _somebody(chance: random.Random, number: int) -> Image:
    """An invented person before the kiosk."""
    head = Head.of(f"{number % 12:012}", chance.choice("MF"), chance.randrange(8, 90))
    person = Person(head, share=chance.uniform(0.25, 0.6), x=chance.uniform(0.3, 0.7))
    return people([person], chance.choice(tuple(Lighting)), blur=chance.uniform(0, 2), seed=number)
