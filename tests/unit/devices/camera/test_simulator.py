"""The simulated camera: a desk, steerable from any thread, cheap."""

import asyncio
import threading
import time
from collections.abc import Callable
from contextlib import aclosing
from functools import partial

import numpy as np
import pytest
from numpy.typing import NDArray

from kiosk.devices.camera.base import Frame
from kiosk.devices.camera.codes import read_codes
from kiosk.devices.camera.simulator import SimulatedCamera

Pixels = NDArray[np.uint8]
Draw = Callable[[str | bytes], Pixels]


async def take(camera: SimulatedCamera, count: int) -> list[Frame]:
    async with aclosing(camera.frames()) as frames:
        return [await anext(frames) for _ in range(count)]


@pytest.mark.parametrize(("scale", "angle"), [(0.2, 0), (0.6, 33), (0.9, 180), (0.3, -45)])
def test_what_is_held_is_seen(qr_picture: Draw, scale: float, angle: float) -> None:
    camera = SimulatedCamera()
    camera.hold(qr_picture("HEN:77"), scale=scale, angle=angle)
    assert camera.holding
    frame = asyncio.run(take(camera, 1))[0]
    (code,) = read_codes(frame.image)
    assert code.data == b"HEN:77"
    assert (scale * 720 * 0.5) ** 2 < code.area < (scale * 720) ** 2


def test_putting_away_and_holding_another_while_frames_run(qr_picture: Draw) -> None:
    camera = SimulatedCamera()

    async def run() -> list[set[bytes]]:
        seen = []
        async with aclosing(camera.frames()) as frames:
            for held in (b"HEN:1", None, b"HEN:2"):
                steer = partial(camera.hold, picture[held]) if held else camera.put_away
                thread = threading.Thread(target=steer)
                thread.start()
                thread.join()
                frame = await anext(frames)
                seen.append({code.data for code in read_codes(frame.image)})
        return seen

    picture = {payload: qr_picture(payload) for payload in (b"HEN:1", b"HEN:2")}
    assert asyncio.run(run()) == [{b"HEN:1"}, set(), {b"HEN:2"}]


def test_the_sensor_is_noisy_and_a_hand_trembles(qr_picture: Draw) -> None:
    camera = SimulatedCamera(320, 240, fps=200)
    first, second = asyncio.run(take(camera, 2))
    difference = first.image.astype(int) - second.image.astype(int)
    assert 1 < difference.std() < 10
    camera.hold(qr_picture("HEN:1"))
    held, shaken = asyncio.run(take(camera, 2))
    assert np.abs(held.image.astype(int) - shaken.image.astype(int)).max() > 60


def test_a_wide_grey_picture_fits(qr_picture: Draw) -> None:
    camera = SimulatedCamera()
    slip: Pixels = np.full((300, 900), 255, dtype=np.uint8)
    camera.hold(slip, scale=1)
    frame = asyncio.run(take(camera, 1))[0].image
    assert (frame[360, 300:980] > 240).all()
    assert (frame[:200].max(axis=(1, 2)) < 240).all()


@pytest.mark.parametrize("scale", [0.0, 0.04, 1.1, float("nan")])
def test_impossible_holdings_are_refused(scale: float) -> None:
    camera = SimulatedCamera()
    with pytest.raises(ValueError, match="scale"):
        camera.hold(np.zeros((9, 9, 3), dtype=np.uint8), scale=scale)
    with pytest.raises(ValueError, match="picture"):
        camera.hold(np.zeros((0, 9, 3), dtype=np.uint8))
    assert not camera.holding


def test_frames_come_at_their_rate_and_are_cheap(qr_picture: Draw) -> None:
    camera = SimulatedCamera()
    camera.hold(qr_picture("HEN:1"))
    asyncio.run(take(camera, 1))  # the desk is made once for all cameras of a size
    work = time.process_time()
    frames = asyncio.run(take(camera, 12))
    work = time.process_time() - work
    gaps = np.diff([frame.taken for frame in frames])
    assert 0.030 < np.median(gaps) < 0.060
    assert work / 12 < 0.010  # 2 ms on a quiet machine, drawing included
