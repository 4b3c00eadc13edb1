"""How printers are looked at between tickets, and each ticket is counted."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PIL import Image

from kiosk.app.metrics.tally import Tally
from kiosk.app.printers import Printers, printers_of
from kiosk.app.readiness.board import Board
from kiosk.app.readiness.printers import PrinterPoll, WatchedPrinter
from kiosk.config import Printer, Settings
from kiosk.devices.printer.base import PrinterStatus
from kiosk.devices.printer.simulator import Paper, SimulatedPrinter

TICKET = Image.new("1", (576, 680))
NOW = datetime(2026, 11, 23, 7, 42, tzinfo=UTC)


class At:
    def __init__(self, spare: str = "") -> None:
        settings = replace(Settings(), printer=Printer(target="simulated", spare=spare))
        self.printers: Printers = printers_of(settings, lambda _: None, None)
        for driver in self.drivers:
            driver.set_seconds(0)
        self.board = Board(lambda: NOW)
        self.tally = Tally(lambda: NOW)
        self.poll = PrinterPoll(self.printers, self.board)
        self.printer = WatchedPrinter(self.printers.serving, self.tally, self.poll)

    @property
    def drivers(self) -> list[SimulatedPrinter]:
        found = [station.driver for station in self.printers.stations]
        return [one for one in found if isinstance(one, SimulatedPrinter)]

    def states(self) -> dict[str, str]:
        return {one.seen.device: one.seen.state for one in self.board.devices}

    def prints(self) -> bool:
        return self.poll.prints

    async def run(self) -> "asyncio.Task[None]":
        task = asyncio.create_task(self.poll.run())
        await asyncio.sleep(0.01)
        return task


def test_each_is_asked_at_the_start_and_at_once_after_a_ticket_that_failed() -> None:
    async def run() -> None:
        at = At("simulated")
        assert at.prints(), "before the first look nothing is held against them"
        polling = await at.run()
        assert at.states() == {"printer": "ready", "spare-printer": "ready"}
        for driver in at.drivers:
            driver.set_paper(Paper.OUT)
        await asyncio.sleep(0.01)
        assert at.states()["printer"] == "ready", "it is not asked all the time"
        assert not (await at.printer.print(TICKET)).state.prints
        await asyncio.sleep(0.01)
        assert at.states() == {"printer": "paper-out", "spare-printer": "paper-out"}
        assert not at.prints()
        at.drivers[1].set_paper(Paper.PRESENT)
        at.poll.now()
        await asyncio.sleep(0.01)
        assert at.prints(), "one of them is enough"
        assert at.tally.prints == {"printed": 0, "not-printed": 1}
        polling.cancel()
        await asyncio.gather(polling, return_exceptions=True)

    asyncio.run(run())


def test_what_is_seen_between_tickets_is_logged_once(capsys: pytest.CaptureFixture[str]) -> None:
    async def run() -> None:
        at = At()
        polling = await at.run()
        at.drivers[0].set_paper(Paper.NEAR_END)
        for _ in range(3):
            at.poll.now()
            await asyncio.sleep(0.01)
        polling.cancel()
        await asyncio.gather(polling, return_exceptions=True)

    asyncio.run(run())
    events = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [(one["device"], one["state"]) for one in events] == [("printer", "paper-near-end")]


def test_looking_does_not_make_a_roll_new() -> None:
    """A roll counts as new when the printer is well several times between tickets."""

    async def run() -> None:
        at = At()
        [station] = at.printers.stations
        at.drivers[0].set_paper(Paper.NEAR_END)
        await at.printer.print(TICKET)
        low = station.counted.count
        assert low.low
        at.drivers[0].set_paper(Paper.PRESENT)
        polling = await at.run()
        for _ in range(20):
            at.poll.now()
            await asyncio.sleep(0.001)
        assert station.counted.count == low
        polling.cancel()
        await asyncio.gather(polling, return_exceptions=True)

    asyncio.run(run())


def test_a_printer_that_raises_is_counted_and_raises_on() -> None:
    class Broken:
        name = "broken"
        width = 576

        async def status(self) -> PrinterStatus:
            raise AssertionError("is not asked")

        async def print(self, bitmap: Image.Image) -> PrinterStatus:
            raise TimeoutError

    at = At()
    printer = WatchedPrinter(Broken(), at.tally, at.poll)
    with pytest.raises(TimeoutError):
        asyncio.run(printer.print(TICKET))
    assert at.tally.prints == {"printed": 0, "not-printed": 1}
    assert printer.name == "broken"
