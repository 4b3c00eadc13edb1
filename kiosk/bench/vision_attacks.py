"""How often an attack passes for a living face, and how often a living face does not.

Terms of ISO/IEC 30107-3:2023. APCER, for each kind of instrument: the share of attack
presentations that were taken for bona fide; BPCER: of bona fide presentations that were taken for
attacks. A presentation is one try of :class:`kiosk.face.liveness.Liveness`, from the first frame
to its end; all the people are invented. What that does and does not say is in
``docs/presentation-attacks.md``.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from kiosk.bench.figures import Figure, median, percentile
from kiosk.bench.vision_attacks_media import Film, Paper, PhonePhoto, Printed, Replayed
from kiosk.bench.vision_attacks_page import Page
from kiosk.bench.vision_attacks_people import (
    BALANCED,
    BRIGHT_HALL,
    FPS,
    GROWN,
    OLD,
    POOR_LIGHT,
    UNUSUAL,
    Manner,
    Person,
    Presenter,
)
from kiosk.face.detect import detect
from kiosk.face.liveness import Liveness, LivenessState, Suspicion

PRESENTATIONS = 6
"""Of each kind; the table in the documentation has more."""
LONGEST_S = 60.0
"""Then it counts as non-response; ``Liveness`` ends earlier wherever a face is found."""


def _paper(paper: Paper) -> Callable[[int], Presenter]:
    return lambda number: Printed(number, paper)


def _film(film: Film) -> Callable[[int], Presenter]:
    return lambda number: Replayed(number, film)


def _person(manner: Manner) -> Callable[[int], Presenter]:
    return lambda number: Person(number, manner)


_STANDING = Film(in_hand=False)
_OBEDIENT = Film(in_hand=False, obeys=True)
ATTACKS: dict[str, Callable[[int], Presenter]] = {
    "print, flat": _paper(Paper()),
    "print, tilted aslant": _paper(Paper(aslant=(-1.2, -0.8))),
    "print, bent upright": _paper(Paper(bend=0.1)),
    "print, bent across": _paper(Paper(bend=0.08, axis=0.0, aslant=(-1.0, -0.3))),
    "print, folded": _paper(Paper(fold=30.0)),
    "print, cut out": _paper(Paper(cut_out=True, aslant=(-1.2, -0.4))),
    "paper mask, eye holes": _paper(Paper(bend=0.1, eye_holes=True)),
    "photo on a phone": PhonePhoto,
    "video, phone in hand": _film(Film()),
    "video, tablet in hand": _film(Film(wide=16.0)),
    "clips started as asked, in hand": _film(Film(obeys=True)),
    "video, phone on a stand": _film(_STANDING),
    "clips as asked, phone on a stand": _film(_OBEDIENT),
    "clips as asked, tablet on a stand": _film(replace(_OBEDIENT, wide=16.0)),
    "clips as asked, monitor": _film(replace(_OBEDIENT, wide=34.0)),
    "clips as asked, phone with a matt film": _film(replace(_OBEDIENT, haze=0.03)),
    "clips as asked, phone mirrors the page": _film(replace(_OBEDIENT, mirrors=1.0)),
    "clips as asked, dimmed phone mirrors the page": _film(replace(_OBEDIENT, mirrors=3.0)),
}
"""Instruments of which the promise is that they do not pass. Those that stand still move as they
are asked to and have noses: light alone tells them from people."""
PEOPLE: dict[str, Callable[[int], Presenter]] = {
    "16 to 65 years": _person(GROWN),
    "65 to 92 years": _person(OLD),
    "backlit or lit from the side": _person(POOR_LIGHT),
    "in a bright hall, 1500 lx": _person(BRIGHT_HALL),
    "slow white balance, wall near": _person(BALANCED),
    "unusual features": _person(UNUSUAL),
}


@dataclass(frozen=True, slots=True)
class Presentation:
    """How one ended."""

    state: LivenessState
    suspicion: Suspicion | None
    nose: float
    seconds: float
    """From the first frame."""

    @property
    def passed(self) -> bool:
        return self.state is LivenessState.LIVE

    @property
    def responded(self) -> bool:
        """Whether the check decided at all; it does not where no face is found."""
        return self.state is not LivenessState.PENDING


def present(presenter: Presenter, seed: str, longest_s: float = LONGEST_S) -> Presentation:
    """One try; the challenges are drawn from ``seed``."""
    liveness, page = Liveness(random.Random(seed)), Page()
    at = 0.0
    while liveness.state is LivenessState.PENDING and at < longest_s:
        image = presenter.frame(at, liveness.hint, page.colour(at))
        faces = detect(image)
        if faces:
            liveness.look(image, faces[0], at)
        page.ask(liveness.light, at)
        at += 1 / FPS
    return Presentation(liveness.state, liveness.suspicion, liveness.nose, at)


def presentations(
    kind: str, make: Callable[[int], Presenter], count: int
) -> tuple[Presentation, ...]:
    """The same for the same ``kind`` and ``count``."""
    return tuple(present(make(number), f"{kind} {number}") for number in range(count))


def attack_figures(count: int = PRESENTATIONS) -> Iterator[Figure]:
    """``count`` presentations of each kind; each takes some ten seconds."""
    for kind, make in ATTACKS.items():
        yield from _attack(kind, presentations(kind, make, count))
    for kind, make in PEOPLE.items():
        yield from _bona_fide(kind, presentations(kind, make, count))


def _attack(kind: str, ended: Sequence[Presentation]) -> Iterator[Figure]:
    passed = sum(one.passed for one in ended)
    yield Figure(f"APCER, {kind} (of {len(ended)})", _percent(passed, ended), "%", 0.0)
    silent = sum(not one.responded for one in ended)
    yield Figure(f"non-response, {kind}", _percent(silent, ended), "%")


def _bona_fide(kind: str, ended: Sequence[Presentation]) -> Iterator[Figure]:
    refused = sum(not one.passed and one.responded for one in ended)
    silent = sum(not one.responded for one in ended)
    yield Figure(f"BPCER, {kind} (of {len(ended)})", _percent(refused, ended), "%", 5.0)
    yield Figure(f"non-response, {kind}", _percent(silent, ended), "%", 5.0)
    seconds = [one.seconds for one in ended if one.passed]
    if seconds:
        yield Figure(f"time of a try, {kind}, median", median(seconds), "s")
        yield Figure(f"time of a try, {kind}, 95 %", percentile(seconds, 0.95), "s")


def _percent(some: int, all_: Sequence[Presentation]) -> float:
    return 100 * some / len(all_)
