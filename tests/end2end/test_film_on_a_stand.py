"""The same films before the same camera: of a person whom the page lights, and on a screen.

Each movement is started when the page asks for it, so that only light tells the one from the other.
"""

from collections.abc import Sequence
from contextlib import aclosing
from datetime import date

import pytest

from kiosk.app.dock_faces import FacesAtTheDock, Image
from kiosk.app.painter.client import Painter
from kiosk.model.face import FaceOutcome, FaceVerdict
from kiosk.ui.dock.sights import FaceManner, FaceOwner, FaceToShow
from kiosk.vision.camera_state import CameraState
from kiosk.vision.eyes import Eyes
from kiosk.vision.hand import SimulatedHand
from kiosk.vision.plan import VisionPlan
from tests.end2end.eyes_process import becomes, opened, run

pytestmark = [pytest.mark.slow, pytest.mark.alone]
NUMBER = "001079990124"


class OnAStand:
    """Plays what a hand is to play, on a screen that fills the view."""

    def __init__(self, hand: SimulatedHand) -> None:
        self._hand = hand

    @property
    def played(self) -> object:
        return self._hand.played

    def play(
        self,
        frames: Sequence[Image],
        fps: float = 30.0,
        loop: bool = True,
        *,
        lit: bool = True,
    ) -> None:
        self._hand.play(frames, fps, loop, lit=False)

    def put_away(self) -> None:
        self._hand.put_away()


async def outcome(eyes: Eyes, faces: FacesAtTheDock) -> FaceOutcome:
    """Of one try; whoever asks is the page, with its light."""
    assert eyes.hand is not None
    verdict: FaceVerdict | None = None
    async with aclosing(eyes.check_face(None, descriptor=True)) as sights:
        async for sight in sights:
            if isinstance(sight, FaceVerdict):
                verdict = sight
            else:
                eyes.hand.lit(None if sight.light is None else sight.light.colour)
                faces.follow(sight.hint)
    eyes.hand.lit(None)
    faces.follow(None)
    assert verdict is not None
    return verdict.outcome


def outcomes(*, screen: bool, tries: int = 2, light: bool = True) -> list[FaceOutcome]:
    """Of so many tries, until one succeeds: a machine that is busy draws late."""
    seen: list[FaceOutcome] = []

    async def work() -> None:
        async with opened(VisionPlan("simulated", faces=True, light=light)) as eyes:
            await becomes(eyes, CameraState.SEEING)
            assert eyes.hand is not None
            painter = Painter()
            hand = OnAStand(eyes.hand) if screen else eyes.hand
            faces = FacesAtTheDock(hand, painter, date.today)
            try:
                faces.show(FaceToShow(NUMBER, FaceOwner.OWN, FaceManner.WILLING))
                while len(seen) < tries and FaceOutcome.CAPTURED not in seen:
                    seen.append(await outcome(eyes, faces))
            finally:
                faces.close()
                painter.close()

    run(work, seconds=150)
    return seen


def test_a_person_in_the_pages_light_is_alive() -> None:
    assert outcomes(screen=False)[-1] is FaceOutcome.CAPTURED


def test_clips_on_a_screen_that_stands_still_are_not() -> None:
    assert outcomes(screen=True, tries=1) == [FaceOutcome.NOT_LIVE]


def test_without_light_they_pass() -> None:
    """What a hospital loses that turns it off."""
    assert outcomes(screen=True, light=False)[-1] is FaceOutcome.CAPTURED
