"""What happened in the visits, with times: the dock's account."""

import time
from collections.abc import Callable
from datetime import datetime

from kiosk.ui.dock.feed import Happening

LINES_KEPT = 120


class Account:
    """Lines of ``{time, kind, name, milliseconds}``, the newest first; -1 ms is no time."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        """``now`` is the kiosk's wall time."""
        self.lines: list[dict[str, object]] = []
        self._now = now
        self._visit_began: float | None = None

    def add(self, happening: Happening) -> None:
        """Write it down. A visit's first line on its ticket says how long the ticket took."""
        if happening.kind == "forgotten":
            self._line(happening.kind, "", self._since_the_document())
        else:
            self._line(happening.kind, happening.name, happening.milliseconds)
        self._time_the_visit(happening)

    def _line(self, kind: str, name: str, milliseconds: float | None) -> None:
        line = {
            "time": f"{self._now():%H:%M:%S}",
            "kind": kind,
            "name": name,
            "milliseconds": -1.0 if milliseconds is None else milliseconds,
        }
        self.lines = [line, *self.lines[: LINES_KEPT - 1]]

    def _time_the_visit(self, happening: Happening) -> None:
        """From the document, or the wish to type, to the ticket and to the end."""
        match happening.kind, happening.name:
            case "asked", "Done":
                self._line("ticketed", "", self._since_the_document())
            case "forgotten", _:
                self._visit_began = None
            case ("step", "scan" | "card") | ("answered" | "played", "Welcome"):
                if self._visit_began is None:
                    took = happening.milliseconds if happening.kind == "step" else None
                    self._visit_began = time.perf_counter() - (took or 0.0) / 1000

    def _since_the_document(self) -> float | None:
        if self._visit_began is None:
            return None
        return (time.perf_counter() - self._visit_began) * 1000
