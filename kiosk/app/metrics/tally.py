"""Counts what visits and printers did since the kiosk's start."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from kiosk.app.metrics.exposition import Family, Histogram, Sample, by_label, counter
from kiosk.checkin.failures import Step
from kiosk.checkin.outcome import Cancelled, Failed, Outcome, Reason, Ticketed
from kiosk.checkin.trace import Timed, Trace

BOUNDS_S = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""From a frame to the longest that a ticket may take."""

_SERIES = re.compile(r"([A-Za-z][A-Za-z0-9]{0,7})-?[0-9]{1,6}|[0-9]{1,6}")


@dataclass(frozen=True, slots=True)
class LastTicket:
    """When a ticket was given last, and of which series; nothing that leads to a person."""

    at: datetime
    series: str
    """What stands before the digits of its number (``A``), ``""`` if nothing does."""
    on_paper: bool


def series_of(number: str) -> str:
    """``A-042`` is of ``A``, ``K1-007`` of ``K1``, ``042`` of ``""``."""
    found = _SERIES.fullmatch(number)
    if found is None:
        return ""
    head, dash, _ = number.partition("-")
    return head if dash else head.rstrip("0123456789")


class Tally:
    """Used in the visits' event loop. Numbers and closed words only."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self.visits: Counter[tuple[str, str]] = Counter()
        """By outcome (``ticketed``, ``failed``, ``cancelled``) and its code."""
        self.prints: Counter[str] = Counter({"printed": 0, "not-printed": 0})
        self.reprints = 0
        self.last_ticket: LastTicket | None = None
        self._stages = {step: Histogram(BOUNDS_S) for step in Step}
        self._visit = 0
        self._on_paper = False

    def step(self, timed: Timed) -> None:
        """A step of a visit has ended."""
        self._stages[timed.step].observe(timed.milliseconds / 1000)

    def begun(self) -> None:
        """The next visit begins."""
        self._visit += 1
        self._on_paper = False

    def ended(self, outcome: Outcome, trace: Trace) -> None:
        """A visit, or one try of it, is over."""
        match outcome:
            case Ticketed(ticket=ticket):
                code = "printed" if outcome.printed else "not-printed"
                series = series_of(ticket.number)
                self.last_ticket = LastTicket(self._now(), series, outcome.printed)
                self.reprints += outcome.printed and ticket.reissued
            case Failed(failure=failure):
                code = failure.code
            case Cancelled(reason=Reason.OUT_OF_ORDER):
                return  # nobody was there
            case Cancelled(reason=reason):
                code = reason.value
        self.visits[type(outcome).__name__.lower(), code] += 1

    def printing(self) -> Callable[[bool], None]:
        """A ticket goes to the printer; the answer hears whether it is on paper."""
        visit = self._visit

        def ended(printed: bool) -> None:
            self.prints["printed" if printed else "not-printed"] += 1
            if printed and visit == self._visit:
                self.reprints += self._on_paper
                self._on_paper = True

        return ended

    def families(self) -> tuple[Family, ...]:
        visits = tuple(
            Sample(count, (("outcome", outcome), ("code", code)))
            for (outcome, code), count in sorted(self.visits.items())
        )
        stages = tuple(
            sample
            for step, histogram in self._stages.items()
            for sample in histogram.samples((("stage", step.value),))
        )
        return (
            Family("kiosk_visits_total", "counter", "Visits that are over, by outcome.", visits),
            Family(
                "kiosk_stage_seconds",
                "histogram",
                "Time that a stage of a visit took, without the patient's own.",
                stages,
            ),
            by_label(
                "kiosk_prints_total", "counter", "Tickets sent to paper.", "result", self.prints
            ),
            counter(
                "kiosk_reprints_total",
                "Tickets printed whose number was on paper before.",
                self.reprints,
            ),
        )
