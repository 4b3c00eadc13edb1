"""One try: what is asked for must come, when it was asked for, from something with a nose."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pytest

from kiosk.face.liveness import Liveness, LivenessState, Suspicion
from kiosk.face.liveness.check import RESPONSE_S, SETTLE_S, TOO_SOON_S
from kiosk.face.liveness.relief import Relief
from kiosk.face.seen import Image, SeenFace
from kiosk.model.guidance import FaceHint
from tests.unit.face.liveness.surfaces import Depth, flat, head, seen, turned

STEP = 0.1
BLANK = np.full((90, 160, 3), 128, np.uint8)
SWING = (6.0, 10.0, 13.0, 15.0, 15.0, 13.0, 10.0, 6.0)
"""A turn, in degrees for each frame."""
Obey = Callable[[FaceHint], FaceHint | None]


@dataclass
class Playing:
    """Something before the camera that does what ``obey`` makes of each hint."""

    depth: Depth = head
    obey: Obey = lambda hint: hint
    delay: float = 0.6
    tilt: float = 0.0
    at: float = 100.0
    hints: list[FaceHint | None] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)
    _queue: list[tuple[float, float, float]] = field(default_factory=list)
    """Yaw, nod and openness of eyes in the next frames."""

    def frame(self, hint: FaceHint | None) -> tuple[Image, SeenFace]:
        if not self.hints or hint is not self.hints[-1]:
            self.hints.append(hint)
            # Whoever began a movement ends it, whatever the page says meanwhile.
            self._queue = self._queue or self._answer(hint)
        yaw, nod, eyes = self._queue.pop(0) if self._queue else (0.0, 0.0, 0.8)
        image, landmarks = turned(self.depth, yaw, self.tilt * yaw)
        return image, seen(landmarks, pitch=-nod, down=1.5 * nod, eyes=eyes)

    def _answer(self, hint: FaceHint | None) -> list[tuple[float, float, float]]:
        doing = None if hint is None else self.obey(hint)
        wait = [(0.0, 0.0, 0.8)] * round(self.delay / STEP)
        if doing in (FaceHint.TURN_LEFT, FaceHint.TURN_RIGHT):
            sign = 1 if doing is FaceHint.TURN_LEFT else -1
            stretch = 2.4 if self.tilt else 1.0
            return [*wait, *[(sign * yaw * stretch, 0.0, 0.8) for yaw in SWING]]
        if doing is FaceHint.NOD:
            return [*wait, *[(0.0, nod, 0.8) for nod in SWING]]
        if doing is FaceHint.BLINK:
            return [*wait, (0.0, 0.0, 0.1), (0.0, 0.0, 0.05)]
        return wait


def tried(playing: Playing, seed: int = 1, longest: float = 60.0) -> Liveness:
    liveness = Liveness(random.Random(seed), lit=False)
    until = playing.at + longest
    while liveness.state is LivenessState.PENDING and playing.at < until:
        image, face = playing.frame(liveness.hint)
        liveness.look(image, face, playing.at)
        playing.shares.append(liveness.share)
        playing.at += STEP
    return liveness


@pytest.mark.parametrize("seed", range(4))
def test_a_head_that_does_what_it_is_asked_is_alive(seed: int) -> None:
    # Slowly, as what is behind these heads turns with them.
    playing = Playing(delay=1.0)
    liveness = tried(playing, seed)

    assert liveness.state is LivenessState.LIVE and liveness.suspicion is None
    assert playing.shares == sorted(playing.shares) and playing.shares[-1] == 1.0
    assert playing.hints[0] is None and playing.hints[2] is FaceHint.STRAIGHT
    assert len([hint for hint in playing.hints if hint not in (None, FaceHint.STRAIGHT)]) == 2
    assert liveness.hint is None


def test_what_is_asked_differs_from_try_to_try() -> None:
    """What comes first, and when."""
    asked, times = set(), set()
    for seed in range(20):
        liveness, at = Liveness(random.Random(seed), lit=False), 0.0
        while liveness.hint is None:
            liveness.look(BLANK, seen(turned(head, 0)[1]), at)
            at += STEP
        asked.add(liveness.hint)
        times.add(round(at, 1))

    assert asked == set(MIRRORED)
    assert len(times) > 4 and max(times) - min(times) > 0.6


def test_a_photograph_held_aslant_is_flat() -> None:
    """It moves as it is asked to, nods and blinks included, and has no nose."""
    liveness = tried(Playing(depth=flat, tilt=-1.0), seed=2)

    assert liveness.state is LivenessState.NOT_LIVE
    assert liveness.suspicion is Suspicion.FLAT


def test_each_turn_must_show_a_nose() -> None:
    """Not one on the average: of two turns the second is that of a photograph."""
    turns = [FaceHint.TURN_LEFT, FaceHint.TURN_RIGHT]
    asked: list[FaceHint] = []

    def obey(hint: FaceHint) -> FaceHint:
        asked.extend([hint] * (hint in turns))
        if len(asked) == 2:
            playing.depth, playing.tilt = flat, -1.0
        return hint

    playing = Playing(obey=obey)
    liveness = tried(playing, seed=2)

    assert sorted(asked, key=turns.index) == turns, "this seed asks for both"
    assert liveness.suspicion is Suspicion.FLAT


@pytest.mark.parametrize(
    ("shown", "suspicion"), [((0.16, 0.4), None), ((0.16, 0.05), Suspicion.FLAT)]
)
def test_a_nose_in_doubt_is_looked_at_again(
    monkeypatch: pytest.MonkeyPatch, shown: tuple[float, float], suspicion: Suspicion | None
) -> None:
    noses = iter(shown)
    monkeypatch.setattr(Relief, "nose", property(lambda seen: next(noses) if seen.frames else None))
    playing = Playing(delay=1.0)
    liveness = tried(playing, seed=1)

    assert liveness.suspicion is suspicion
    turns = [hint for hint in playing.hints if hint in (FaceHint.TURN_LEFT, FaceHint.TURN_RIGHT)]
    assert len(turns) == 2, "this seed asks for a blink, a turn, and the turn of which it is sure"


def test_a_photograph_turned_upright_does_not_turn() -> None:
    assert tried(Playing(depth=flat)).suspicion is Suspicion.NO_RESPONSE


def test_who_does_nothing_is_waited_for_twice_and_no_longer() -> None:
    playing = Playing(obey=lambda hint: None)
    liveness = tried(playing)

    assert liveness.suspicion is Suspicion.NO_RESPONSE
    assert 2 * RESPONSE_S < playing.at - 100 < 2 * RESPONSE_S + 4


def test_one_movement_that_does_not_come_is_replaced() -> None:
    first: list[FaceHint] = []

    def obey(hint: FaceHint) -> FaceHint | None:
        first.append(hint)
        return None if hint is first[0] else hint

    assert tried(Playing(obey=obey)).state is LivenessState.LIVE


MIRRORED = {
    FaceHint.TURN_LEFT: FaceHint.TURN_RIGHT,
    FaceHint.TURN_RIGHT: FaceHint.TURN_LEFT,
    FaceHint.NOD: FaceHint.TURN_LEFT,
    FaceHint.BLINK: FaceHint.NOD,
}


def test_left_and_right_may_be_confused_once() -> None:
    wrong = [True]

    def obey(hint: FaceHint) -> FaceHint | None:
        if hint in MIRRORED and wrong:
            wrong.pop()
            return MIRRORED[hint]
        return hint

    playing = Playing(obey=obey)

    assert tried(playing).state is LivenessState.LIVE
    assert len([hint for hint in playing.hints if hint in MIRRORED]) == 1 + 4


def test_other_movements_than_asked_for_are_not_taken() -> None:
    """Each time another one, as in a film."""
    film = [FaceHint.NOD, FaceHint.TURN_LEFT, FaceHint.TURN_RIGHT]

    def obey(hint: FaceHint) -> FaceHint | None:
        if hint not in MIRRORED:
            return None
        film.append(film.pop(0))
        return film[-1] if film[-1] is not hint else film[0]

    assert tried(Playing(obey=obey)).suspicion is Suspicion.OUT_OF_TURN


def rested(unasked: list[tuple[float, float]]) -> tuple[Liveness, int]:
    """Somebody who moves (turn and nod in degrees, one soon after the other) before anything is
    asked, and then does all that is; and how much that was."""
    liveness, at = Liveness(random.Random(1), lit=False), 0.0
    frames = [(0.0, 0.0)] * 4
    for turn, nod in unasked:
        frames += [(turn, nod)] * 4 + [(0.0, 0.0)] * 3
    for yaw, nod in frames:
        assert liveness.hint in (None, FaceHint.STRAIGHT)
        image, landmarks = turned(head, yaw)
        liveness.look(image, seen(landmarks, pitch=-nod, down=1.5 * nod), at)
        at += STEP
    playing = Playing(at=at, hints=[liveness.hint])
    while liveness.state is LivenessState.PENDING and playing.at < 90:
        liveness.look(*playing.frame(liveness.hint), playing.at)
        playing.at += STEP
    return liveness, len([hint for hint in playing.hints if hint in MIRRORED])


@pytest.mark.parametrize(
    ("unasked", "asked"),
    [
        ([], 2),
        ([(14.0, 0.0)], 4),
        ([(14.0, 0.0), (14.0, 0.0)], 4),
        ([(0.0, 12.0), (0.0, 12.0), (0.0, 12.0)], 4),
        ([(14.0, 0.0), (-14.0, 0.0)], 4),
    ],
)
def test_who_moves_unasked_is_asked_for_more(
    unasked: list[tuple[float, float]], asked: int
) -> None:
    """Whoever looks round or nods to somebody, also twice the same way, and then listens."""
    liveness, counted = rested(unasked)

    assert liveness.state is LivenessState.LIVE
    assert counted == asked


def test_who_goes_on_moving_unasked_is_a_film() -> None:
    liveness, asked = rested([(14.0, 0.0), (-14.0, 0.0), (0.0, 12.0)])

    assert liveness.suspicion is Suspicion.OUT_OF_TURN
    assert asked == 0


def test_a_movement_that_was_under_way_already_is_not_an_answer() -> None:
    """Faster than anybody reads: a film that happens to turn."""
    liveness = Liveness(random.Random(1), lit=False)
    at = 0.0
    while liveness.hint is None:
        image, landmarks = turned(head, 0)
        liveness.look(image, seen(landmarks), at)
        at += STEP
    asked = liveness.hint
    sign = -1 if asked is FaceHint.TURN_RIGHT else 1
    step = TOO_SOON_S / 3
    for number in range(2):
        image, landmarks = turned(head, sign * 15.0)
        face = seen(landmarks, pitch=-12.0 * (asked is FaceHint.NOD), down=15.0)
        liveness.look(image, face, at - STEP + step * (number + 1))

    assert liveness.hint is FaceHint.STRAIGHT and liveness.share == 0.0


def test_a_film_that_never_rests_is_asked_for_nothing() -> None:
    liveness = Liveness(random.Random(1), lit=False)
    at = 0.0
    while liveness.state is LivenessState.PENDING and at < 2 * SETTLE_S:
        image, landmarks = turned(flat, 0)
        liveness.look(image, seen(landmarks, pitch=12 * np.sin(6 * at)), at)
        assert liveness.hint is None
        at += STEP

    assert liveness.suspicion is Suspicion.NO_RESPONSE
    assert SETTLE_S < at < SETTLE_S + 0.5


@pytest.mark.parametrize(
    ("later", "aside", "size"), [(3.0, 0, 1.0), (0.1, 160, 1.0), (0.1, 0, 1.7)]
)
def test_another_face_ends_the_try(later: float, aside: float, size: float) -> None:
    liveness = Liveness(random.Random(1), lit=False)
    image, landmarks = turned(head, 0)
    liveness.look(image, seen(landmarks), 0.0)
    liveness.look(image, seen(np.asarray(landmarks * size + aside, np.float32)), later)

    assert liveness.suspicion is Suspicion.LOST


def test_after_the_end_nothing_is_looked_at() -> None:
    playing = Playing()
    liveness = tried(playing)
    image, landmarks = turned(head, 0)
    liveness.look(image, seen(landmarks + 300), playing.at)

    assert liveness.state is LivenessState.LIVE
