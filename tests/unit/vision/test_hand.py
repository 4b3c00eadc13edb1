"""What a tester does to a simulated camera that is somewhere else."""

import numpy as np
import pytest

from kiosk.devices.camera.base import Image
from kiosk.devices.camera.faults import CameraFault
from kiosk.vision import hand as module
from kiosk.vision.hand import HandState, Shape, SimulatedHand

PICTURE: Image = np.arange(27, dtype=np.uint8).reshape(3, 3, 3)


def test_every_move_is_kept_and_told() -> None:
    hand = SimulatedHand()
    told: list[int] = []
    hand.listen(lambda: told.append(hand.state.version))
    hand.hold(PICTURE, scale=0.4, angle=12)
    held = Shape(3, 3, 3, bytes(range(27)))
    state = hand.state
    assert (state.held, state.scale, state.angle, hand.holding) == (held, 0.4, 12, True)
    hand.play([PICTURE, PICTURE[:, :, 0]], fps=12, loop=False, lit=False)
    played = hand.state
    assert not played.lit
    assert [shape.channels for shape in played.played] == [3, 1]
    assert (played.fps, played.loop, played.held, hand.holding) == (12, False, None, True)
    hand.put_away()
    assert not hand.holding
    hand.unplug()
    hand.fault(CameraFault.BLACK)
    assert (hand.state.plugged, hand.state.fault) == (False, CameraFault.BLACK)
    hand.plug_in()
    hand.fault(None)
    hand.lit((255, 208, 150))
    assert hand.state == HandState(
        scale=0.4, angle=12, fps=12, loop=False, lit=False, light=(255, 208, 150), version=8
    )
    assert told == [1, 2, 3, 4, 5, 6, 7, 8]


def test_a_picture_is_copied() -> None:
    hand, picture = SimulatedHand(), PICTURE.copy()
    hand.hold(picture)
    picture[:] = 0
    assert hand.state.held == Shape.of(PICTURE)


def test_fifty_megapixels_are_made_less() -> None:
    large = np.zeros((5000, 10000), dtype=np.uint8)
    large[::3, ::3] = 9
    shape = Shape.of(large)
    assert (shape.height, shape.width) == (1667, 3334)
    assert set(shape.pixels) == {9}


@pytest.mark.parametrize(
    "odd",
    [
        np.zeros((0, 9, 3), dtype=np.uint8),
        np.zeros((9, 9, 4), dtype=np.uint8),
        np.zeros(9, dtype=np.uint8),
        np.zeros((9, 9, 3), dtype=np.float64),
    ],
)
def test_what_is_no_picture_is_refused(odd: Image) -> None:
    hand = SimulatedHand()
    with pytest.raises(ValueError, match="picture"):
        hand.hold(odd)
    with pytest.raises(ValueError, match="picture"):
        hand.play([PICTURE, odd])
    assert not hand.holding


@pytest.mark.parametrize("scale", [0.0, 0.04, 1.1, float("nan")])
def test_impossible_holdings_are_refused(scale: float) -> None:
    hand = SimulatedHand()
    with pytest.raises(ValueError, match="scale"):
        hand.hold(PICTURE, scale=scale)
    assert not hand.holding


def test_what_is_played_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    hand = SimulatedHand()
    monkeypatch.setattr(module, "MOST_FRAMES", 3)
    monkeypatch.setattr(module, "MOST_PLAYED_BYTES", 60)
    for frames, fps in (([], 30), ([PICTURE] * 4, 30), ([PICTURE], 0.5), ([PICTURE] * 3, 30)):
        with pytest.raises(ValueError, match="play"):
            hand.play(frames, fps)
    hand.play([PICTURE] * 2)
    assert hand.holding
