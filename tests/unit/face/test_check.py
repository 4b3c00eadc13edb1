"""One try: who is compared is who moves, and every way it can go ends in one verdict."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from kiosk.face import check
from kiosk.face.check import END_S, MOST_S, TRY_S, FaceCheck
from kiosk.face.compare import from_bytes
from kiosk.face.descriptor import Descriptor
from kiosk.face.liveness.base import LivenessState
from kiosk.face.portrayal import BEST, MOST, SOME, Portrayal
from kiosk.face.seen import SeenFace
from kiosk.face.track import LOST_S
from kiosk.model.face import FaceGuide, FaceOutcome, FaceSight, FaceVerdict
from kiosk.model.guidance import FaceHint
from kiosk.model.page_light import PageLight
from tests.unit.face.people import face, hall

FRAME = hall((1280, 720))
STEP = 0.1
Scene = Callable[[float], Sequence[tuple[SeenFace, Descriptor]]]


def described(who: int, far: float = 0.1) -> Descriptor:
    """Somebody's descriptor, ``far`` from the middle of theirs; others are about 0.8 away."""
    rng = np.random.default_rng(who)
    own = rng.normal(size=128)
    aside = np.zeros(128)
    aside[who] = far
    return (own / np.linalg.norm(own) * 0.57 + aside).astype(np.float32)


MINE, YOURS = described(1), described(2)


class Moves:
    """Liveness that is content after some seconds of frames."""

    def __init__(
        self,
        seconds: float = 1.0,
        end: LivenessState = LivenessState.LIVE,
        hint: FaceHint = FaceHint.NOD,
    ) -> None:
        self._seconds, self._end, self._hint = seconds, end, hint
        self.began: float | None = None
        self.share = 0.0
        self.light: PageLight | None = None

    @property
    def hint(self) -> FaceHint | None:
        return self._hint

    @property
    def state(self) -> LivenessState:
        return LivenessState.PENDING if self.share < 1 else self._end

    def look(self, image: object, seen: object, taken: float) -> None:
        self.began = taken if self.began is None else self.began
        self.share = min(1.0, (taken - self.began) / self._seconds)


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Callable[[FaceCheck, Scene], list[FaceSight]]:
    """Looks ten times a second at what a scene shows, until there is a verdict."""

    def played(checked: FaceCheck, scene: Scene) -> list[FaceSight]:
        shown: list[tuple[SeenFace, Descriptor]] = []

        def detect(
            image: object, *, far: bool = False, near: object = None
        ) -> tuple[SeenFace, ...]:
            return tuple(each for each, _ in shown)

        def describe(image: object, seen: SeenFace) -> Descriptor:
            return next(descriptor for each, descriptor in shown if each is seen)

        monkeypatch.setattr(check, "detect", detect)
        monkeypatch.setattr(check, "describe", describe)
        sights: list[FaceSight] = []
        for frame in range(900):
            shown[:] = scene(frame * STEP)
            sights.append(checked.look(FRAME, 100 + frame * STEP))
            if isinstance(sights[-1], FaceVerdict):
                return sights
        raise AssertionError("no verdict in a minute and a half")

    return played


Play = Callable[[FaceCheck, Scene], list[FaceSight]]


def verdict(sights: list[FaceSight]) -> FaceVerdict:
    assert isinstance(sights[-1], FaceVerdict)
    return sights[-1]


def asked(sights: list[FaceSight]) -> int:
    """Which frame it was after which the face was asked to move."""
    told = [sight.hint for sight in sights if isinstance(sight, FaceGuide)]
    return 1 + told.index(FaceHint.NOD)


def hints(sights: list[FaceSight]) -> list[FaceHint]:
    told = [sight.hint for sight in sights if isinstance(sight, FaceGuide)]
    return [hint for at, hint in enumerate(told) if at == 0 or hint is not told[at - 1]]


def test_the_holder_is_matched_after_moving(play: Play) -> None:
    sights = play(FaceCheck(MINE, Moves()), lambda t: [(face(), described(1, 0.3))])

    assert verdict(sights).outcome is FaceOutcome.MATCHED
    assert verdict(sights).distance == pytest.approx(0.2, abs=0.01)
    assert hints(sights) == [FaceHint.GOOD, FaceHint.NOD]
    assert len(sights) * STEP < 1.0 + 2 * BEST * STEP


def test_the_page_gives_light_while_the_face_moves_and_no_longer(play: Play) -> None:
    moves = Moves()
    moves.light = PageLight.WARM
    sights = play(FaceCheck(MINE, moves), lambda t: [(face(), MINE)])
    guides = [sight for sight in sights if isinstance(sight, FaceGuide)]

    assert {guide.light for guide in guides if guide.hint is FaceHint.NOD} == {PageLight.WARM}
    assert {guide.light for guide in guides if guide.hint is not FaceHint.NOD} == {None}
    assert len(guides) > 5


