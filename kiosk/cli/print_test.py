"""``kiosk print-test``: one sample ticket, to see whether a printer prints."""

import asyncio
import json
import time
from datetime import datetime
from pathlib import Path

import click

from kiosk.app.printers import to_do_about
from kiosk.app.sample_ticket import sample_ticket
from kiosk.checkin.clock import HOSPITAL_ZONE
from kiosk.cli.held import config_option, settings_of
from kiosk.cli.told import told
from kiosk.config import Settings
from kiosk.devices.printer.base import Printer, PrinterStatus
from kiosk.devices.printer.targets import KINDS, open_printer
from kiosk.errors import SettingsError
from kiosk.model.text import ENGLISH, VIETNAMESE
from kiosk.ticket import render

NOT_PRINTED = 3
_DOTS = {80: 576, 58: 384}


@click.command()
@click.option("--printer", metavar="TARGET", help=f"Instead of the settings' printer: {KINDS}.")
@click.option(
    "--paper", type=click.Choice(["80", "58"]), help="Width in mm, instead of the settings'."
)
@click.option("--language", type=click.Choice([VIETNAMESE, ENGLISH]), default=VIETNAMESE)
@config_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def print_test(
    printer: str | None, paper: str | None, language: str, config: Path | None, as_json: bool
) -> None:
    """Print a sample ticket and say how the printer stands.

    Exit status 0 if the ticket is on paper (or was sent, where a printer cannot tell), 3 if
    it is not, 2 for wrong settings.
    """
    with told():
        settings = settings_of(config)
        millimetres = int(paper or settings.printer.paper_mm)
        opened = _opened(printer, settings, _DOTS[millimetres])
    slip = sample_ticket(datetime.now(HOSPITAL_ZONE), language)
    began = time.perf_counter()
    status = asyncio.run(opened.print(render(slip, opened.width)))
    _tell(opened, millimetres, status, round((time.perf_counter() - began) * 1000), as_json)
    if not as_json and (
        to_do := to_do_about(status.state, "printer.target" if printer is None else "--printer")
    ):
        click.echo(to_do)
    raise SystemExit(0 if status.state.prints else NOT_PRINTED)


def _opened(target: str | None, settings: Settings, width: int) -> Printer:
    where = "--printer"
    if target is None:
        where, target = "printer.target", settings.printer.target
    try:
        return open_printer(target, width)
    except ValueError as error:
        raise SettingsError(f"{where}: {error}") from error


def _tell(opened: Printer, paper_mm: int, status: PrinterStatus, ms: int, as_json: bool) -> None:
    printed = status.state.prints
    if as_json:
        told = {
            "printer": opened.name,
            "paper_mm": paper_mm,
            "printed": printed,
            "state": status.state.value,
            "detail": status.detail,
            "ms": ms,
        }
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    detail = f" ({status.detail})" if status.detail else ""
    outcome = f"printed in {ms / 1000:.1f} s" if printed else "not printed"
    click.echo(f"{opened.name}, {paper_mm} mm: {outcome}; {status.state.value}{detail}")
