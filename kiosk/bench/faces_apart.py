"""Moves the faces of the invented people apart, and writes ``seeds/faces.txt``.

``python -m kiosk.bench.faces_apart MINUTES`` goes on from what is in the file. It is needed when
people with cards are added, or heads are drawn otherwise: descriptors of drawn faces lie closer
together than those of photographs. Again and again a face that is much like others is changed: of
many changes the one is tried that a linear model, fitted to all faces seen so far, expects to help
most, and it is kept if it does.
"""

import random
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from kiosk.app.dock_faces import somebody
from kiosk.app.heads.chosen import NAMES, Look, chosen
from kiosk.app.heads.figure import Figure
from kiosk.app.heads.head import Head
from kiosk.app.heads.scene import scene
from kiosk.app.heads.traits import (
    Beard,
    Glasses,
    Hair,
    Traits,
    limit_of,
    look_by_lot,
    trait_by_lot,
    traits_of,
)
from kiosk.app.painter.orders import Somebody
from kiosk.face.describe import describe
from kiosk.face.detect import detect
from kiosk.frontdesk.generate import newcomers, people
from kiosk.paths import SEEDS

APART, CLOSE = 0.66, 0.52
"""Distances: below the first two faces are moved apart, below the second sooner."""
PROPOSALS, REFIT = 250, 100
SIZE = (640, 360)
LEAST_SCORE = 0.3
"""Of a face; dlib's detector takes what is above 0."""
_RIDGE, _TRUST, _DOUBT = 8.0, 0.85, 0.03
"""Of the model: how stiff it is, how much of what it expects comes, the square of its error."""
Numbers = NDArray[np.float64]


class Crowd:
    """All faces, and how far each is from each."""

    def __init__(self, everybody: Sequence[Somebody], rng: random.Random) -> None:
        """Blocks for about a tenth of a second a face."""
        self._people, self._rng = everybody, rng
        self.looks: list[Look] = []
        described: list[Numbers] = []
        for who in everybody:
            look = chosen(who.number) or self._by_lot(who)
            while (descriptor := _described(who, look)) is None:
                look = self._by_lot(who)
            self.looks.append(look)
            described.append(descriptor)
        self._described = np.array(described)
        self._features = [
            _features(_traits(*one)) for one in zip(everybody, self.looks, strict=True)
        ]
        self._seen = list(zip(self._features, described, strict=True))
        between = self._described[:, None] - self._described[None]
        self._distances = np.linalg.norm(between, axis=2)
        np.fill_diagonal(self._distances, np.inf)
        self._fit()

    @property
    def distances(self) -> Numbers:
        """Of all pairs, each once."""
        return np.asarray(self._distances[np.triu_indices(len(self._people), 1)])

    @property
    def cost(self) -> float:
        """How much is wrong in all."""
        return float(_cost(self._distances).sum())

    def move(self) -> bool:
        """Try to change one face; whether it helped."""
        costs = _cost(self._distances)
        [which] = self._rng.choices(range(len(costs)), weights=(costs**2 + 1e-9).tolist())
        who = self._people[which]
        look, features = self._promising(which)
        descriptor = _described(who, look)
        if descriptor is None:
            return False
        self._seen.append((features, descriptor))
        if len(self._seen) % REFIT == 0:
            self._fit()
        row = np.linalg.norm(self._described - descriptor, axis=1)
        row[which] = np.inf
        if _cost(row[None])[0] >= costs[which]:
            return False
        self._distances[which] = self._distances[:, which] = row
        self._described[which] = descriptor
        self.looks[which], self._features[which] = look, features
        return True

    def _promising(self, which: int) -> tuple[Look, Numbers]:
        """Of many changes the one that the model expects to help most."""
        who = self._people[which]
        looks = [self._changed(who, self.looks[which]) for _ in range(PROPOSALS)]
        features = np.array([_features(_traits(who, look)) for look in looks])
        change = (features - self._features[which]) @ self._model
        expected = self._described[which] + _TRUST * change
        apart = np.linalg.norm(expected[:, None] - self._described[None], axis=2)
        apart[:, which] = np.inf
        best = int(_cost(np.sqrt(apart**2 + _DOUBT)).argmin())
        return looks[best], features[best]

    def _changed(self, who: Somebody, look: Look) -> Look:
        rng = self._rng
        kind = rng.random()
        if kind < 0.1:
            return self._by_lot(who)
        values = dict(look.values)
        for name in rng.sample(NAMES, rng.choice((3, 6, 12))):
            if kind < 0.6:
                values[name] = trait_by_lot(rng, name)
            else:
                most = limit_of(name)
                values[name] = min(max(values[name] + rng.gauss(0, 0.8), -most), most)
        if kind < 0.85:
            return replace(look, values=values)
        return replace(self._by_lot(who), values=values)

    def _by_lot(self, who: Somebody) -> Look:
        return look_by_lot(self._rng, male=who.sex == "M")

    def _fit(self) -> None:
        """The ridge regression of descriptors on traits."""
        known = np.array([features for features, _ in self._seen])
        wanted = np.array([descriptor for _, descriptor in self._seen])
        stiff = known.T @ known + _RIDGE * np.eye(known.shape[1])
        self._model: Numbers = np.linalg.solve(stiff, known.T @ wanted)


