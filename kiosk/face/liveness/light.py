"""Whether a face answers the light of the page: a screen makes its own.

The page changes softly between a warm and a cool light, when nobody can know. Skin and paper
become warmer and cooler with it, a screen by a hundredth of that. How warm the face is against what
is beside it is laid over what was asked for, from frame to frame; whatever the camera does to all
of the picture drops out, slow changes are taken out. Its details must answer, too: a screen that
mirrors the page becomes warmer as a whole, and in its black parts most.

By chance a film, too, may become warmer when that is asked for, above all if it was made at a
kiosk. So it is asked how many of two hundred other sequences, which might have been asked for as
well, would explain it as well: of a film that knows nothing of this one, one in a hundred times,
whatever it shows.
"""

import random
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kiosk.face.liveness.chroma import warmth
from kiosk.face.liveness.lamp import LAGS, LONGEST_S, OTHERS, STEP_S, Lamp, Shine, others, shine
from kiosk.face.liveness.stance import Stance
from kiosk.face.seen import Image
from kiosk.model.page_light import PageLight

LEAST = 0.025
"""By so much the face must be warmer in warm light than in cool light, as a logarithm of red to
blue; see the table in ``docs/presentation-attacks.md``."""
LEAST_DETAIL = 0.01, 0.1
"""The same of its details, and in parts of what all of it shows. Those of a face that is lit from
the side or from behind show a seventh and more; those behind a glass that mirrors the page,
nothing."""
CHANCE = 0.01
"""So often a film that knows nothing of the sequence may explain it as well …"""
CHANCE_DETAIL = 0.05
"""… and so often what its details do; there is more noise in them."""
CHANGES = 6
"""Fewer say nothing."""
STRAIGHT = 15.0
"""Degrees to either side: who is turned further shows hair and wall in place of cheeks."""
MOSTLY = 0.8
"""What is beside the face counts, if it is seen in so many of the frames."""
_SLOW_S = 4.0
"""What changes more slowly than in such periods is not of the page."""
_ODD = 3.0
"""Standard deviations beyond which a frame counts as one of so many: somebody walks past."""


class Answer(NamedTuple):
    """How a face answered."""

    swing: float
    """Between warm and cool light: of red to blue, as a logarithm."""
    detail: float
    """The same, of its details."""
    chance: float
    """How often another sequence would have explained ``swing`` as well, above 0.0 to 1.0."""
    detail_chance: float
    """The same, of ``detail``."""

    @property
    def lit(self) -> bool:
        least, share = LEAST_DETAIL
        return (
            self.swing >= LEAST
            and self.chance <= CHANCE
            and self.detail >= max(least, share * self.swing)
            and self.detail_chance <= CHANCE_DETAIL
        )


NO_ANSWER = Answer(0.0, 0.0, 1.0, 1.0)


class PageLit:
    """Asks for light, and looks for it on one face. Below 0.3 ms a frame, and some 15 ms for
    each :meth:`answer`."""

    def __init__(self, rng: random.Random) -> None:
        self._lamp = Lamp(rng)
        self._frames: list[tuple[float, float, float, float]] = []
        """When, how warm the face was, its details, and what is beside it (NaN: not seen)."""

    @property
    def light(self) -> PageLight | None:
        """What the page should show now."""
        return self._lamp.light

    def look(self, image: Image, stance: Stance) -> None:
        self._lamp.look(stance.taken)
        late = stance.taken - self._lamp.asked[0][0] > LONGEST_S
        if late or abs(stance.yaw) > STRAIGHT:
            return
        seen = warmth(image, stance)
        if seen is not None:
            beside = np.nan if seen.beside is None else seen.beside
            self._frames.append((stance.taken, seen.face, seen.detail, beside))

    def answer(self) -> Answer:
        """What was seen so far."""
        if len(self._lamp.asked) <= CHANGES or len(self._frames) < 2 * CHANGES:
            return NO_ANSWER
        series = np.array(self._frames)
        seen = np.isfinite(series[:, 3])
        if seen.mean() >= MOSTLY:
            series = series[seen]
            series[:, 1:3] -= series[:, 3:]
        asked = self._lamp.asked
        times = series[:, 0]
        return _answer(times - asked[0][0], series[:, 1:3].T, shine(asked, float(times[-1])))


def _answer(times: NDArray[np.float64], warm: NDArray[np.float64], asked: Shine) -> Answer:
    """``times``: seconds since light was first asked for; ``warm``: of the face and of its
    details, shape (2, frames); ``asked``: the light."""
    slow = _slow(times)
    face, detail = (_calm(each, slow) for each in warm)
    size = float(np.sqrt(np.square(face).sum()))
    if size == 0.0:
        return NO_ANSWER
    own = _shifted(asked[None], times, slow)[0]
    alike = own @ face / _sizes(own)
    best = int(alike.argmax())
    other = _shifted(others()[:, : len(asked)], times, slow)
    chance = _chance(float(alike[best]), (other @ face / _sizes(other)).max(axis=1))
    # Details are as late as the face is.
    mine, others_then = own[best], other[:, best]
    alike_detail = float(mine @ detail / _sizes(mine))
    detail_chance = _chance(alike_detail, others_then @ detail / _sizes(others_then))
    swings = [float(mine @ each / np.square(mine).sum()) for each in (face, detail)]
    return Answer(swings[0], swings[1], chance, detail_chance)


def _chance(own: float, other: Shine) -> float:
    """How often one of the ``other`` is as large."""
    return (1 + int((other >= own).sum())) / (1 + OTHERS)


def _calm(warm: NDArray[np.float64], slow: NDArray[np.float64]) -> Shine:
    """Without what changes slowly, and frames that are odd no more so than many."""
    rest = _without(warm[None], slow)[0]
    spread = 1.4826 * float(np.median(np.abs(rest)))
    return np.asarray(_without(np.clip(rest, -_ODD * spread, _ODD * spread)[None], slow)[0])


def _shifted(shone: Shine, times: NDArray[np.float64], slow: NDArray[np.float64]) -> Shine:
    """What each of some sequences was at these times, seen so much later: shape (sequences,
    lags, frames), without what changes slowly."""
    at = np.rint(times / STEP_S).astype(np.intp)
    early = np.pad(shone, ((0, 0), (LAGS - 1, 0)))  # before the first request the page was itself
    lags = np.arange(LAGS)[:, None]
    index = np.minimum(at, shone.shape[1] - 1)[None] - lags + LAGS - 1
    return _without(early[:, index], slow)


def _slow(times: NDArray[np.float64]) -> NDArray[np.float64]:
    """An orthonormal basis of what changes slowly: shape (frames, functions)."""
    whole = times - times[0]
    long_s = max(float(whole[-1]), STEP_S)
    waves = np.arange(int(2 * long_s / _SLOW_S) + 1)
    basis = np.cos(np.pi * waves[None] * whole[:, None] / long_s)
    return np.asarray(np.linalg.qr(basis)[0])


def _without(values: NDArray[np.floating], slow: NDArray[np.float64]) -> Shine:
    """``values`` (…, frames) less their part in ``slow``."""
    basis = slow.astype(np.float32)
    given = np.asarray(values, np.float32)
    return np.asarray(given - (given @ basis) @ basis.T, np.float32)


def _sizes(values: Shine) -> Shine:
    """Lengths, along the last axis; never 0."""
    return np.asarray(np.sqrt(np.square(values).sum(axis=-1)) + 1e-9, np.float32)
