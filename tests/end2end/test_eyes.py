"""The eyes' own process: killed, hung, greedy, orphaned."""

import asyncio
import os
import resource
import signal
import subprocess
import sys
import time

import pytest

from kiosk.devices.camera.reasons import CameraReason
from kiosk.model.face import FaceOutcome, FaceUnreadable, FaceVerdict
from kiosk.vision.camera_state import CameraState
from kiosk.vision.eyes import Eyes
from kiosk.vision.life import Patience
from kiosk.vision.plan import VisionPlan
from kiosk.vision.preview import PreviewKind
from tests.end2end.eyes_process import (
    PLAN,
    Draw,
    Heard,
    becomes,
    gone,
    logged,
    opened,
    processes,
    run,
    seen,
)


@pytest.mark.alone
@pytest.mark.parametrize(("how", "within"), [(signal.SIGKILL, 2.0), (signal.SIGSTOP, 5.0)])
def test_killed_or_hung_it_is_started_again_and_whoever_waits_gets_what_they_wait_for(
    qr_picture: Draw, how: signal.Signals, within: float, capsys: pytest.CaptureFixture[str]
) -> None:
    heard: Heard = []

    async def work() -> None:
        async with opened(heard=heard) as eyes:
            assert eyes.hand is not None
            await becomes(eyes, CameraState.SEEING)
            waiting = asyncio.create_task(seen(eyes, b"HEN:1"))
            await asyncio.sleep(0.2)
            with eyes.previewing(PreviewKind.CARD):
                (first,) = processes()
                os.kill(first, how)
                began = time.monotonic()
                await becomes(eyes, CameraState.OPENING)
                assert eyes.preview.newest(0) is None
                eyes.hand.hold(qr_picture("HEN:1"))
                await becomes(eyes, CameraState.SEEING)
                assert time.monotonic() - began < within
                await waiting
                while eyes.preview.newest(0) is None:
                    await asyncio.sleep(0.02)
                (second,) = processes()
                assert second != first
                assert gone(first)

    run(work)
    assert heard == [
        (CameraState.SEEING, None),
        (CameraState.OPENING, CameraReason.PROCESS_ENDED),
        (CameraState.SEEING, None),
    ]
    assert logged(capsys) == [("seeing", None), ("opening", "process-ended"), ("seeing", None)]


def test_one_that_holds_too_much_memory_is_ended_and_after_three_times_left_alone(
    capsys: pytest.CaptureFixture[str],
) -> None:
    heard: Heard = []
    patience = Patience(ping_s=0.1, recover_s=1.0)

    async def work() -> None:
        greedy = VisionPlan("simulated", memory_mb=20)
        async with opened(greedy, patience, heard) as eyes:
            waiting = asyncio.create_task(seen(eyes, b"HEN:1"))
            await becomes(eyes, CameraState.FAILED)
            assert "memory" in eyes.trouble
            assert not processes()
            [verdict] = [sight async for sight in eyes.check_face(None)]
            assert verdict == FaceVerdict(FaceOutcome.AWAY)
            with pytest.raises(FaceUnreadable, match="away"):
                await eyes.reference(b"\xff\xd8\xff")
            await becomes(eyes, CameraState.OPENING)  # tried again after a while
            assert not waiting.done()
            waiting.cancel()

    run(work)
    assert [state for state, _ in heard].count(CameraState.FAILED) == 1
    told = logged(capsys)
    assert ("failed", "process-ended") in told
    assert told[-1] == ("opening", None)


def test_without_the_process_that_describes_faces_all_of_it_is_started_again() -> None:
    async def work() -> None:
        async with opened() as eyes:
            await becomes(eyes, CameraState.SEEING)
            assert eyes.pid is not None
            first = eyes.pid
            (describer,) = processes(first)
            os.kill(describer, signal.SIGKILL)
            await becomes(eyes, CameraState.OPENING)
            await becomes(eyes, CameraState.SEEING)
            assert gone(first)
            assert eyes.pid not in (None, first)

    run(work)


def test_neither_it_nor_its_fork_can_write_a_file() -> None:
    """However it may try: no file of theirs may grow by a byte."""

    async def work() -> None:
        async with opened() as eyes:
            await becomes(eyes, CameraState.SEEING)
            assert eyes.pid is not None
            both = (eyes.pid, *processes(eyes.pid))
            assert len(both) == 2
            for pid in both:
                assert resource.prlimit(pid, resource.RLIMIT_FSIZE) == (0, 0)

    run(work)


