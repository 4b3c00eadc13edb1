"""Eyes whose process ends again and again, and what of their plan reaches the process."""

import asyncio
import os
import signal
from collections import Counter
from contextlib import aclosing, suppress
from datetime import date
from pathlib import Path

import pytest

from kiosk.app.heads.figure import Figure
from kiosk.app.heads.head import Head
from kiosk.app.heads.motion import Movement, frames
from kiosk.app.portraits import portrait
from kiosk.model.face import FaceOutcome, FaceVerdict
from kiosk.model.guidance import FaceHint
from kiosk.vision.camera_state import CameraState
from kiosk.vision.eyes import Eyes
from kiosk.vision.life import Patience
from kiosk.vision.plan import VisionPlan
from kiosk.vision.preview import PreviewKind
from tests.end2end.eyes_process import becomes, gone, opened, processes, run

pytestmark = pytest.mark.slow
TIMES = 50
MOVEMENTS = {FaceHint.TURN_LEFT, FaceHint.TURN_RIGHT, FaceHint.BLINK, FaceHint.NOD}
NUMBER = "001080000007"


def open_files() -> Counter[str]:
    """Kinds of what is open: ``socket``, ``/memfd``, ``pipe`` … , and files by their path."""
    kinds: Counter[str] = Counter()
    for one in Path("/proc/self/fd").iterdir():
        with suppress(OSError):  # that of the listing itself
            kinds[str(one.readlink()).partition(":")[0]] += 1
    return kinds


def mapped_previews() -> int:
    return Path("/proc/self/maps").read_text().count("memfd:kiosk-preview")


def children() -> set[int]:
    """Processes of this one, those included that nobody has waited for."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            if int(stat.read_text().rsplit(")", 1)[1].split()[1]) == os.getpid():
                found.add(int(stat.parent.name))
    return found


def test_fifty_processes_leave_nothing_behind() -> None:
    """Each is killed at another moment: while it loads, opens the camera, writes a preview, or
    looks at a face."""
    patience = Patience(failures=TIMES + 1)
    pids: list[int] = []
    before = children()

    async def work() -> None:
        async with opened(patience=patience) as eyes:

            async def look() -> None:
                while True:
                    async for _ in eyes.check_face(None):
                        pass
                    await asyncio.sleep(0.02)

            await becomes(eyes, CameraState.SEEING)
            looking = asyncio.create_task(look())
            with eyes.previewing(PreviewKind.FACE):
                await killed(eyes, 0)
                async with asyncio.timeout(30):
                    while not mapped_previews():  # the last that comes, with its first picture
                        await asyncio.sleep(0.02)
                await asyncio.sleep(1)
                held = holdings()
                for turn in range(1, TIMES):
                    await killed(eyes, turn)
                    await settles(held, turn)
            looking.cancel()
            await asyncio.gather(looking, return_exceptions=True)

    async def settles(held: tuple[Counter[str], int, int, int], turn: int) -> None:
        """What is not given back shows however long one waits; a new preview comes when it can."""
        try:
            async with asyncio.timeout(20):
                while not is_as(held):
                    await asyncio.sleep(0.02)
        except TimeoutError:
            raise AssertionError(f"turn {turn}: {holdings()} instead of {held}") from None

    def is_as(held: tuple[Counter[str], int, int, int]) -> bool:
        """Of files there may be fewer: what tests before this one left goes in its own time."""
        files, *counts = holdings()
        return files <= held[0] and counts == [*held[1:]]

    def holdings() -> tuple[Counter[str], int, int, int]:
        return open_files(), mapped_previews(), len(children()), len(asyncio.all_tasks())

    async def killed(eyes: Eyes, turn: int) -> None:
        """Until it is back."""
        if turn % 10 < 8:  # otherwise before it says its first word
            await becomes(eyes, CameraState.SEEING)
            await asyncio.sleep(turn % 8 * 0.04)
        pid = eyes.pid
        assert pid is not None
        pids.extend((pid, *processes(pid)))
        os.kill(pid, signal.SIGKILL)
        while eyes.pid in (pid, None):
            await asyncio.sleep(0.01)
        await becomes(eyes, CameraState.SEEING)

    run(work, seconds=300)
    assert len({*pids}) > TIMES
    assert all(gone(pid) for pid in pids)
    assert children() == before


@pytest.mark.alone  # a try at a face has its time
@pytest.mark.parametrize(("threshold", "outcome"), [(0.05, FaceOutcome.NOT_MATCHED), (0.5, None)])
def test_the_threshold_of_the_plan_is_what_the_process_compares_by(
    threshold: float, outcome: FaceOutcome | None
) -> None:
    """The holder's own face; by the plan's default it is asked to move, which is no verdict yet."""
    today, born = date(2026, 1, 5), date(1980, 5, 17)
    chip = portrait(NUMBER, "M", born, taken=today, jpeg=False, size=15_000)
    head = Head.of(NUMBER, "M", today.year - born.year)
    shown = list(frames(Figure(head), Movement.STAND, size=(640, 360), fps=30.0, seconds=0.1))
    plan = VisionPlan("simulated", faces=True, threshold=threshold)

    async def work() -> None:
        async with opened(plan) as eyes:
            await becomes(eyes, CameraState.SEEING)
            assert eyes.hand is not None
            reference = await eyes.reference(chip)
            eyes.hand.play(shown, 30.0)
            verdict = None
            async with aclosing(eyes.check_face(reference)) as sights:
                async for sight in sights:
                    if isinstance(sight, FaceVerdict):
                        verdict = sight
                    elif sight.hint in MOVEMENTS:
                        break
            assert (verdict.outcome if verdict else None) is outcome
            if verdict is not None:
                assert verdict.distance is not None
                assert 0.05 < verdict.distance < 0.5

    run(work)
