"""A kiosk's view: a hall or a desk, a sleeve, and something held up in front of it.

All pictures are blue-green-red, 1280×720, and the same for the same number.
"""

import functools

import cv2
import numpy as np
from numpy.typing import NDArray

WIDTH, HEIGHT = 1280, 720
BACKGROUNDS = ("desk", "hall", "wall", "checks", "stripes", "knit", "print", "keys")
"""Of which the last four have something of a code's texture."""

Image = NDArray[np.uint8]
Floats = NDArray[np.float32]


def background(kind: str, number: int) -> Image:
    """One of a few views of this kind, made once and kept; not to be written to."""
    return _made(kind, number % 3)


@functools.lru_cache(maxsize=3 * len(BACKGROUNDS))
def _made(kind: str, number: int) -> Image:
    rng = np.random.default_rng([BACKGROUNDS.index(kind), number])
    picture = _DRAW[kind](rng)
    across = np.linspace(-1, 1, WIDTH, dtype=np.float32)[None, :, None]
    light = rng.uniform(0.75, 1.1) + rng.uniform(-0.25, 0.25) * across
    soft = cv2.GaussianBlur(picture * light, (0, 0), float(rng.uniform(0.6, 1.5)))
    made = np.asarray(soft).clip(0, 255).astype(np.uint8)
    made.setflags(write=False)
    return made


def _plain(
    rng: np.random.Generator, low: float = 60, high: float = 200, tint: float = 25
) -> Floats:
    grey = rng.uniform(low, high)
    colour = (grey + rng.uniform(-tint, tint, 3)).astype(np.float32)
    return np.ones((HEIGHT, WIDTH, 1), dtype=np.float32) * colour


def _desk(rng: np.random.Generator) -> Floats:
    grain = rng.standard_normal((HEIGHT, WIDTH), dtype=np.float32) * 60
    fibres = cv2.GaussianBlur(grain, (0, 0), sigmaX=40, sigmaY=1.2)
    return _plain(rng) + np.asarray(fibres, dtype=np.float32)[:, :, None]


def _hall(rng: np.random.Generator) -> Floats:
    """Walls, doors, lamps and people, out of focus."""
    view = np.ascontiguousarray(_plain(rng, 90, 190))
    for _ in range(40):
        x, y = rng.integers(0, WIDTH), rng.integers(0, HEIGHT)
        wide, tall = rng.integers(20, 320), rng.integers(20, 400)
        colour = tuple(float(value) for value in rng.uniform(20, 230, 3))
        cv2.rectangle(view, (int(x), int(y)), (int(x + wide), int(y + tall)), colour, -1)
    for _ in range(4):
        centre = (int(rng.integers(0, WIDTH)), int(rng.integers(0, HEIGHT // 3)))
        cv2.ellipse(view, centre, (90, 18), 0, 0, 360, (255.0, 255.0, 250.0), -1)
    return np.asarray(cv2.GaussianBlur(view, (0, 0), 6), dtype=np.float32)


def _wall(rng: np.random.Generator) -> Floats:
    rough = rng.standard_normal((HEIGHT, WIDTH), dtype=np.float32) * 12
    return np.add(_plain(rng, 150, 230), rough[:, :, None], dtype=np.float32)


def _checks(rng: np.random.Generator) -> Floats:
    """A checked shirt."""
    period = int(rng.integers(14, 60))
    down, across = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    turn = rng.uniform(-0.4, 0.4)
    x, y = across * np.cos(turn) + down * np.sin(turn), down * np.cos(turn) - across * np.sin(turn)
    weave = ((x % period) < period / 2).astype(np.float32) + ((y % period) < period / 2)
    cloth = _plain(rng, 40, 120) + (weave * rng.uniform(25, 60))[:, :, None]
    return np.asarray(cloth, dtype=np.float32)


def _stripes(rng: np.random.Generator) -> Floats:
    """A striped shirt, with folds."""
    period = int(rng.integers(8, 40))
    down, across = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    bent = across + 18 * np.sin(down / 90) + down * rng.uniform(-0.3, 0.3)
    weave = ((bent % period) < period / 2).astype(np.float32) * rng.uniform(50, 150)
    return np.asarray(_plain(rng, 40, 120) + weave[:, :, None], dtype=np.float32)


def _knit(rng: np.random.Generator) -> Floats:
    """A pullover: rough in all directions, dark and light."""
    wool = rng.standard_normal((HEIGHT // 4, WIDTH // 4), dtype=np.float32) * 45
    large = cv2.resize(wool, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    return _plain(rng, 60, 170) + np.asarray(large, dtype=np.float32)[:, :, None]


def _print(rng: np.random.Generator) -> Floats:
    """A page of text: letters are dark on light and about as fine as modules."""
    page = _plain(rng, 190, 240, 6).astype(np.uint8)
    size = float(rng.uniform(0.35, 0.9))
    line = int(38 * size)
    words = ("phong kham", "xet nghiem", "so thu tu", "hoi dap", "thanh toan", "1234", "quay 5")
    for y in range(line, HEIGHT, line):
        text = " ".join(rng.choice(words, 14))
        cv2.putText(page, text, (6, y), cv2.FONT_HERSHEY_SIMPLEX, size, (30.0, 30.0, 30.0), 1)
    return page.astype(np.float32)


def _keys(rng: np.random.Generator) -> Floats:
    """A keyboard: squares in rows, with letters."""
    view = _plain(rng, 35, 60).astype(np.uint8)
    side = int(rng.integers(36, 70))
    for row, y in enumerate(range(20, HEIGHT - side, side + 8)):
        for x in range(10 + 12 * (row % 3), WIDTH - side, side + 8):
            cv2.rectangle(view, (x, y), (x + side, y + side), (70.0, 70.0, 74.0), -1)
            letter = chr(int(rng.integers(65, 91)))
            spot = (x + side // 4, y + side // 2)
            cv2.putText(view, letter, spot, cv2.FONT_HERSHEY_SIMPLEX, 0.6, (220.0,) * 3, 1)
    return view.astype(np.float32)


_DRAW = {
    "desk": _desk,
    "hall": _hall,
    "wall": _wall,
    "checks": _checks,
    "stripes": _stripes,
    "knit": _knit,
    "print": _print,
    "keys": _keys,
}
