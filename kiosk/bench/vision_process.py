"""The eyes' process: how soon a code is a document, and what the process costs.

Times are taken in the kiosk's process, around everything: a code enters the picture when the
tester's hand is told to hold it up, so the way to the process, the wait for the next picture and
the way back are counted.
"""

import asyncio
import os
import signal
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager
from datetime import date
from pathlib import Path

from kiosk.app.portraits import portrait
from kiosk.bench.figures import Figure, median, percentile
from kiosk.bench.memory import resident_mb
from kiosk.checkin.reading import DocumentReader
from kiosk.devices.camera.base import Image
from kiosk.documents import Patterns
from kiosk.frontdesk.generate import people
from kiosk.frontdesk.sample_documents import cccd_qr
from kiosk.model.document import Document
from kiosk.model.face import FaceVerdict
from kiosk.ui.dock.pictures import code_on_card
from kiosk.vision.camera_state import CameraState
from kiosk.vision.eyes import Eyes
from kiosk.vision.plan import VisionPlan
from kiosk.vision.preview import PreviewKind
from kiosk.vision.process.rest import AWAKE_S, RESTING_LOOK_S

CODES = 60
CODES_AT_REST = 12
BETWEEN_S = 0.25
"""Nothing is held up for so long; a little longer from code to code, so that they come at every
moment between two pictures."""
CODES_BEFORE = 6
"""Read before memory is measured."""
RESTARTS = 5
REST_S = 8.0
PREVIEW_S = 4.0
_BOUND_S = 300.0
_BORN, _TAKEN = date(1990, 5, 17), date(2026, 1, 5)


def process_figures() -> list[Figure]:
    """All of them, in about two minutes; nothing else should run meanwhile."""
    cards = [code_on_card(cccd_qr(one)) for one in list(people())[:CODES] if one.card_issued]
    figures: list[Figure] = []
    for measure in (_document_figures, _cost_figures, face_figures, _restart_figures):
        figures += asyncio.run(measured(measure, cards))
    return figures


Measure = Callable[[Eyes, list[Image]], Awaitable[list[Figure]]]


async def measured(measure: Measure, cards: list[Image]) -> list[Figure]:
    """What ``measure`` finds of eyes of its own, in five minutes at most."""
    async with asyncio.timeout(_BOUND_S), _eyes(faces=True) as eyes:
        return await measure(eyes, cards)


@asynccontextmanager
async def _eyes(*, faces: bool) -> AsyncIterator[Eyes]:
    eyes = Eyes(VisionPlan("simulated", faces=faces))
    await eyes.start()
    try:
        await _sees(eyes)
        yield eyes
    finally:
        await eyes.close()


async def _sees(eyes: Eyes) -> None:
    while eyes.state is not CameraState.SEEING:
        await eyes.state_changed()


async def _document_figures(eyes: Eyes, cards: list[Image]) -> list[Figure]:
    await asyncio.sleep(2.0)  # the models are loaded by then
    awake = [
        await _read(eyes, card, BETWEEN_S + turn % 10 * 0.0037) for turn, card in enumerate(cards)
    ]
    rested = [
        await _read(eyes, card, AWAKE_S + 1.5 + turn * 0.0113)
        for turn, card in enumerate(cards[:CODES_AT_REST])
    ]
    both = awake + rested
    name = "code entering the picture to the parsed document"
    return [
        Figure(f"{name}, median", median(awake), "ms"),
        Figure(f"{name}, p95", percentile(awake, 0.95), "ms", 150),
        Figure(f"{name}, longest of {len(both)}", max(both), "ms"),
        Figure(f"{name}, out of rest, median", median(rested), "ms"),
        Figure(f"{name}, out of rest, p95", percentile(rested, 0.95), "ms", 150),
    ]


async def _read(eyes: Eyes, card: Image, before_s: float) -> float:
    """Milliseconds from holding it up to its document, after so long without any."""
    assert eyes.hand is not None
    reader = DocumentReader(eyes, Patterns())
    eyes.hand.put_away()
    waiting = asyncio.create_task(reader.next())
    await asyncio.sleep(before_s)
    began = time.monotonic()
    eyes.hand.hold(card, scale=0.6)
    document = await waiting
    if not isinstance(document, Document):
        raise RuntimeError("an invented card was not understood")
    return (time.monotonic() - began) * 1000


async def _cost_figures(eyes: Eyes, cards: list[Image]) -> list[Figure]:
    """At rest, with somebody waiting for codes all the time, as the resting page does."""
    waiting = asyncio.create_task(DocumentReader(eyes, Patterns()).next())
    await asyncio.sleep(AWAKE_S + 2)
    assert eyes.pid is not None
    there, here = _cpu_s(eyes.pid), time.process_time()
    began = time.monotonic()
    await asyncio.sleep(REST_S)
    took = time.monotonic() - began
    process = (_cpu_s(eyes.pid) - there) / took * 100
    kiosk = (time.process_time() - here) / took * 100
    waiting.cancel()
    decode = _decode_ms()
    whole = process + kiosk + decode / RESTING_LOOK_S / 10
    return [
        Figure("CPU at rest, the eyes' process", process, "% of a core"),
        Figure("CPU at rest, listening to it", kiosk, "% of a core"),
        Figure("decoding a 1280×720 picture of Motion JPEG, median", decode, "ms"),
        Figure("CPU at rest, in sum, with the pictures it decodes", whole, "% of a core", 15),
    ]


