"""The printers of the settings, and what the checkup says of them and their paper."""

import asyncio
import time
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from kiosk.app.answers_file import AnswersFile
from kiosk.app.paper_file import PaperFile
from kiosk.app.printers import Printers, printer_findings, printers_of
from kiosk.config import Printer, Settings
from kiosk.devices.printer.base import PrinterState
from kiosk.devices.printer.paper import PaperCount
from kiosk.devices.printer.simulator import Paper, SimulatedPrinter
from kiosk.errors import SettingsError
from tests.contract.printers.firmware import Firmware
from tests.contract.printers.peers import serial_printer

TICKET = Image.new("1", (576, 680))


def printers(target: str, spare: str = "", folder: Path | None = None) -> Printers:
    settings = replace(Settings(), printer=Printer(target=target, spare=spare))
    return printers_of(settings, lambda _: None, folder)


def eventually(path: Path) -> bool:
    end = time.monotonic() + 2
    while not path.exists() and time.monotonic() < end:
        time.sleep(0.01)
    return path.exists()


def test_the_spare_one_serves_where_the_first_does_not() -> None:
    both = printers("simulated", "simulated")
    first, spare = (station.driver for station in both.stations)
    assert isinstance(first, SimulatedPrinter)
    assert isinstance(spare, SimulatedPrinter)
    first.set_paper(Paper.OUT)
    spare.set_seconds(0)

    assert asyncio.run(both.serving.print(TICKET)).state.prints
    assert len(spare.tickets) == 1

    told = asyncio.run(printer_findings(both, None))
    assert [(finding.part, finding.well) for finding in told] == [
        ("printer", False),
        ("spare printer", True),
    ]
    assert told[0].to_do == "Put in a new roll of paper."


@pytest.mark.parametrize(
    ("target", "spare", "names"),
    [("lpt:1", "", "printer.target"), ("simulated", "tcp:a", "printer.spare")],
)
def test_a_printer_that_there_cannot_be_is_named(target: str, spare: str, names: str) -> None:
    with pytest.raises(SettingsError, match=rf"^{names}: "):
        printers(target, spare)


@pytest.mark.parametrize("state", [one for one in PrinterState if not one.prints])
def test_there_is_something_to_do_about_every_trouble(state: PrinterState) -> None:
    one = printers("simulated")
    assert isinstance(one.first, SimulatedPrinter)
    one.first.set_seconds(0)
    one.first.fail_in_next_ticket(state, 0)
    asyncio.run(one.first.print(TICKET))

    [told] = asyncio.run(printer_findings(one, None))

    assert told.state == f"simulated: {state.value}"
    assert told.to_do
    assert "{" not in told.to_do
    assert not told.well


def test_the_count_of_paper_outlives_the_kiosk_and_the_checkup_tells_it(tmp_path: Path) -> None:
    target = f"png:{tmp_path}/ticket.png"
    state = tmp_path / "state"
    asyncio.run(printers(target, folder=state).serving.print(TICKET))

    assert eventually(state / "printer-paper.json")
    again = printers(target, folder=state)
    assert again.stations[0].counted.count.tickets == 1
    [told] = asyncio.run(printer_findings(again, state))
    assert told.state == f"png:{tmp_path}/ticket.png: ready, paper for about 799 tickets"
    assert told.to_do == ""


def test_few_tickets_left_are_something_to_do(tmp_path: Path) -> None:
    target = f"png:{tmp_path}/ticket.png"
    file = PaperFile(tmp_path / "printer-paper.json", target)
    file.keep(PaperCount(used_mm=79_000.0, tickets=790))
    assert file.flush(2)

    [told] = asyncio.run(printer_findings(printers(target), tmp_path))

    assert told.well
    assert "about 10 tickets" in told.state
    assert told.to_do == "Have a new roll at hand."


def test_without_a_count_nothing_is_foretold(tmp_path: Path) -> None:
    [told] = asyncio.run(printer_findings(printers("simulated"), tmp_path))

    assert told.state == "simulated: ready"
    assert list(tmp_path.iterdir()) == [], "a look writes nothing"


def test_a_count_of_another_printer_or_a_damaged_one_begins_anew(tmp_path: Path) -> None:
    path = tmp_path / "paper.json"
    file = PaperFile(path, "cups:a")
    file.keep(PaperCount(used_mm=10.0, tickets=1))
    assert file.flush(2)

    assert PaperFile(path, "cups:a").held().tickets == 1
    assert PaperFile(path, "cups:b").held() == PaperCount()
    whole = path.read_bytes()
    for damaged in (b"", whole[:-9], b"\xff" + whole, b"[1]", b"[" * 4000, b'{"printer":"cups:a"}'):
        path.write_bytes(damaged)
        assert PaperFile(path, "cups:a").held() == PaperCount()


def test_that_a_printer_answers_is_known_after_a_restart(tmp_path: Path) -> None:
    """A terminal with a printer at its other end, which is then switched off."""
    firmware = Firmware()
    with serial_printer(firmware) as path:
        target = f"file:{path}"
        before = printers(target, folder=tmp_path)
        assert asyncio.run(before.first.status()).state is PrinterState.READY
        assert eventually(tmp_path / "printer-answers.json")
        firmware.mute = True

        again = printers(target, folder=tmp_path)
        [told] = asyncio.run(printer_findings(again, tmp_path))
        assert told.state.startswith(f"{target}: offline")
        assert told.to_do


def test_what_is_known_of_another_printer_or_damaged_is_not_known(tmp_path: Path) -> None:
    path = tmp_path / "answers.json"
    file = AnswersFile(path, "serial:/dev/a")
    file.answered().now()
    assert file.flush(2)

    assert AnswersFile(path, "serial:/dev/a").answered().ever
    assert not AnswersFile(path, "serial:/dev/b").answered().ever
    for damaged in (b"", b"\xff", b"[" * 4000, b"[1]", b'{"answers": true}'):
        path.write_bytes(damaged)
        assert not AnswersFile(path, "serial:/dev/a").answered().ever


def test_a_disk_that_takes_nothing_costs_no_ticket(tmp_path: Path) -> None:
    blocked = tmp_path / "state"
    blocked.write_text("a file where the folder should be")
    one = printers(f"png:{tmp_path}/ticket.png", folder=blocked)

    assert asyncio.run(one.serving.print(TICKET)).state is PrinterState.READY
    assert one.stations[0].counted.count.tickets == 1
