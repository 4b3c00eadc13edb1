"""What of a try is told: each change of hint, light or share, and nothing twice."""

from collections.abc import Sequence
from typing import cast

import numpy as np
import pytest

from kiosk.devices.camera.base import Frame
from kiosk.model.face import FaceGuide, FaceSight
from kiosk.model.guidance import FaceHint
from kiosk.model.page_light import PageLight
from kiosk.vision.process import faces as module
from kiosk.vision.process.describing import Describer
from kiosk.vision.process.faces import Faces
from kiosk.vision.wire.messages import Check, Guided, Judged

NOD, WARM, COOL = FaceHint.NOD, PageLight.WARM, PageLight.COOL
BLANK = np.zeros((9, 9, 3), np.uint8)


class Scripted:
    """Says these things, one a picture."""

    sights: Sequence[FaceSight] = ()

    def __init__(self, reference: object, liveness: object, **how: object) -> None:
        self._left = list(self.sights)

    def look(self, image: object, taken: float) -> FaceSight:
        return self._left.pop(0)


def told(monkeypatch: pytest.MonkeyPatch, *sights: FaceSight) -> list[Guided | Judged | None]:
    monkeypatch.setattr(module, "run_by", lambda network: None)
    monkeypatch.setattr(Scripted, "sights", sights)
    monkeypatch.setattr(module, "FaceCheck", Scripted)
    faces = Faces(0.5, cast(Describer, None), lit=True)
    assert faces.begin(Check(3, 0, False), 0.0) is None
    return [faces.look(Frame(BLANK, float(number))) for number in range(len(sights))]


def test_a_light_is_told_at_once_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    lights = (None, WARM, WARM, COOL, None)
    words = told(monkeypatch, *(FaceGuide(NOD, 0.5, light) for light in lights))

    assert words == [
        Guided(3, NOD, 0.5),
        Guided(3, NOD, 0.5, WARM),
        None,
        Guided(3, NOD, 0.5, COOL),
        Guided(3, NOD, 0.5),
    ]


def test_small_shares_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    words = told(monkeypatch, *(FaceGuide(NOD, share, WARM) for share in (0.5, 0.51, 0.519, 0.53)))

    assert [word is not None for word in words] == [True, False, False, True]


@pytest.mark.parametrize("lit", [True, False])
def test_a_hospitals_choice_of_light_reaches_the_check(
    monkeypatch: pytest.MonkeyPatch, lit: bool
) -> None:
    made: list[object] = []
    monkeypatch.setattr(module, "run_by", lambda network: None)
    monkeypatch.setattr(module, "Liveness", lambda rng, **how: made.append(how["lit"]))
    monkeypatch.setattr(module, "FaceCheck", Scripted)
    Faces(0.5, cast(Describer, None), lit=lit).begin(Check(1, 0, False), 0.0)

    assert made == [lit]