def test_progress_only_grows(play: Play) -> None:
    sights = play(FaceCheck(MINE, Moves()), lambda t: [(face(), MINE)])
    shares = [sight.share for sight in sights if isinstance(sight, FaceGuide)]

    assert shares == sorted(shares)
    assert shares[0] < 0.2 and shares[-1] > 0.8


def test_another_face_is_not_matched_and_not_asked_to_move(play: Play) -> None:
    moves = Moves()
    sights = play(FaceCheck(MINE, moves), lambda t: [(face(), YOURS)])

    assert verdict(sights).outcome is FaceOutcome.NOT_MATCHED
    assert verdict(sights).distance == pytest.approx(0.8, abs=0.15)
    assert len(sights) == MOST
    assert moves.began is None


def test_poor_first_frames_are_outweighed_by_better_ones(play: Play) -> None:
    def scene(t: float) -> list[tuple[SeenFace, Descriptor]]:
        if t < 2.5 * STEP:
            return [(face(sharpness=0.3), YOURS)]
        return [(face(), MINE)]

    assert verdict(play(FaceCheck(MINE, Moves()), scene)).outcome is FaceOutcome.MATCHED


def test_a_threshold_of_the_hospital_holds(play: Play) -> None:
    def scene(t: float) -> list[tuple[SeenFace, Descriptor]]:
        return [(face(), described(1, 0.5))]

    assert verdict(play(FaceCheck(MINE, Moves(), threshold=0.41), scene)).outcome is (
        FaceOutcome.MATCHED
    )
    assert verdict(play(FaceCheck(MINE, Moves(), threshold=0.39), scene)).outcome is (
        FaceOutcome.NOT_MATCHED
    )


def test_a_picture_of_a_face_is_not_alive(play: Play) -> None:
    moves = Moves(end=LivenessState.NOT_LIVE)

    outcome = verdict(play(FaceCheck(MINE, moves), lambda t: [(face(), MINE)]))

    assert outcome == FaceVerdict(FaceOutcome.NOT_LIVE)


def test_without_a_reference_the_face_is_described(play: Play) -> None:
    checked = FaceCheck(None, Moves(), want_descriptor=True)

    seen = verdict(play(checked, lambda t: [(face(), MINE)]))

    assert (seen.outcome, seen.distance) == (FaceOutcome.CAPTURED, None)
    assert from_bytes(seen.descriptor) == pytest.approx(MINE, abs=1e-6)


def test_the_descriptor_is_given_only_where_it_is_asked_for(play: Play) -> None:
    seen = verdict(play(FaceCheck(MINE, Moves()), lambda t: [(face(), MINE)]))

    assert seen.descriptor == b""


def test_another_face_that_does_the_moving_is_noticed(play: Play) -> None:
    """The holder's photograph for the comparison, then one's own head in the same place."""

    def scene(t: float) -> list[tuple[SeenFace, Descriptor]]:
        return [(face(), MINE if t < 0.6 or t > 2.6 else YOURS)]

    assert verdict(play(FaceCheck(MINE, Moves(3)), scene)) == FaceVerdict(FaceOutcome.NOT_LIVE)


def test_another_face_at_the_end_is_noticed(play: Play) -> None:
    """Too late to be noticed while it moves."""

    def scene(t: float) -> list[tuple[SeenFace, Descriptor]]:
        return [(face(), MINE if t < 1.0 else YOURS)]

    assert verdict(play(FaceCheck(MINE, Moves()), scene)).outcome is FaceOutcome.NOT_LIVE


def test_another_face_that_blinks_is_noticed(play: Play) -> None:
    def scene(t: float) -> list[tuple[SeenFace, Descriptor]]:
        return [(face(), MINE if t < 0.6 or t > 2.6 else YOURS)]

    moves = Moves(3, hint=FaceHint.BLINK)

    assert verdict(play(FaceCheck(MINE, moves), scene)) == FaceVerdict(FaceOutcome.NOT_LIVE)


def test_without_a_reference_an_exchange_is_noticed_too(play: Play) -> None:
    def scene(t: float) -> list[tuple[SeenFace, Descriptor]]:
        return [(face(), MINE if t < 1.0 else YOURS)]

    moves = Moves()

    assert verdict(play(FaceCheck(None, moves), scene)).outcome is FaceOutcome.NOT_LIVE