def _cost(distances: Numbers) -> Numbers:
    near, close = np.maximum(0, APART - distances), np.maximum(0, CLOSE - distances)
    return np.asarray((near**2).sum(axis=1) + 12 * (close**2).sum(axis=1))


def _traits(who: Somebody, look: Look) -> Traits:
    return traits_of(who.number, who.sex, who.age, look)


def _described(who: Somebody, look: Look) -> Numbers | None:
    """``None`` for a face that is not found before the kiosk's camera, or hardly."""
    picture = scene([Figure(Head(_traits(who, look)))], size=SIZE)
    faces = detect(picture)
    if len(faces) != 1 or faces[0].score < LEAST_SCORE:
        return None
    return np.asarray(describe(picture, faces[0]), np.float64)


def _features(traits: Traits) -> Numbers:
    """What the model knows of a face."""
    values = np.array([getattr(traits, name) for name in NAMES])
    worn = [traits.hair is one for one in Hair]
    worn += [traits.glasses is one for one in Glasses]
    worn += [traits.beard is one for one in Beard]
    rest = (traits.lip_red, traits.hair_colour, traits.grey, traits.wrinkles, traits.child)
    male, glassy = float(traits.male), float(traits.glasses is not Glasses.NONE)
    mixed = (values**2, values * male, values * traits.wrinkles, values * glassy)
    return np.concatenate((values, *mixed, worn, rest, (male, traits.rim, 1.0)))


def written(everybody: Sequence[Somebody], looks: Sequence[Look]) -> str:
    """The file."""
    lines = [f"{who.number} {look.packed()}" for who, look in zip(everybody, looks, strict=True)]
    return "\n".join(("# number look; see kiosk/app/heads/chosen.py", *sorted(lines), ""))


def main(minutes: float) -> None:
    """Move faces for so long, and write them."""
    holders = [one for one in (*people(), *newcomers()) if one.card_issued]
    everybody = [somebody(one, date.today()) for one in holders]  # noqa: DTZ011  # an age in years
    crowd = Crowd(everybody, random.Random())
    end, moves = time.monotonic() + 60 * minutes, 0
    while time.monotonic() < end:
        if crowd.move():
            moves += 1
            if moves % 50 == 0:
                _say(moves, crowd.distances)
    (SEEDS / "faces.txt").write_text(written(everybody, crowd.looks), "ascii")
    _say(moves, crowd.distances)


def _say(moves: int, distances: Numbers) -> None:
    least, percent = np.percentile(distances, (0, 1))
    sys.stderr.write(f"{moves} moves; nearest pair {least:.3f}, 1 % below {percent:.3f}\n")


if __name__ == "__main__":
    main(float(sys.argv[1]))