def _cpu_s(pid: int) -> float:
    """Seconds of processor that a process has used, from proc(5)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _decode_ms() -> float:
    """What a USB camera's picture costs, as no such camera is here: OpenCV decodes it with the
    same library."""
    import cv2

    from kiosk.devices.camera.desk import desks

    cv2.setNumThreads(1)
    jpeg = cv2.imencode(".jpg", desks(1280, 720)[0], [cv2.IMWRITE_JPEG_QUALITY, 85])[1]
    times = []
    for _ in range(30):
        began = time.process_time()
        cv2.imdecode(jpeg, cv2.IMREAD_COLOR)
        times.append((time.process_time() - began) * 1000)
    return median(times)


async def face_figures(eyes: Eyes, cards: list[Image]) -> list[Figure]:
    """Memory after codes, a chip's picture and a face, and the previews meanwhile; these people
    and ``cards`` are invented."""
    from kiosk.app.heads.figure import Figure as Somebody
    from kiosk.app.heads.head import Head
    from kiosk.app.heads.scene import scene

    assert eyes.hand is not None
    assert eyes.pid is not None
    somebody = Somebody(Head.of("079190012345", "F", 36))
    await _used(eyes, cards)
    idle = await _preview_gaps(eyes, PREVIEW_S)
    eyes.hand.play([scene([somebody], size=(640, 360), seed=turn) for turn in range(4)])
    gaps = asyncio.create_task(_preview_gaps(eyes, _BOUND_S))
    began = time.monotonic()
    async with aclosing(eyes.check_face(None)) as sights:
        async for sight in sights:
            if isinstance(sight, FaceVerdict) or time.monotonic() - began > 2 * PREVIEW_S:
                break
    gaps.cancel()
    busy = await gaps
    memory = resident_mb(eyes.pid) + sum(_private_mb(child) for child in _children(eyes.pid))
    return [
        Figure("the eyes with the models of faces, resident", memory, "MB", 200),
        Figure("preview, pictures a second", len(idle) / sum(idle) * 1000, "/s", least=27),
        Figure(
            "preview while a face is looked at, pictures a second",
            len(busy) / sum(busy) * 1000,
            "/s",
            least=27,
        ),
        Figure("preview while a face is looked at, longest gap", max(busy), "ms"),
    ]


async def _used(eyes: Eyes, cards: list[Image]) -> None:
    """What a process does in a visit, each of which takes memory for the first time: codes read
    and looked for in vain, and a chip's picture decoded and described."""
    assert eyes.hand is not None
    for turn, card in enumerate(cards[:CODES_BEFORE]):
        await _read(eyes, card, BETWEEN_S + turn * 0.0037)
    looking = asyncio.create_task(DocumentReader(eyes, Patterns()).next())
    eyes.hand.hold(cards[0], scale=0.12, angle=12)
    await asyncio.sleep(BETWEEN_S * 4)
    looking.cancel()
    eyes.hand.put_away()
    held = portrait("079190012345", "F", _BORN, taken=_TAKEN, jpeg=False, size=15_000)
    await eyes.reference(held)


def _children(pid: int) -> list[int]:
    """The process that describes faces, which the eyes' own has forked."""
    told = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in told.split()]


def _private_mb(pid: int) -> float:
    """Resident megabytes that a process shares with no other, from proc_pid_smaps(5).

    That may be read by root alone, as the process dumps no core; others get what is in no file,
    some of which is shared.
    """
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        counted = [line.split() for line in lines if line.startswith("Private_")]
    except PermissionError:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        counted = [line.split() for line in lines if line.startswith("RssAnon:")]
    return sum(int(words[1]) for words in counted) * 1024 / 1e6


async def _preview_gaps(eyes: Eyes, seconds: float) -> list[float]:
    """Milliseconds from picture to picture (serials are microseconds), until so long or
    cancelled."""
    gaps: list[float] = []
    seen = 0
    end = time.monotonic() + seconds
    with eyes.previewing(PreviewKind.FACE):
        try:
            while time.monotonic() < end:
                frame = eyes.preview.newest(seen)
                if frame is not None:
                    if seen:
                        gaps.append((frame.serial - seen) / 1000)
                    seen = frame.serial
                await asyncio.sleep(0.004)
        except asyncio.CancelledError:
            return gaps
    return gaps


async def _restart_figures(eyes: Eyes, cards: list[Image]) -> list[Figure]:
    assert eyes.pid is not None
    killed = [await _ended_by(eyes, signal.SIGKILL) for _ in range(2)]
    processor = _cpu_s(eyes.pid) * 1000
    await eyes.close()
    for _ in range(RESTARTS - len(killed)):  # a third one in a minute would be one too many
        async with _eyes(faces=True) as others:
            killed.append(await _ended_by(others, signal.SIGKILL))
    async with _eyes(faces=True) as others:
        hung = await _ended_by(others, signal.SIGSTOP)
    return [
        Figure("killed, until it sees again, median", statistics.median(killed), "ms", 600),
        Figure("processor time of a process until it sees", processor, "ms"),
        Figure("hanging, until it sees again", hung, "ms", 3500),
    ]


async def _ended_by(eyes: Eyes, how: signal.Signals) -> float:
    await asyncio.sleep(1.0)
    assert eyes.pid is not None
    began = time.monotonic()
    os.kill(eyes.pid, how)
    await eyes.state_changed()
    await _sees(eyes)
    return (time.monotonic() - began) * 1000
