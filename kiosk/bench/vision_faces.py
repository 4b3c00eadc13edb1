"""How soon a face is told from another, and what that takes."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import aclosing
from datetime import date
from typing import TypeVar

from kiosk.app.heads.figure import Figure as Person
from kiosk.app.heads.hall import hall
from kiosk.app.heads.head import Head, Image
from kiosk.app.heads.motion import Movement, frames
from kiosk.app.portraits import portrait
from kiosk.bench.figures import Figure, median
from kiosk.face import models
from kiosk.face.check import MATCHING_SHARE, FaceCheck
from kiosk.face.compare import VERIFY
from kiosk.face.describe import describe
from kiosk.face.detect import detect
from kiosk.face.liveness.base import LivenessState
from kiosk.face.reference import template
from kiosk.face.seen import SeenFace
from kiosk.model.face import FaceOutcome, FaceVerdict
from kiosk.model.guidance import FaceHint
from kiosk.model.page_light import PageLight
from kiosk.vision.camera_state import CameraState
from kiosk.vision.eyes import Eyes
from kiosk.vision.plan import SIMULATED, VisionPlan
from kiosk.vision.process.limits import hold_little

PEOPLE = 8
FPS = 30.0
SECONDS = 1.0
"""Of somebody standing there, shown again and again."""
SIZE = 1280, 720
PLAYED_SIZE = 640, 360
TRY_S = 10.0
STARTED_S = 15.0
VERDICT_MS = 600
MEMORY_MB = 200
_Given = TypeVar("_Given")
_TODAY = date(2026, 1, 5)
_BORN = date(1980, 5, 17)
_ALONE = """
import numpy as np

from kiosk.bench.memory import resident_mb
from kiosk.face import models
from kiosk.face.detect import detect
from kiosk.vision.process.limits import hold_little

hold_little()
models.load_all()
detect(np.full((720, 1280, 3), 128, dtype=np.uint8))
models.recogniser().compute_face_descriptor(np.full((150, 150, 3), 128, dtype=np.uint8), 1)
print(resident_mb())
"""
"""A process that has looked for a face and described one, and does nothing else."""


def face_figures() -> Iterator[Figure]:
    """Each as soon as it is measured; about 40 seconds, most of them to draw the people.

    The time in which a patient is asked to move is theirs, and is not in these figures:
    docs/presentation-attacks.md has it.
    """
    hold_little()  # as the eyes' process does
    models.load_all()
    people = [_Person(number) for number in range(PEOPLE)]
    empty = hall(*SIZE).copy()
    standing = [person.frames(SIZE, 1)[0] for person in people]
    seen = [(image, detect(image)[0]) for image in standing]
    yield Figure("a face found in a picture, median", _each(detect, standing), "ms", 25)
    yield Figure("no face in a picture, median", _each(detect, [empty] * PEOPLE), "ms", 25)
    yield Figure("a face described, median", _each(lambda both: describe(*both), seen), "ms")
    tries = [_try(person, empty) for person in people]
    matched = sum(outcome is FaceOutcome.MATCHED for outcome, _ in tries)
    yield Figure(
        "face in place to verdict, without moving, median",
        median([ms for _, ms in tries]),
        "ms",
        VERDICT_MS,
    )
    yield Figure("holders matched", 100 * matched / PEOPLE, "%", least=100)
    compared = asyncio.run(_through_the_process(people))
    yield Figure(
        "face in place to compared, through the process, median",
        median(compared),
        "ms",
        VERDICT_MS,
    )
    ran = subprocess.run(  # noqa: S603 - this program, and a text of this file
        [sys.executable, "-c", _ALONE], capture_output=True, timeout=60, check=True, text=True
    )
    yield Figure("memory of a process that compares faces", float(ran.stdout), "MB", MEMORY_MB)


class _Person:
    """Somebody invented, with the picture of their card."""

    def __init__(self, number: int) -> None:
        self._number, self._sex = f"0010800{number:05d}", "MF"[number % 2]
        self.picture = portrait(
            self._number, self._sex, _BORN, taken=_TODAY, jpeg=False, size=15_000
        )

    def frames(self, size: tuple[int, int], count: int) -> list[Image]:
        head = Head.of(self._number, self._sex, _TODAY.year - _BORN.year)
        shown = frames(Person(head), Movement.STAND, size=size, fps=FPS, seconds=count / FPS)
        return list(shown)


class _TakenForAlive:
    """In place of the check for attacks, whose time is the patient's."""

    hint: FaceHint | None = None
    light: PageLight | None = None
    share = 1.0
    state = LivenessState.LIVE

    def look(self, image: Image, seen: SeenFace, taken: float) -> None:
        pass


def _try(person: _Person, empty: Image) -> tuple[FaceOutcome, float]:
    """How one ended, and how many milliseconds after the first frame with the face. Frames come
    at the camera's rate, and the newest one is looked at."""
    shown = person.frames(SIZE, round(FPS * SECONDS))
    check = FaceCheck(template(person.picture), _TakenForAlive())
    check.look(empty, time.monotonic())
    began = time.monotonic()
    number = -1
    while time.monotonic() - began < TRY_S:
        newest = int((time.monotonic() - began) * FPS)
        if newest == number:
            time.sleep(max(0.0, began + (number + 1) / FPS - time.monotonic()))
            continue
        number = newest
        sight = check.look(shown[number % len(shown)], began + number / FPS)
        if isinstance(sight, FaceVerdict):
            return sight.outcome, (time.monotonic() - began) * 1000
    raise TimeoutError("a try without a verdict")


async def _through_the_process(people: list[_Person]) -> list[float]:
    """Milliseconds from showing the face to the simulated camera until the patient is asked to
    move, which is once the face was like the chip's."""
    plan = VisionPlan(SIMULATED, *SIZE, second_opinion=False, faces=True, threshold=VERIFY)
    eyes = Eyes(plan)
    await eyes.start()
    try:
        async with asyncio.timeout(STARTED_S):
            while eyes.state is not CameraState.SEEING:
                await eyes.state_changed()
        return [await _compared(eyes, person) for person in people]
    finally:
        await eyes.close()


async def _compared(eyes: Eyes, person: _Person) -> float:
    assert eyes.hand is not None
    shown = person.frames(PLAYED_SIZE, 3)
    eyes.hand.put_away()
    reference = await eyes.reference(person.picture)
    began = 0.0
    async with asyncio.timeout(TRY_S), aclosing(eyes.check_face(reference)) as sights:
        async for sight in sights:
            if isinstance(sight, FaceVerdict):
                raise ValueError(f"a holder's face: {sight.outcome.value}")
            if not began:  # It says that there is no face: from now on it looks.
                began = time.monotonic()
                eyes.hand.play(shown, FPS)
            elif sight.share >= MATCHING_SHARE:
                break
    eyes.forget_faces()
    return (time.monotonic() - began) * 1000


def _each(work: Callable[[_Given], object], on: Sequence[_Given]) -> float:
    """Median milliseconds of doing it three times with each."""
    took: list[float] = []
    for given in (*on, *on, *on):
        began = time.perf_counter()
        work(given)
        took.append((time.perf_counter() - began) * 1000)
    return median(took)
