"""Whole tries: somebody steps up, is told what to do, does it; nothing is put in their place."""

import random
from datetime import date

import pytest

from kiosk.app.heads.figure import Figure
from kiosk.app.heads.hall import hall
from kiosk.app.heads.head import Head, Image
from kiosk.app.heads.motion import SECONDS, Movement, moved
from kiosk.app.heads.scene import Lighting, scene
from kiosk.app.heads.shine import Shine
from kiosk.app.portraits import portrait
from kiosk.bench.vision_attacks_page import USUAL
from kiosk.face.check import FaceCheck
from kiosk.face.compare import distance, from_bytes
from kiosk.face.liveness import Liveness
from kiosk.face.reference import template
from kiosk.model.face import FaceGuide, FaceOutcome, FaceVerdict
from kiosk.model.guidance import FaceHint

SIZE = 640, 360
FPS = 15.0
REACTION_S = 0.7
LONGEST_S = 40.0
ASKED = {
    FaceHint.TURN_LEFT: Movement.TURN_LEFT,
    FaceHint.TURN_RIGHT: Movement.TURN_RIGHT,
    FaceHint.BLINK: Movement.BLINK,
    FaceHint.NOD: Movement.NOD,
}
TODAY = date(2026, 1, 5)

pytestmark = pytest.mark.slow


class Somebody:
    """Before the camera after half a second; does what is asked, if ``willing``."""

    def __init__(
        self, number: str, age: int, *, willing: bool = True, lighting: Lighting = Lighting.NORMAL
    ) -> None:
        self._figure = Figure(Head.of(number, "M", age), share=0.62, y=0.5)
        self._willing = willing
        self._lighting = lighting
        self._movement: Movement | None = None
        self._since = 0.0
        self._hint: FaceHint | None = None
        self._page = USUAL

    def hear(self, guide: FaceGuide, at: float) -> None:
        hint = guide.hint
        self._page = USUAL if guide.light is None else guide.light.colour
        if hint is not self._hint and hint in ASKED and self._willing:
            self._movement, self._since = ASKED[hint], at + REACTION_S
        self._hint = hint

    def seen(self, at: float, number: int) -> Image:
        if at < 0.5:
            return hall(*SIZE).copy()
        movement, since = self._movement, at - self._since
        if movement is None or not 0 <= since < SECONDS[movement]:
            movement, since = Movement.STAND, at
        person = moved(self._figure, movement, since)
        return scene([person], self._lighting, size=SIZE, seed=number, shine=Shine(self._page))


def tried(
    check: FaceCheck, somebody: Somebody, fps: float = FPS
) -> tuple[FaceVerdict, list[FaceHint]]:
    """The verdict, and what was told on the way there."""
    told: list[FaceHint] = []
    for number in range(int(LONGEST_S * fps)):
        at = number / fps
        sight = check.look(somebody.seen(at, number), 1000 + at)
        if isinstance(sight, FaceVerdict):
            return sight, told
        assert isinstance(sight, FaceGuide)
        somebody.hear(sight, at)
        if not told or told[-1] is not sight.hint:
            told.append(sight.hint)
    raise AssertionError(f"no verdict: {told}")


def card(number: str, age: int) -> bytes:
    born = date(TODAY.year - age, 1, 2)
    return portrait(number, "M", born, taken=TODAY, jpeg=False, size=15_000)


def test_the_cards_holder_is_matched() -> None:
    check = FaceCheck(template(card("001080000014", 72)), Liveness(random.Random(3)))

    verdict, told = tried(check, Somebody("001080000014", 72))

    assert verdict.outcome is FaceOutcome.MATCHED
    assert verdict.distance is not None and verdict.distance < 0.45
    assert told[0] is FaceHint.NO_FACE and FaceHint.GOOD in told
    assert sum(hint in ASKED for hint in told) >= 2


def test_a_face_without_a_card_is_described_like_the_one_on_it() -> None:
    check = FaceCheck(None, Liveness(random.Random(5)), want_descriptor=True)

    verdict, _ = tried(check, Somebody("001080000012", 44))

    assert verdict.outcome is FaceOutcome.CAPTURED
    assert distance(from_bytes(verdict.descriptor), template(card("001080000012", 44))) < 0.4


def test_who_does_nothing_is_not_taken_for_alive() -> None:
    check = FaceCheck(template(card("001080000011", 31)), Liveness(random.Random(3)))

    verdict, _ = tried(check, Somebody("001080000011", 31, willing=False), fps=8)

    assert verdict == FaceVerdict(FaceOutcome.NOT_LIVE)


def test_in_the_dark_the_patient_hears_why() -> None:
    check = FaceCheck(template(card("001080000011", 31)), Liveness(random.Random(3)))

    verdict, told = tried(check, Somebody("001080000011", 31, lighting=Lighting.DARK), fps=5)

    assert verdict == FaceVerdict(FaceOutcome.NO_FACE)
    assert FaceHint.DARK in told