def test_the_face_that_was_compared_is_followed_among_others(play: Play) -> None:
    """Somebody larger steps beside the patient who moves already."""

    def scene(t: float) -> list[tuple[SeenFace, Descriptor]]:
        mine = (face(500), MINE)
        return [mine] if t < 0.6 or t > 1.4 else [(face(1000, side=300), YOURS), mine]

    assert verdict(play(FaceCheck(MINE, Moves()), scene)).outcome is FaceOutcome.MATCHED


def test_who_steps_out_while_moving_ends_the_try_without_a_word(play: Play) -> None:
    def scene(t: float) -> list[tuple[SeenFace, Descriptor]]:
        return [(face(), MINE)] if t < 0.6 else []

    sights = play(FaceCheck(MINE, Moves(9)), scene)

    assert verdict(sights) == FaceVerdict(FaceOutcome.NO_FACE)
    assert len(sights) * STEP < 0.6 + LOST_S + 3 * STEP


def test_a_face_turned_too_far_to_be_found_for_a_moment_goes_on(play: Play) -> None:
    def scene(t: float) -> list[tuple[SeenFace, Descriptor]]:
        return [] if 0.8 < t < 1.8 else [(face(), MINE)]

    assert verdict(play(FaceCheck(MINE, Moves(2)), scene)).outcome is FaceOutcome.MATCHED


def test_nobody_there_ends_the_try(play: Play) -> None:
    sights = play(FaceCheck(MINE, Moves()), lambda t: [])

    assert verdict(sights) == FaceVerdict(FaceOutcome.NO_FACE)
    assert hints(sights) == [FaceHint.NO_FACE]
    assert len(sights) * STEP == pytest.approx(TRY_S, abs=3 * STEP)


def test_two_patients_side_by_side_are_told_and_nobody_is_compared(play: Play) -> None:
    sights = play(FaceCheck(MINE, Moves()), lambda t: [(face(400), MINE), (face(900), YOURS)])

    assert verdict(sights) == FaceVerdict(FaceOutcome.NO_FACE)
    assert hints(sights) == [FaceHint.SEVERAL]


def test_faces_that_take_turns_are_never_put_together(play: Play) -> None:
    """Each stays for a frame, so that no two of one face come together."""

    def scene(t: float) -> list[tuple[SeenFace, Descriptor]]:
        return [(face(400), MINE)] if round(t / STEP) % 2 else [(face(880), YOURS)]

    sights = play(FaceCheck(MINE, Moves()), scene)

    assert verdict(sights) == FaceVerdict(FaceOutcome.NO_FACE)
    assert len(sights) * STEP == pytest.approx(MOST_S, abs=3 * STEP)


def test_who_never_looks_straight_again_ends_the_try(play: Play) -> None:
    def scene(t: float) -> list[tuple[SeenFace, Descriptor]]:
        return [(face(), MINE)] if t < 1.0 else [(face(yaw=35), MINE)]

    sights = play(FaceCheck(MINE, Moves()), scene)

    assert verdict(sights) == FaceVerdict(FaceOutcome.NO_FACE)
    assert hints(sights)[-1] is FaceHint.STRAIGHT
    assert len(sights) * STEP > END_S


def test_a_check_for_attacks_without_an_end_is_ended(play: Play) -> None:
    sights = play(FaceCheck(MINE, Moves(1000)), lambda t: [(face(), MINE)])

    assert verdict(sights) == FaceVerdict(FaceOutcome.NOT_LIVE)


def test_after_the_verdict_nothing_is_looked_at(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = FaceCheck(MINE, Moves())
    seen = verdict(play(checked, lambda t: [(face(), MINE)]))
    monkeypatch.delattr(check, "detect")

    assert checked.look(FRAME, 500) is seen


def test_a_face_that_is_hardly_like_the_reference_needs_a_frame_more(play: Play) -> None:
    clear = play(FaceCheck(MINE, Moves()), lambda t: [(face(), MINE)])
    hardly = play(FaceCheck(MINE, Moves()), lambda t: [(face(), described(1, 0.55))])

    assert verdict(clear).outcome is verdict(hardly).outcome is FaceOutcome.MATCHED
    assert (asked(clear), asked(hardly)) == (SOME, BEST)


def test_a_portrayal_is_the_mean_of_the_best() -> None:
    portrayal = Portrayal()
    for goodness, value in ((0.1, 9.0), (0.9, 1.0), (0.5, 2.0), (0.6, 3.0), (0.05, 7.0)):
        portrayal.add(np.full(128, value, dtype=np.float32), goodness)

    assert portrayal.portrait == pytest.approx(np.full(128, 2.0))
    assert portrayal.enough and not portrayal.full


def test_no_portrayal_without_a_frame() -> None:
    with pytest.raises(ValueError, match="no descriptor"):
        _ = Portrayal().portrait
