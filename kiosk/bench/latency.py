"""From the frame that holds the code to the last byte at the printer."""

import asyncio
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from kiosk.app.kiosk import Kiosk
from kiosk.app.played import PlayedFront
from kiosk.bench.figures import Figure, median, percentile
from kiosk.bench.patients import Queue
from kiosk.bench.sink import PrinterSink
from kiosk.checkin.failures import Step
from kiosk.checkin.outcome import Outcome, Ticketed
from kiosk.checkin.scripted import ScriptedFront
from kiosk.checkin.session import Session
from kiosk.checkin.trace import Timed, Trace
from kiosk.config import Settings, override

VISITS = 200
WARM_UP = 10


def latency_figures(visits: int = VISITS) -> list[Figure]:
    """Visits of patients who answer at once: real frames, a hospital over HTTP, ESC/POS by TCP."""
    sink = PrinterSink()
    settings = override(Settings(), {"printer.target": f"tcp:127.0.0.1:{sink.port}"})
    try:
        with tempfile.TemporaryDirectory() as data:
            kiosk = Kiosk(settings, Path(data))
            try:
                whole, steps = asyncio.run(_visits(kiosk, visits + WARM_UP))
            finally:
                kiosk.close()
    finally:
        sink.close()
    whole = whole[WARM_UP:]
    middle = median(whole)
    parts = {name: median(times[WARM_UP:]) for name, times in steps.items()}
    parts["between the steps"] = middle - sum(parts.values())
    return [
        Figure("frame with the code to last byte at the printer, median", middle, "ms", 350),
        Figure(
            "frame with the code to last byte at the printer, p95",
            percentile(whole, 0.95),
            "ms",
            700,
        ),
        *(Figure(f"  {name}, median", value, "ms") for name, value in parts.items()),
        *(Figure(f"  {name}, share", 100 * value / middle, "%") for name, value in parts.items()),
    ]


async def _visits(kiosk: Kiosk, visits: int) -> tuple[list[float], dict[str, list[float]]]:
    assert kiosk.eyes is not None
    assert kiosk.eyes.hand is not None
    queue = Queue(kiosk.eyes.hand, kiosk.clock.now().date())
    whole: list[float] = []
    steps: dict[str, list[float]] = defaultdict(list)

    def ended(outcome: Outcome, trace: Trace) -> None:
        if not isinstance(outcome, Ticketed) or not outcome.printed:
            raise RuntimeError(f"a visit of the benchmark ended as {type(outcome).__name__}")
        for name, milliseconds in trace.milliseconds().items():
            if name != Step.CONFIRM.value:  # after the last byte, while the patient walks away
                steps[name].append(milliseconds)

    async with kiosk.equipped() as equipment:

        def observe(timed: Timed) -> None:
            if timed.step is Step.PRINT:
                whole.append((time.monotonic() - equipment.reader.frame_taken) * 1000)

        front = PlayedFront(ScriptedFront({}), queue.answers, queue.step_up, look_s=0.0)
        session = Session(front, equipment, lambda: Trace(observe), ended)
        for _ in range(visits):
            await session.one()
    return whole, steps
