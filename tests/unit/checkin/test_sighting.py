"""How the frames share the work of looking."""

from datetime import date

import numpy as np
import pytest

from kiosk.checkin import sighting
from kiosk.checkin.sighting import Eye
from kiosk.devices.camera.base import Image
from kiosk.devices.camera.codes import Code
from kiosk.documents import Patterns


@pytest.mark.parametrize("second_opinion", [True, False])
def test_cheap_looks_are_often_and_dear_ones_are_rare(
    monkeypatch: pytest.MonkeyPatch, second_opinion: bool
) -> None:
    looks: list[dict[str, bool]] = []

    def look(_: Image, **how: bool) -> tuple[Code, ...]:
        looks.append(how)
        return ()

    monkeypatch.setattr(sighting, "read_codes", look)
    eye = Eye(lambda data: data, Patterns(), lambda: date(2026, 11, 22), second_opinion)
    for turn in range(16):
        assert eye.look(np.zeros((9, 9, 3), dtype=np.uint8), turn) == ()
    totals = {key: sum(how[key] for how in looks) for key in looks[0]}
    assert totals == {"only_qr": 8, "enlarge": 4, "second_opinion": 2 if second_opinion else 0}
    dear = [how["enlarge"] + how["second_opinion"] + (not how["only_qr"]) for how in looks]
    assert max(dear) == 1, "no frame pays for two"
