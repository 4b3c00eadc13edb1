"""What the kiosk says of itself: a report as JSON, and metrics."""

import json
import os
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from kiosk import __version__
from kiosk.app.kiosk import Kiosk
from kiosk.app.metrics.exposition import Family, Sample, by_label, counter, exposition, gauge
from kiosk.app.metrics.tally import Tally
from kiosk.app.readiness.board import Board, Overall
from kiosk.app.readiness.parts import HOSPITAL
from kiosk.app.readiness.watch import Watch
from kiosk.app.uptime import process_age_ms
from kiosk.app.watchdog import Watchdog
from kiosk.checkin.equipment import Equipment
from kiosk.hospital.circuit import LinkState
from kiosk.journal.entry import Debt
from kiosk.journal.health import Counts
from kiosk.journal.journal import Journal

COUNTED_S = 5.0
"""The journal is counted anew so often at most, however often somebody asks."""


class Report:
    """Of a kiosk that serves; in the visits' event loop."""

    def __init__(
        self,
        kiosk: Kiosk,
        equipment: Equipment,
        board: Board,
        watch: Watch,
        tally: Tally,
        watchdog: Watchdog,
    ) -> None:
        self._kiosk = kiosk
        self._equipment = equipment
        self._board = board
        self._watch = watch
        self._tally = tally
        self._watchdog = watchdog
        self._counts: Counts | None = None
        self._counted = float("-inf")

    @property
    def serves(self) -> bool:
        return self._watch.overall is not Overall.OUT_OF_ORDER

    async def readiness(self) -> str:
        """The report (docs/readiness.md)."""
        cause = self._watch.service.cause
        last = self._tally.last_ticket
        report = {
            "state": self._watch.overall.value,
            "cause": cause.value if cause else None,
            "kiosk": self._kiosk.settings.kiosk.id,
            "version": __version__,
            "uptime_s": round(process_age_ms() / 1000),
            "devices": [
                {
                    "device": one.seen.device,
                    "state": one.seen.state,
                    "well": one.seen.well,
                    "reason": one.seen.reason,
                    "since": one.since.isoformat(timespec="seconds"),
                }
                for one in self._board.devices
            ],
            "paper": list(self._paper()),
            "last_ticket": None
            if last is None
            else {
                "at": last.at.isoformat(timespec="seconds"),
                "series": last.series,
                "on_paper": last.on_paper,
            },
            "hospital_away_s": round(self._watch.away_s),
            "journal": await self._journal(),
            "watchdog": {"seconds": self._watchdog.seconds, "beats": self._watchdog.beats},
        }
        return json.dumps(report, ensure_ascii=False)

    async def metrics(self) -> str:
        """In Prometheus's format."""
        return exposition([*self._now(), *await self._of_journal(), *self._tally.families()])

    def _paper(self) -> Iterator[dict[str, object]]:
        for station in self._kiosk.printers.stations:
            count, roll = station.counted.count, self._kiosk.printers.roll_mm
            left = count.left_mm(roll) if roll else None
            yield {
                "printer": station.part,
                "left_mm": None if left is None else round(left),
                "left_tickets": count.tickets_left(roll) if roll else None,
            }

    async def _journal(self) -> dict[str, object] | None:
        journal = self._equipment.journal
        if not isinstance(journal, Journal):
            return None
        counts = await self._counted_lately(journal)
        return {
            "health": journal.health.value,
            "entries": counts.by_state,
            "owed": self._owed(journal),
            "unwritten": counts.unwritten,
            "unreadable": counts.unreadable,
        }

    async def _counted_lately(self, journal: Journal) -> Counts:
        now = time.monotonic()
        if self._counts is None or now - self._counted >= COUNTED_S:
            self._counted = now
            self._counts = await journal.counts()
        return self._counts

    @staticmethod
    def _owed(journal: Journal) -> dict[str, int]:
        found = Counter(entry.debt for entry in journal.owed())
        return {debt.value: found[debt] for debt in Debt if debt is not Debt.NONE}

    def _now(self) -> Iterator[Family]:
        yield Family(
            "kiosk_info",
            "gauge",
            "Which kiosk this is, and its version.",
            (Sample(1, (("kiosk", self._kiosk.settings.kiosk.id), ("version", __version__))),),
        )
        overall = self._watch.overall
        yield by_label(
            "kiosk_state",
            "gauge",
            "1 for the state that the kiosk is in.",
            "state",
            {one.value: one is overall for one in Overall},
        )
        yield by_label(
            "kiosk_device_well",
            "gauge",
            "Whether a part works.",
            "device",
            {one.seen.device: one.seen.well for one in self._board.devices},
        )
        yield gauge("kiosk_uptime_seconds", "Since the start.", process_age_ms() / 1000)
        yield counter(
            "kiosk_out_of_order_seconds_total",
            "Time in which nobody could be helped.",
            self._watch.service.seconds_out,
        )
        up = self._board.state(HOSPITAL) == LinkState.UP.value
        yield gauge("kiosk_hospital_up", "Whether the hospital answered last.", up)
        yield counter(
            "kiosk_hospital_away_seconds_total",
            "Time without the hospital.",
            self._watch.away_s,
        )
        for name, key, unit in (
            ("kiosk_paper_left_mm", "left_mm", "mm"),
            ("kiosk_paper_left_tickets", "left_tickets", "tickets"),
        ):
            left = {str(p["printer"]): p[key] for p in self._paper()}
            known = {printer: float(n) for printer, n in left.items() if isinstance(n, int)}
            yield by_label(name, "gauge", f"Paper left, in {unit}.", "printer", known)
        yield counter(
            "kiosk_watchdog_beats_total",
            "Times that screen, engine and journal have all answered.",
            self._watchdog.beats,
        )
        yield by_label(
            "kiosk_watchdog_silences_total",
            "counter",
            "Times that a part did not answer.",
            "part",
            self._watchdog.silences,
        )
        yield gauge(
            "process_resident_memory_bytes", "Resident memory size in bytes.", _resident_bytes()
        )

    async def _of_journal(self) -> tuple[Family, ...]:
        journal = self._equipment.journal
        if not isinstance(journal, Journal):
            return ()
        counts = await self._counted_lately(journal)
        return (
            by_label(
                "kiosk_journal_entries", "gauge", "Check-ins by state.", "state", counts.by_state
            ),
            by_label(
                "kiosk_journal_owed",
                "gauge",
                "What the hospital was not told yet, by kind.",
                "debt",
                self._owed(journal),
            ),
            gauge("kiosk_journal_unwritten", "Entries in memory alone.", counts.unwritten),
            gauge("kiosk_journal_unreadable", "Entries that cannot be read.", counts.unreadable),
        )


def _resident_bytes() -> int:
    """proc(5): the second field of ``statm``, in pages."""
    pages = Path("/proc/self/statm").read_text("ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
