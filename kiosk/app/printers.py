"""The printers that the settings name: for visits, and for the checkup."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL.Image import Image

from kiosk.app.answers_file import AnswersFile
from kiosk.app.finding import Finding
from kiosk.app.paper_file import PaperFile
from kiosk.config import Settings
from kiosk.devices.printer.base import Printer, PrinterState, PrinterStatus
from kiosk.devices.printer.counting import CountingPrinter
from kiosk.devices.printer.spare import SparePrinter
from kiosk.errors import SettingsError
from kiosk.log import log
from kiosk.ticket import marked_as_copy

PAPER_DOTS = {80: 576, 58: 384}
"""Printable dots of the two paper widths (mm) at 203 dpi."""
FEW = 30
"""So few tickets left are told as a thing to do: a roll is fetched in less time."""

_TO_DO = {
    PrinterState.PAPER_NEAR_END: "Put in a new roll soon.",
    PrinterState.PAPER_OUT: "Put in a new roll of paper.",
    PrinterState.COVER_OPEN: "Close the printer's cover.",
    PrinterState.CUTTER: "Open the printer's cover and take out the paper that jams the cutter.",
    PrinterState.OVERHEATED: "Let the print head cool with the cover closed; check its supply.",
    PrinterState.OFFLINE: "Switch the printer on, and check its cable and {setting}.",
    PrinterState.FAULT: "Look at the printer; if nothing is jammed, switch it off and on.",
}


@dataclass(frozen=True, slots=True)
class Station:
    """One printer, with what is known of it beside its driver."""

    part: str
    """What the checkup and the log call it: ``printer`` or ``spare-printer``."""
    target: str
    """Its name in the settings."""
    driver: Printer
    counted: CountingPrinter


@dataclass(frozen=True, slots=True)
class Printers:
    stations: tuple[Station, ...]
    """The first one, and the spare one where there is one."""
    serving: Printer
    """What visits print on: all of them, as one."""
    roll_mm: float
    """Of a new roll; 0 where that is not known."""

    @property
    def first(self) -> Printer:
        """The driver of the first one, which the dock steers if it is simulated."""
        return self.stations[0].driver


def printers_of(
    settings: Settings, on_ticket: Callable[[Image], None], folder: Path | None
) -> Printers:
    """The printers of these settings; ``on_ticket`` hears of each ticket of simulated ones.

    ``folder`` keeps the count of their paper, and which of them have answered before; without it
    both begin anew each time.
    Raises ``SettingsError`` that names the setting of a printer that there cannot be.
    """
    named = {"printer": settings.printer.target}
    if settings.printer.spare:
        named["spare-printer"] = settings.printer.spare
    width = PAPER_DOTS[settings.printer.paper_mm]
    stations = tuple(
        _station(part, target, width, on_ticket, folder) for part, target in named.items()
    )
    serving: Printer = stations[0].counted
    if len(stations) > 1:
        serving = _with_spare(*stations)
    return Printers(stations, serving, settings.printer.roll_m * 1000)


async def printer_findings(printers: Printers, folder: Path | None) -> list[Finding]:
    """How each one stands, and for how many tickets it has paper.

    ``folder`` has the count of the kiosk that prints. It is read and not written: that kiosk may
    be printing on.
    """
    return [await _finding(station, printers.roll_mm, folder) for station in printers.stations]


def to_do_about(state: PrinterState, setting: str) -> str:
    """For the IT department, ``""`` where nothing is to be done; ``setting`` named the printer."""
    return _TO_DO.get(state, "").format(setting=setting)


def setting_of(part: str) -> str:
    """The setting that names the printer of this part."""
    return "printer.target" if part == "printer" else "printer.spare"


def _station(
    part: str,
    target: str,
    width: int,
    on_ticket: Callable[[Image], None],
    folder: Path | None,
) -> Station:
    driver = _driver(part, target, width, on_ticket, folder)
    if folder is None or target == "simulated":
        return Station(part, target, driver, CountingPrinter(driver))
    file = _paper_file(folder, part, target)
    return Station(part, target, driver, CountingPrinter(driver, file.held(), file.keep))


def _paper_file(folder: Path, part: str, target: str) -> PaperFile:
    return PaperFile(folder / f"{part}-paper.json", target)


def _driver(
    part: str,
    target: str,
    width: int,
    on_ticket: Callable[[Image], None],
    folder: Path | None,
) -> Printer:
    if target == "simulated":
        from kiosk.devices.printer.simulator import SimulatedPrinter

        return SimulatedPrinter(width, on_ticket=on_ticket)
    from kiosk.devices.printer.targets import open_printer

    answers = AnswersFile(folder / f"{part}-answers.json", target) if folder else None
    try:
        return open_printer(target, width, answers.answered() if answers else None)
    except ValueError as error:
        raise SettingsError(f"{setting_of(part)}: {error}") from error


def _with_spare(first: Station, spare: Station) -> SparePrinter:
    def on_failure(printer: Printer, status: PrinterStatus) -> None:
        part = first.part if printer is first.counted else spare.part
        log("device-state", device=part, state=status.state.value)

    return SparePrinter(first.counted, spare.counted, marked_as_copy, on_failure)


async def _finding(station: Station, roll_mm: float, folder: Path | None) -> Finding:
    status = await station.driver.status()
    state = status.state
    well = state.prints and state is not PrinterState.PAPER_NEAR_END
    words = f"{station.driver.name}: {state.value}"
    if status.detail:
        words += f" ({status.detail})"
    to_do = to_do_about(state, setting_of(station.part))
    left = None if folder is None else _tickets_left(station, status, roll_mm, folder)
    if left is not None:
        words += f", paper for about {left} tickets"
        if state is PrinterState.READY and left < FEW:
            to_do = "Have a new roll at hand."
    return Finding(station.part.replace("-", " "), well, words, to_do)


def _tickets_left(
    station: Station, status: PrinterStatus, roll_mm: float, folder: Path
) -> int | None:
    """``None`` where nothing was printed and counted yet, or no roll is known."""
    count = _paper_file(folder, station.part, station.target).held().seen(status.state)
    return count.tickets_left(roll_mm) if roll_mm and count.tickets else None
