"""A kiosk that serves while it is watched, and that can be asked how it is."""

import asyncio
import errno
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

from kiosk.app.kiosk import Kiosk
from kiosk.app.metrics.exposition import CONTENT_TYPE
from kiosk.app.metrics.tally import Tally
from kiosk.app.readiness.board import Board
from kiosk.app.readiness.failing import FailingVisits
from kiosk.app.readiness.printers import PrinterPoll, WatchedPrinter
from kiosk.app.readiness.report import Report
from kiosk.app.readiness.server import Answer, served
from kiosk.app.readiness.watch import Watch
from kiosk.app.watchdog import Watchdog
from kiosk.checkin.equipment import Equipment
from kiosk.checkin.in_service import Service
from kiosk.checkin.outcome import Outcome
from kiosk.checkin.trace import Timed, Trace
from kiosk.config.form import host_and_port
from kiosk.log import log

_WHY = {errno.EADDRINUSE: "in-use", errno.EADDRNOTAVAIL: "no-such-address", errno.EACCES: "denied"}


@dataclass(frozen=True, slots=True)
class Overseen:
    """What visits are given, so that they are counted and stopped in time."""

    equipment: Equipment
    service: Service
    tally: Tally
    failing: FailingVisits

    def trace(self, observer: Callable[[Timed], None]) -> Trace:
        """Of a visit that begins now."""
        self.tally.begun()

        def observe(timed: Timed) -> None:
            self.tally.step(timed)
            observer(timed)

        return Trace(observe)

    def ended(self, outcome: Outcome, trace: Trace) -> None:
        """A visit, or one try of it, is over."""
        self.tally.ended(outcome, trace)
        self.failing.ended(outcome, trace)


@asynccontextmanager
async def overseen(
    kiosk: Kiosk, equipment: Equipment, watchdog: Watchdog, listen: str
) -> AsyncIterator[Overseen]:
    """Inside, this kiosk is watched, and answers at ``listen`` (``HOST:PORT``, empty for
    nowhere). An address that cannot be had costs the report and no patient."""
    tally, board = Tally(kiosk.clock.now), Board(kiosk.clock.now)
    poll, failing = PrinterPoll(kiosk.printers, board), FailingVisits(equipment.clock)
    counted = replace(equipment, printer=WatchedPrinter(equipment.printer, tally, poll))
    watch = Watch(kiosk, counted, board, poll, failing, watchdog)
    report = Report(kiosk, counted, board, watch, tally, watchdog)
    work = [watch.run(), poll.run(), failing.try_again(equipment.hospital)]
    if listen:
        work.append(_answering(report, *host_and_port(listen)))
    tasks = [asyncio.create_task(each) for each in work]
    try:
        yield Overseen(counted, watch.service, tally, failing)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _answering(report: Report, host: str, port: int) -> None:
    async def readiness() -> Answer:
        status = 200 if report.serves else 503
        return Answer(status, "application/json", await report.readiness() + "\n")

    async def metrics() -> Answer:
        return Answer(200, CONTENT_TYPE, await report.metrics())

    try:
        async with served(host, port, {"/readiness": readiness, "/metrics": metrics}):
            await asyncio.Event().wait()
    except OSError as error:
        log("status-not-served", why=_WHY.get(error.errno or 0, "refused"))
