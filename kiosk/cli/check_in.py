"""``kiosk check-in``: one visit without a screen."""

import asyncio
import json
import re
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click

from kiosk.cli.held import config_option, settings_of, start_log
from kiosk.cli.told import told

NO_TICKET = 3
"""Exit status of a visit that ended without a ticket."""
SIMULATED = "simulated:"


def _phone(context: click.Context, option: click.Parameter, value: str) -> str:
    if value and not re.fullmatch(r"\+?[0-9]{8,15}", value):
        raise click.BadParameter("a phone number has 8 to 15 digits, with or without + before them")
    return value


@click.command("check-in")
@config_option
@click.option("--document", metavar="TEXT", help="What the code on the document says.")
@click.option(
    "--image",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A picture of the document, held up to the camera driver.",
)
@click.option(
    "--card",
    metavar="READER|simulated:PERSONAL_NUMBER",
    help="A chip card on the PC/SC reader with this in its name, or the card of an invented "
    "patient, whose code is the document if none is given.",
)
@click.option("--hospital", metavar="URL|embedded", help="Instead of the settings' address.")
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder that keeps the embedded hospital's records; without it they are not kept.",
)
@click.option("--printer", metavar="TARGET", help="file:PATH, png:PATH, tcp:HOST:PORT, …")
@click.option("--service", default="", metavar="CODE", help="Answers the choice of a service.")
@click.option("--phone", default="", callback=_phone, help="A new patient's phone number.")
@click.option("--language", default="vi", type=click.Choice(["vi", "en"]), show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def check_in(
    config: Path | None,
    document: str | None,
    image: Path | None,
    card: str | None,
    hospital: str | None,
    data: Path | None,
    printer: str | None,
    service: str,
    phone: str,
    language: str,
    as_json: bool,
) -> None:
    """One visit without a screen, from document to ticket.

    Says yes to everything, takes the first appointment of today or the service asked for.
    Exit status 0 for a ticket, 3 for a visit without one, 2 for bad usage.
    """
    from kiosk.app.embedded import HospitalNotStarted
    from kiosk.app.headless import Wish, visit_once
    from kiosk.app.kiosk import Kiosk

    number = card.removeprefix(SIMULATED) if card and card.startswith(SIMULATED) else ""
    with told(), ExitStack() as cleanup:
        if number and document is None and image is None:
            from kiosk.app.laid import code_on

            document = code_on(number)
        if (document is None) == (image is None):
            raise click.UsageError("give the document either as --document TEXT or as --image FILE")
        wish = Wish(document, card is not None, service, phone, language)
        settings = settings_of(
            config,
            {
                "camera.source": f"file:{image.resolve()}" if image else "none",
                "card_reader.source": _source(card, number),
                "hospital.address": hospital,
                "printer.target": printer,
            },
        )
        start_log(settings)
        if data is None:
            data = Path(cleanup.enter_context(tempfile.TemporaryDirectory()))
        kiosk = Kiosk(settings, data)
        cleanup.callback(kiosk.close)
        if number:
            from kiosk.app.laid import lay

            lay(kiosk, number)
        try:
            outcome, trace = asyncio.run(visit_once(kiosk, wish))
            result = _as_object(outcome, language) | {"timings_ms": trace.milliseconds()}
        except HospitalNotStarted as error:
            result = {
                "outcome": "failed",
                "code": "hospital-not-started",
                "reason": str(error),
                "timings_ms": {},
            }
    click.echo(json.dumps(result, ensure_ascii=False) if as_json else _as_text(result))
    raise SystemExit(0 if result["outcome"] == "ticketed" else NO_TICKET)


def _source(card: str | None, number: str) -> str | None:
    """The card reader as the settings name it; ``None`` leaves it to them."""
    if card is None:
        return None
    return "simulated" if number else f"pcsc:{card}"


def _as_object(outcome: object, language: str) -> dict[str, Any]:
    from kiosk.checkin.outcome import Cancelled, Failed, Ticketed
    from kiosk.model.person import IdentifierKind

    match outcome:
        case Ticketed(ticket, patient, insurance, printed, verified):
            return {
                "outcome": "ticketed",
                "number": ticket.number,
                "room": ticket.room,
                "floor": ticket.floor,
                "service": ticket.service.get(language),
                "people_ahead": ticket.people_ahead,
                "wait_minutes": ticket.wait_minutes,
                "reissued": ticket.reissued,
                "printed": printed,
                "insurance": insurance.cover.value,
                "card_verified": verified,
                "patient": patient.identifier(IdentifierKind.PATIENT_CODE) or patient.id,
            }
        case Failed(failure):
            return {
                "outcome": "failed",
                "code": failure.code,
                "reason": failure.reason,
                "sentence": failure.sentence.get(language),
                "for_staff": failure.for_staff,
            }
        case Cancelled(reason):
            return {"outcome": "cancelled", "code": reason.value}
    raise TypeError(type(outcome).__name__)


def _as_text(result: dict[str, Any]) -> str:
    timings = ", ".join(f"{step} {ms:g} ms" for step, ms in result["timings_ms"].items())
    if result["outcome"] == "ticketed":
        first = f"Ticket {result['number']}: room {result['room']}, floor {result['floor']}"
        if not result["printed"]:
            first += " (not on paper)"
    else:
        first = f"No ticket: {result['code']} ({result.get('reason') or result['outcome']})"
    return f"{first}\n{timings}".rstrip()