def test_a_face_is_described_there_as_it_would_be_here() -> None:
    """In a process of its own, as one that has threads is not forked."""
    compared = (
        "import os\n"
        "import numpy as np\n"
        "from kiosk.face.describe import run\n"
        "from kiosk.vision.process.describing import forked\n"
        "describer = forked(lambda: None)\n"
        "describer.load()\n"
        "chip = np.random.default_rng(1).integers(0, 255, (150, 150, 3), dtype=np.uint8)\n"
        "assert np.array_equal(describer(chip, 1), run(chip, 1))\n"
        "assert abs(describer(chip, 1)).max() > 0.1\n"
        "statm = open(f'/proc/{describer.pid}/statm').read()\n"
        "assert os.pread(describer.memory, 128, 0).decode() == statm\n"
        "print(describer.pid, flush=True)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", compared], capture_output=True, timeout=60, check=True
    )
    assert gone(int(done.stdout))


def test_a_try_at_a_face_ends_when_the_process_does() -> None:
    async def work() -> None:
        async with opened() as eyes:
            await becomes(eyes, CameraState.SEEING)

            async def tried() -> list[object]:
                return [sight async for sight in eyes.check_face(None)]

            trying = asyncio.create_task(tried())
            await asyncio.sleep(0.5)
            os.kill(processes()[0], signal.SIGKILL)
            assert (await trying)[-1] == FaceVerdict(FaceOutcome.AWAY)

    run(work)


def test_closing_ends_the_process_and_whoever_waits_and_it_opens_again(qr_picture: Draw) -> None:
    async def work() -> None:
        eyes = Eyes(PLAN)
        assert eyes.hand is not None
        for payload in (b"HEN:1", b"HEN:2"):
            await eyes.start()
            eyes.hand.hold(qr_picture(payload))
            await seen(eyes, payload)
            (pid,) = processes()
            waiting = asyncio.create_task(seen(eyes, b"never"))
            await asyncio.sleep(0.05)
            await eyes.close()
            await waiting  # it ends; there is nothing more to see
            assert gone(pid)
            assert eyes.preview.newest(0) is None
        descriptors = len(os.listdir("/proc/self/fd"))  # noqa: PTH208  # what is open, not files
        await eyes.start()
        await becomes(eyes, CameraState.SEEING)
        await eyes.close()
        assert len(os.listdir("/proc/self/fd")) == descriptors  # noqa: PTH208

    run(work)


def test_no_process_outlives_its_kiosk() -> None:
    """Not even where the kiosk is killed and the process hangs in a driver."""
    kiosk = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import asyncio\n"
            "from kiosk.vision.eyes import Eyes\n"
            "from kiosk.vision.plan import VisionPlan\n"
            "async def run():\n"
            "    eyes = Eyes(VisionPlan('simulated'))\n"
            "    await eyes.start()\n"
            "    await eyes.state_changed()\n"
            "    print('sees', flush=True)\n"
            "    await asyncio.sleep(60)\n"
            "asyncio.run(run())\n",
        ],
        stdout=subprocess.PIPE,
    )
    try:
        assert kiosk.stdout is not None
        assert kiosk.stdout.readline() == b"sees\n"
        (eyes,) = processes(kiosk.pid)
        (describer,) = processes(eyes)
        os.kill(eyes, signal.SIGSTOP)
        os.kill(describer, signal.SIGSTOP)
        kiosk.kill()
        kiosk.wait(5)
        assert gone(eyes)
        assert gone(describer)
    finally:
        kiosk.kill()
        kiosk.wait(5)
        if kiosk.stdout is not None:
            kiosk.stdout.close()


def test_the_kiosks_own_process_loads_neither_opencv_nor_dlib() -> None:
    """Nothing of them: what they do wrong must never end or slow the screen."""
    wanted = (
        "import asyncio, sys, tempfile\n"
        "from pathlib import Path\n"
        "import kiosk.cli.run, kiosk.app.screen\n"
        "from kiosk.app.kiosk import Kiosk\n"
        "from kiosk.config import Settings\n"
        "async def run(kiosk):\n"
        "    async with kiosk.equipped():\n"
        "        while kiosk.eyes.state.value != 'seeing':\n"
        "            await kiosk.eyes.state_changed()\n"
        "with tempfile.TemporaryDirectory() as data:\n"
        "    kiosk = Kiosk(Settings(), Path(data))\n"
        "    try:\n"
        "        asyncio.run(run(kiosk))\n"
        "    finally:\n"
        "        kiosk.close()\n"
        "print(sorted({'cv2', 'dlib', 'pyzbar'} & set(sys.modules)), flush=True)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", wanted], capture_output=True, timeout=60, check=True
    )
    assert done.stdout.splitlines()[-1] == b"[]"
