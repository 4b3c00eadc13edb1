"""The eyes' own process, opened, looked for and waited for."""

import asyncio
import json
import os
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from kiosk.app.eyes import Oversight
from kiosk.devices.camera.reasons import CameraReason
from kiosk.vision.camera_state import CameraState
from kiosk.vision.eyes import Eyes
from kiosk.vision.life import Patience
from kiosk.vision.plan import VisionPlan

Pixels = NDArray[np.uint8]
Draw = Callable[[str | bytes], Pixels]
Heard = list[tuple[CameraState, CameraReason | None]]
PLAN = VisionPlan("simulated")


def run(work: Callable[[], Awaitable[None]], seconds: float = 60) -> None:
    async def bounded() -> None:
        async with asyncio.timeout(seconds):
            await work()

    asyncio.run(bounded())


@asynccontextmanager
async def opened(
    plan: VisionPlan = PLAN, patience: Patience | None = None, heard: Heard | None = None
) -> AsyncGenerator[Eyes, None]:
    """The eyes of a kiosk, which logs how they are."""
    oversight = Oversight()

    def hear(state: CameraState, trouble: str, reason: CameraReason | None) -> None:
        oversight.state(state, trouble, reason)
        if heard is not None:
            heard.append((state, reason))

    eyes = Eyes(plan, on_state=hear, patience=patience or Patience())
    await eyes.start()
    try:
        yield eyes
    finally:
        await eyes.close()


async def becomes(eyes: Eyes, state: CameraState, trouble: str = "") -> None:
    while eyes.state is not state or trouble not in eyes.trouble:
        await eyes.state_changed()


def logged(capsys: pytest.CaptureFixture[str]) -> list[tuple[str, str | None]]:
    """The states of the camera, and the reasons, that the log got since it was asked last."""
    events = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    return [
        (event["state"], event.get("reason"))
        for event in events
        if event["event"] == "device-state" and event["device"] == "camera"
    ]


def processes(of: int | None = None) -> list[int]:
    """The processes of eyes that this one, or another, has started."""
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdecimal():
            continue
        try:
            parent = int(folder.joinpath("stat").read_text().rsplit(")", 1)[1].split()[1])
            line = folder.joinpath("cmdline").read_bytes()
        except OSError:
            continue  # it ended meanwhile
        if parent == (of or os.getpid()) and b"kiosk.vision.process" in line:
            found.append(int(folder.name))
    return found


def gone(pid: int, within: float = 5) -> bool:
    end = time.monotonic() + within
    while time.monotonic() < end:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True  # its new parent has not looked yet
        time.sleep(0.02)
    return False


async def seen(eyes: Eyes, payload: bytes) -> None:
    async with aclosing(eyes.sights()) as sights:
        async for sight in sights:
            if payload in {code.data for code in sight.codes}:
                return
