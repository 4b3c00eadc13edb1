"""The kiosk whose screen is measured while its eyes work, as a process of its own.

It is what ``kiosk run`` starts, with patients who answer by themselves; nothing else is in its
memory.
"""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import msgspec

from kiosk.app.kiosk import Kiosk
from kiosk.app.played import PlayedFront
from kiosk.app.screen import Show, show
from kiosk.bench.memory import resident_mb
from kiosk.bench.vision_screen_orders import LIGHT, Ready, Seen
from kiosk.checkin.front import Front
from kiosk.checkin.outcome import Outcome, Ticketed
from kiosk.checkin.screens import Done, FaceCheck, Problem, Screen
from kiosk.checkin.scripted import willing_patient
from kiosk.checkin.trace import Trace
from kiosk.config import Settings, override
from kiosk.devices.card_reader.card.card import SimulatedCard
from kiosk.devices.card_reader.card.personalise import personalise
from kiosk.devices.card_reader.simulator import SimulatedCardReader
from kiosk.log import start
from kiosk.model.face import FaceGuide, IdentityCheck
from kiosk.model.guidance import CodeHint, FaceHint
from kiosk.ui.frames import FrameLog
from kiosk.vision.camera_state import CameraState

A = TypeVar("A")

PEOPLE = 2
LOOK_S = 0.3
"""Each page is up for so long before it is answered."""
FAR_S = 3.0
"""So long the card is held too far away: long enough for a hint."""
DECODERS = ("cv2", "dlib", "pyzbar")
"""What reads hostile pictures: another process does."""


class Measured(msgspec.Struct):
    """Of one run; times in milliseconds."""

    frames: list[float]
    stalls: list[float]
    visits: int = 0
    faces: int = 0
    """Visits whose face was found to be that of the chip."""
    hints: int = 0
    """How often a hand was told what to do with a code."""
    live_frames: int = 0
    """Pictures of the screen while a page showed the face live."""
    live_s: float = 0.0
    resident_mb: float = 0.0
    decoders: list[str] = msgspec.field(default_factory=list)


class Camera:
    """The camera's process, and what it is told to see."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line:
            raise RuntimeError("the camera did not start")
        self.ready = msgspec.json.decode(line, type=Ready)

    def show(self, what: str, patient: int | None = None) -> None:
        """Write one line; any thread."""
        assert self._process.stdin is not None
        order = what if patient is None else f"{what} {patient}"
        self._process.stdin.write(order.encode() + b"\n")
        self._process.stdin.flush()

    def light(self, colour: tuple[int, int, int]) -> None:
        """The page shines in this colour on whoever is before the camera."""
        self.show(" ".join([LIGHT, *map(str, colour)]))


@contextmanager
def _camera(patients: int) -> Iterator[Camera]:
    process = subprocess.Popen(  # noqa: S603  # our own command, no shell
        [sys.executable, "-m", "kiosk.bench.vision_screen_camera", str(patients)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        yield Camera(process)
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()


class Patients:
    """One after another: a card too far away, a chip, its code, and a willing face."""

    def __init__(self, camera: Camera, kiosk: Kiosk) -> None:
        assert isinstance(kiosk.card_reader, SimulatedCardReader)
        assert kiosk.issuer is not None
        assert kiosk.eyes is not None
        self._camera = camera
        self._eyes = kiosk.eyes
        self._reader = kiosk.card_reader
        self._cards = [
            SimulatedCard(personalise(holder, kiosk.issuer)) for holder in camera.ready.holders
        ]
        self._number = -1
        self._bringing: asyncio.Task[None] | None = None

    def come(self) -> None:
        """The resting page is up; it may be so more than once for one patient."""
        if self._bringing is None:
            self._number = (self._number + 1) % len(self._cards)
            self._bringing = asyncio.create_task(self._bring())

    async def _bring(self) -> None:
        while self._eyes.state is not CameraState.SEEING:
            await self._eyes.state_changed()
        self._camera.show(Seen.FAR, self._number)
        await asyncio.sleep(FAR_S)
        self._reader.lay(self._cards[self._number])
        self._camera.show(Seen.CARD, self._number)

    def move(self, hint: FaceHint) -> None:
        """Do what the page asks the face to do."""
        name = hint.value if hint in _ASKED else "stand"
        self._camera.show(name, self._number)

    def take_card(self) -> None:
        """The visit is over."""
        if self._bringing is not None:
            self._bringing.cancel()
            self._bringing = None
        self._reader.pull()
        self._camera.show(Seen.DESK)


_ASKED = (FaceHint.TURN_LEFT, FaceHint.TURN_RIGHT, FaceHint.BLINK, FaceHint.NOD)


class _Watched(PlayedFront):
    """Patients before the real pages, and what of it is counted."""

    def __init__(
        self, front: Front, patients: Patients, measured: Measured, frames: FrameLog
    ) -> None:
        super().__init__(front, willing_patient(face=True), patients.come, LOOK_S)
        self._patients = patients
        self._measured = measured
        self._frames = frames

    async def ask(self, screen: Screen[A]) -> A:
        if isinstance(screen, Done | Problem):
            self._patients.take_card()
        began, drawn = time.monotonic(), len(self._frames.frames)
        try:
            return await super().ask(screen)
        finally:
            if isinstance(screen, FaceCheck):
                self._measured.live_s += time.monotonic() - began
                self._measured.live_frames += len(self._frames.frames) - drawn

    def guide(self, what: FaceGuide | CodeHint | None) -> None:
        super().guide(what)
        if isinstance(what, FaceGuide):
            self._patients.move(what.hint)
        elif what is not None:
            self._measured.hints += 1


def measure(visits: int) -> Measured:
    """So many visits at 1080×1920, before a network camera at 30 pictures a second."""
    frames = FrameLog()
    measured = Measured(frames.frames, frames.stalls)

    def ended(outcome: Outcome, trace: Trace) -> None:
        measured.visits += isinstance(outcome, Ticketed)
        measured.faces += isinstance(outcome, Ticketed) and outcome.identity is IdentityCheck.FACE

    with _camera(min(visits, PEOPLE)) as camera, tempfile.TemporaryDirectory() as data:
        kiosk = Kiosk(
            override(
                Settings(),
                {"camera.source": camera.ready.address, "display.window": "1080x1920"},
            ),
            Path(data),
        )
        try:
            patients = Patients(camera, kiosk)
            show(
                kiosk,
                Show(
                    windowed=True,
                    frames=frames,
                    visits=visits,
                    through=lambda front: _Watched(front, patients, measured, frames),
                    ended=ended,
                    lit=camera.light,
                ),
            )
        finally:
            kiosk.close()
    measured.resident_mb = resident_mb()
    measured.decoders = sorted({*DECODERS} & set(sys.modules))
    return measured


def main() -> None:
    """Its argument is the number of visits; what it measured is a line of JSON."""
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    start("error")
    sys.stdout.buffer.write(msgspec.json.encode(measure(int(sys.argv[1]))) + b"\n")


if __name__ == "__main__":
    main()
