"""``kiosk card``: the simulated chip card."""

import dataclasses
import json
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kiosk.cli.told import WrongSettings, told
from kiosk.devices.card_reader.card.faults import Faults

if TYPE_CHECKING:
    from kiosk.devices.card_reader.card.card import SimulatedCard
    from kiosk.devices.card_reader.card.vpcd import VpcdClient

_PUT_BACK_SECONDS = 1.0
_HELP = {
    "pulled_at_apdu": "Taken away at this command, and laid back a second later.",
    "flipped_bit_at": "One wrong bit in the answer to this command.",
    "expired_dsc": "Signed with a certificate that ended years ago.",
    "missing_dg13": "Without the Vietnamese data group.",
    "wrong_hash": "This data group was changed after it was signed.",
    "largest_le": "Refuses to give more bytes at once.",
    "tells_largest_le": "Refuses with 6Cxx instead of 6700.",
    "refuses_select_mf": "Answers 6D00 to SELECT of the master file.",
    "foreign_signer": "Signed under another CSCA of the same name.",
    "copied": "A clone, without the chip's private keys.",
    "bank_card": "No identity card at all.",
    "wrong_can": "The CAN does not follow from the personal number.",
    "mute": "Does not answer to reset.",
}


def _fault_options(command: Callable[..., None]) -> Callable[..., None]:
    """An option for each field of :class:`Faults`."""
    for field in reversed(dataclasses.fields(Faults)):
        name = f"--{field.name.replace('_', '-')}"
        if field.type is bool:
            option = click.option(name, is_flag=True, help=_HELP[field.name])
        else:
            option = click.option(
                name,
                type=click.IntRange(1, 65536),
                default=field.default or None,
                metavar="N",
                help=_HELP[field.name],
            )
        command = option(command)
    return command


@click.group()
def card() -> None:
    """The simulated chip card: an identity card of an invented patient that behaves."""


@card.command()
@click.argument("personal_number")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where vpcd listens.")
@click.option("--port", type=click.IntRange(1, 65535), default=35963, show_default=True)
@click.option(
    "--trust",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the CSCA that signs the card; made there if it is missing.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
@_fault_options
def serve(
    personal_number: str, host: str, port: int, trust: Path | None, as_json: bool, **faults: Any
) -> None:
    """Offer the card of the invented patient with this PERSONAL_NUMBER to a running vpcd.

    So any PC/SC program on this machine can read it. Says first where the CSCA is, the CAN and
    what the card's QR code says (test data: these people are invented), then stays until it is
    interrupted. Exit status 1 if vpcd is not there or ends, 2 for a number that nobody has.
    """
    from kiosk.app.cards import card_of, issuer_folder, nobodys_number, person_with_card
    from kiosk.app.state import writable
    from kiosk.devices.card_reader.card.issuer import Issuer
    from kiosk.devices.card_reader.card.vpcd import VpcdClient
    from kiosk.frontdesk.sample_documents import cccd_qr

    person = person_with_card(personal_number)
    if person is None:
        raise WrongSettings(nobodys_number())
    folder = trust or issuer_folder()
    with told():
        writable(folder)
        try:
            issuer = Issuer.in_folder(folder)
        except (OSError, ValueError) as error:
            raise click.ClickException(str(error)) from error
        given = Faults(**{name: value for name, value in faults.items() if value is not None})
        laid = card_of(person, issuer, faults=given)
        _tell(str(folder), personal_number[-6:], cccd_qr(person), as_json)
        _stay(VpcdClient(host, port), laid)


def _tell(folder: str, can: str, qr: str, as_json: bool) -> None:
    told = {"trust": folder, "can": can, "qr": qr}
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    for name, value in told.items():
        click.echo(f"{name:6} {value}")


def _stay(client: "VpcdClient", laid: "SimulatedCard") -> None:
    from kiosk.devices.card_reader.card.vpcd import Ended

    stop = threading.Event()

    def end(*_: object) -> None:
        stop.set()
        client.stop()

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        while (ended := client.serve(laid)) is Ended.PULLED:
            click.echo("pulled; it is laid back", err=True)
            stop.wait(_PUT_BACK_SECONDS)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if ended is Ended.NO_READER:
        raise click.ClickException("vpcd has ended, or another card lies on its reader")
