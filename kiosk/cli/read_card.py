"""``kiosk read-card``: one chip card, and whether it is genuine."""

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kiosk.cli.held import config_option, settings_of
from kiosk.cli.told import told

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kiosk.app.reading_card import CardRead
    from kiosk.config import Settings
    from kiosk.devices.card_reader.base import CardReader
    from kiosk.emrtd.identity import Identity, Problem
    from kiosk.emrtd.passwords import AccessKeys
    from kiosk.emrtd.trust import TrustStore
    from kiosk.emrtd.verdict import Verdict

NOT_READ = 3
"""Exit status where the card was not read as asked."""
SIMULATED = "simulated:"


@click.command()
@click.option(
    "--reader",
    metavar="NAME",
    help="A word in the name of a PC/SC reader, or simulated:PERSONAL_NUMBER for the card of an "
    "invented patient. Without it, the settings' reader or any PC/SC reader.",
)
@click.option("--qr", metavar="TEXT", help="What the card's QR code says: opens the chip.")
@click.option("--can", metavar="N", help="The six digits printed on the card: open the chip.")
@click.option("--mrz", metavar="TEXT", help="The machine-readable zone: opens the chip.")
@click.option("--face/--no-face", default=True, help="Read the face image too.")
@click.option("--all", "others", is_flag=True, help="Read EF.COM and DG11, which no visit needs.")
@click.option(
    "--wait", type=click.FloatRange(0.1, 600), default=30, show_default=True, help="Seconds."
)
@click.option(
    "--trust",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of CSCA certificates, instead of the settings' one.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
@config_option
def read_card(
    reader: str | None,
    qr: str | None,
    can: str | None,
    mrz: str | None,
    face: bool,
    others: bool,
    wait: float,
    trust: Path | None,
    as_json: bool,
    config: Path | None,
) -> None:
    """Wait for a chip card, read it and check it; print what was read.

    This shows personal data, on purpose. Verdicts are "verified", "not-verified" and "failed",
    with a reason. Exit status 3 with a code if the card was not read, 2 for wrong settings or
    options.
    """
    from kiosk.app import reading_card
    from kiosk.log import start

    start("error")
    number = reader.removeprefix(SIMULATED) if reader and reader.startswith(SIMULATED) else None
    with told():
        settings = settings_of(config)
        keys = _keys(qr, can, mrz, number)
        if number is None:
            cards, anchors = _real(settings, reader)
        else:
            cards, anchors = _simulated(number)
        if trust is not None:
            from kiosk.emrtd.trust import TrustStore

            anchors = TrustStore.load(trust)
    got = asyncio.run(
        reading_card.read_card(
            cards,
            keys,
            anchors,
            wanted=reading_card.Wanted(face, others),
            wait=wait,
            waiting=_waiting,
        )
    )
    click.echo(json.dumps(_as_object(got), ensure_ascii=False) if as_json else _as_text(got))
    raise SystemExit(NOT_READ if got.failure else 0)


def _waiting(reader: bool) -> None:
    click.echo("lay the card on the reader …" if reader else "no card reader yet …", err=True)


def _keys(qr: str | None, can: str | None, mrz: str | None, number: str | None) -> "AccessKeys":
    from kiosk.emrtd import mrz as zone
    from kiosk.emrtd.errors import Malformed
    from kiosk.emrtd.passwords import AccessKeys, Can

    if sum(given is not None for given in (qr, can, mrz)) > 1:
        raise click.UsageError("give one of --qr, --can and --mrz")
    if can is not None:
        try:
            return AccessKeys(can=Can(can))
        except ValueError as error:
            raise click.BadParameter(str(error), param_hint="--can") from error
    if mrz is not None:
        try:
            return AccessKeys(mrz=(zone.parse(mrz).key(),))
        except Malformed as error:
            raise click.BadParameter(str(error), param_hint="--mrz") from error
    if qr is None and number is not None:
        from kiosk.app.cards import person_with_card
        from kiosk.frontdesk.sample_documents import cccd_qr

        person = person_with_card(number)
        if person is None:
            raise _nobody()
        qr = cccd_qr(person)
    if qr is None:
        raise click.UsageError("a chip opens with one of --qr, --can and --mrz")
    return _keys_of_code(qr)


def _keys_of_code(qr: str) -> "AccessKeys":
    from kiosk.checkin.holder import keys_of
    from kiosk.documents import Patterns, parse
    from kiosk.errors import NotADocument

    try:
        keys = keys_of(parse(qr, Patterns()))
    except NotADocument as error:
        raise click.BadParameter(error.reason, param_hint="--qr") from error
    if keys is None:
        raise click.BadParameter("not the code of an ID card", param_hint="--qr")
    return keys


def _real(settings: "Settings", name: str | None) -> "tuple[CardReader, TrustStore]":
    from dataclasses import replace

    from kiosk.app.kiosk import card_reader_of, trust_of

    source = settings.card_reader.source
    if name is not None or not source.startswith("pcsc"):
        source = f"pcsc:{name}" if name else "pcsc"
    held = replace(settings, card_reader=replace(settings.card_reader, source=source))
    reader = card_reader_of(held)
    assert reader is not None
    return reader, trust_of(held)


def _simulated(number: str) -> "tuple[CardReader, TrustStore]":
    from kiosk.app.cards import card_of, person_with_card
    from kiosk.devices.card_reader.card.issuer import Issuer
    from kiosk.devices.card_reader.card.link import Link
    from kiosk.devices.card_reader.simulator import SimulatedCardReader
    from kiosk.emrtd.trust import TrustStore

    person = person_with_card(number)
    if person is None:
        raise _nobody()
    issuer = Issuer.new()
    reader = SimulatedCardReader(link=Link())
    reader.lay(card_of(person, issuer))
    return reader, TrustStore.of([issuer.csca_der])


def _nobody() -> click.BadParameter:
    from kiosk.app.cards import nobodys_number

    return click.BadParameter(nobodys_number(), param_hint="--reader")


def _as_object(got: "CardRead") -> dict[str, Any]:
    result: dict[str, Any] = {"reader": got.reader}
    if got.failure:
        result["error"] = got.failure
        result["message"] = got.message
    if got.identity is not None:
        result |= _identity(got.identity)
    if got.com is not None:
        result["com"] = {"lds_version": got.com.lds_version, "groups": sorted(got.com.groups)}
    if got.details is not None:
        details = got.details
        result["details"] = {
            "name": details.name,
            "number": details.personal_number,
            "birth": details.birth and details.birth.isoformat(),
            "address": details.address,
        }
    if got.problems:
        result["problems"] = result.get("problems", []) + _problems(got.problems)
    if got.portrait is not None:
        face = got.portrait.face
        result["face"] = {
            "format": face.format.value,
            "width": face.width,
            "height": face.height,
            "bytes": len(face.image),
            "verdict": _verdict(got.portrait.verdict),
        }
    result["apdus"] = got.commands
    result["bytes_sent"], result["bytes_received"] = got.sent, got.received
    result["ms"] = {stage.value: round(took * 1000, 1) for stage, took in got.seconds.items()}
    return result


def _identity(identity: "Identity") -> dict[str, Any]:
    mrz, person = identity.mrz, identity.person
    return {
        "access": identity.access,
        "number": identity.number,
        "mrz": {
            "document_number": mrz.document_number,
            "surname": mrz.surname,
            "given_names": mrz.given_names,
            "birth": mrz.birth,
            "sex": mrz.sex,
            "expiry": mrz.expiry,
            "nationality": mrz.nationality,
        },
        "person": person
        and {
            "number": person.number,
            "name": person.name,
            "birth": person.birth and person.birth.isoformat(),
            "sex": person.sex,
            "residence": person.residence,
            "origin": person.origin,
            "issued": person.issued and person.issued.isoformat(),
            "expires": person.expires and person.expires.isoformat(),
        },
        "verdicts": {
            "overall": _verdict(identity.authenticity),
            "passive": _verdict(identity.passive),
            "chip": _verdict(identity.chip),
        },
        "problems": _problems(identity.problems),
    }


def _problems(problems: "Iterable[Problem]") -> list[dict[str, str]]:
    return [{"file": one.file, "code": one.code} for one in problems]


def _verdict(verdict: "Verdict") -> dict[str, str]:
    return {"state": verdict.state.value, "reason": verdict.reason}


def _as_text(got: "CardRead") -> str:
    lines = [f"Not read: {got.failure} ({got.message})"] if got.failure else []
    if got.identity is not None:
        identity = got.identity
        name = identity.person.name if identity.person else identity.mrz.surname
        lines += [
            f"{name}, {identity.number}",
            *(
                f"{what}: {verdict.state.value}"
                + (f" ({verdict.reason})" if verdict.reason else "")
                for what, verdict in (
                    ("Card", identity.authenticity),
                    ("  signature and hashes", identity.passive),
                    ("  chip", identity.chip),
                )
            ),
            *(f"Problem: {one.file}: {one.code}" for one in identity.problems),
            f"Opened by {identity.access}",
        ]
    if got.com is not None:
        groups = ", ".join(f"DG{number}" for number in sorted(got.com.groups))
        lines.append(f"LDS {got.com.lds_version}: {groups}")
    if got.details is not None:
        lines.append(f"DG11: {got.details.name}, {got.details.personal_number}")
    lines += [f"Problem: {one.file}: {one.code}" for one in got.problems]
    if got.portrait is not None:
        face = got.portrait.face
        lines.append(f"Face: {face.format.value}, {face.width}×{face.height}")
    times = ", ".join(f"{stage.value} {took * 1000:.0f} ms" for stage, took in got.seconds.items())
    lines.append(f"{got.commands} APDUs, {got.sent + got.received} bytes. {times}".rstrip())
    return "\n".join(lines)
