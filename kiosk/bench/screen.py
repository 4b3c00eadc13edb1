"""Thousands of visits on the real pages in one process: memory, tickets, smoothness."""

import os
import tempfile
from pathlib import Path

from kiosk.app.kiosk import Kiosk
from kiosk.app.played import PlayedFront
from kiosk.bench.figures import Figure, median, percentile
from kiosk.bench.memory import resident_mb
from kiosk.bench.patients import Queue
from kiosk.checkin.outcome import Outcome, Ticketed
from kiosk.checkin.trace import Trace
from kiosk.config import Settings, override
from kiosk.devices.printer.simulator import SimulatedPrinter

VISITS = 2000
WARM_UP = 100
"""Caches are full by then: glyphs, compiled pages, connections."""
LOOK_S = 0.06
"""Each page is up for so long, so that it is really painted."""


class Tally:
    """What the visits left."""

    def __init__(self) -> None:
        self.visits = 0
        self.numbers: list[str] = []
        self.encounters: set[str] = set()
        self.lost = 0
        self.memory: list[float] = []

    def ended(self, outcome: Outcome, trace: Trace) -> None:
        self.visits += 1
        if isinstance(outcome, Ticketed) and outcome.printed and not outcome.ticket.reissued:
            self.numbers.append(outcome.ticket.number)
            self.encounters.add(outcome.ticket.encounter)
        else:
            self.lost += 1
        if self.visits == WARM_UP or self.visits % 100 == 0:
            self.memory.append(resident_mb())


def screen_figures(visits: int = VISITS) -> list[Figure]:
    """All pages drawn by Qt at 1080×1920, the camera watched throughout."""
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from kiosk.app.screen import Show, show
    from kiosk.ui.frames import FrameLog

    frames, tally = FrameLog(), Tally()
    settings = override(Settings(), {"display.window": "1080x1920"})
    with tempfile.TemporaryDirectory() as data:
        kiosk = Kiosk(settings, Path(data))
        try:
            assert kiosk.eyes is not None
            assert kiosk.eyes.hand is not None
            printer = kiosk.printers.first
            assert isinstance(printer, SimulatedPrinter)
            printer.set_seconds(0.0)
            queue = Queue(kiosk.eyes.hand, kiosk.clock.now().date())
            show(
                kiosk,
                Show(
                    windowed=True,
                    frames=frames,
                    visits=visits,
                    through=lambda front: PlayedFront(front, queue.answers, queue.step_up, LOOK_S),
                    ended=tally.ended,
                ),
            )
        finally:
            kiosk.close()
    changes = [change.milliseconds for change in frames.page_changes[1:]]
    doubled = len(tally.numbers) - len(set(tally.numbers))
    growth = (tally.memory[-1] / tally.memory[0] - 1) * 100
    return [
        Figure("visits in one process", float(tally.visits), ""),
        Figure("tickets lost", float(visits - len(tally.encounters)), "", 0),
        Figure("numbers doubled", float(doubled), "", 0),
        Figure("memory growth since visit 100", growth, "%", 5),
        Figure("resident memory at the end", tally.memory[-1], "MB"),
        Figure("page change, median", median(changes), "ms"),
        Figure("page change, p95", percentile(changes, 0.95), "ms"),
        Figure("page change, longest", max(changes), "ms", 100),
        Figure("frame, longest while scanning", max(*frames.frames, *frames.stalls), "ms", 50),
    ]
