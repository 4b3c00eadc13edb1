"""``kiosk frontdesk staff``, ``client`` and ``audit``: who may do what, and who did."""

import json
import sys
from datetime import datetime
from pathlib import Path

import click

from kiosk.cli.frontdesk_records import opened, records_options
from kiosk.cli.told import told

# The server's modules are imported by the commands, as in frontdesk.py.


@click.group()
def staff() -> None:
    """Those who log in at the room consoles."""


@staff.command("add")
@click.argument("name")
@records_options
def add_staff(name: str, database: str) -> None:
    """Set up NAME, or change their password: asked for here, or a line of standard input."""
    from kiosk.frontdesk.access.register import hash_for, set_staff

    # Before the records are opened: who types takes their time.
    with told():
        hash_ = hash_for(name, _password())
    with opened(database) as held:
        held.write(lambda store: set_staff(store, name, hash_))
    click.echo(f"{name} can log in.")


@staff.command("remove")
@click.argument("name")
@records_options
def remove_staff(name: str, database: str) -> None:
    """Log NAME out, for good."""
    from kiosk.frontdesk.access import register

    with opened(database) as held:
        held.write(lambda store: register.remove_staff(store, name))


@staff.command("list")
@records_options
def list_staff(database: str) -> None:
    """Their names, one a line."""

    with opened(database) as held:
        for name in held.read(lambda store: store.access.staff()):
            click.echo(name)


@click.group()
def client() -> None:
    """Software that may ask: kiosks, and what else a hospital has."""


@client.command("add")
@click.argument("id_", metavar="ID")
@click.argument("jwks_file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--certificate-name", default="", help="The name in its TLS certificate.")
@click.option("--scope", help="What it may do, instead of all that a kiosk does.")
@records_options
def add_client(
    id_: str,
    jwks_file: Path | None,
    certificate_name: str,
    scope: str | None,
    database: str,
) -> None:
    """Register ID with the public keys in JWKS_FILE (kiosk keygen prints them), with the name in
    its certificate, or with both. What was registered under ID is replaced."""
    from kiosk.frontdesk.access import clients, register, scopes

    jwks = None if jwks_file is None else _read(jwks_file, clients.LARGEST + 1)
    with told():
        found = clients.client_of(id_, jwks, certificate_name, scope or scopes.KIOSK)
    with opened(database) as held:
        held.write(lambda store: register.add_client(store, found))
    click.echo(f"{id_} may ask: {found.scope}")


@client.command("remove")
@click.argument("id_", metavar="ID")
@records_options
def remove_client(id_: str, database: str) -> None:
    """Shut ID out, within five seconds."""
    from kiosk.frontdesk.access import register

    with opened(database) as held:
        held.write(lambda store: register.remove_client(store, id_))


@client.command("list")
@records_options
def list_clients(database: str) -> None:
    """Each with its key ids, its certificate's name and its scope, one a line."""

    with opened(database) as held:
        for one in held.read(lambda store: store.access.clients()):
            keys = " ".join(key["kid"] for key in json.loads(one.jwks)["keys"])
            click.echo(f"{one.id}\t{keys or '-'}\t{one.certificate or '-'}\t{one.scope}")


@click.command()
@click.option("--who", default="", help="As client:kiosk-1, staff:lan, kiosk:k1 or system.")
@click.option("--what", default="", help="As check-in, call-next, login, token-denied.")
@click.option("--about", default="", help="The id that it is about.")
@click.option(
    "--since", default="", help="A day or a moment, ISO 8601; at +07:00 if it does not say."
)
@click.option("--limit", type=click.IntRange(1, 100_000), default=100, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@records_options
def audit(
    who: str,
    what: str,
    about: str,
    since: str,
    limit: int,
    as_json: bool,
    database: str,
) -> None:
    """Who did what and when, newest first: never what a document said."""

    begin = _moment(since)
    with opened(database) as held:
        entries = held.read(
            lambda store: store.audited.newest(limit, who=who, what=what, about=about, since=begin)
        )
    for entry in entries:
        if as_json:
            line = {"at": entry.at, "who": entry.who, "what": entry.what, "about": entry.about}
            click.echo(json.dumps(line, ensure_ascii=False))
        else:
            click.echo(f"{entry.at}  {entry.who:24} {entry.what:20} {entry.about}")


def _moment(text: str) -> str:
    """As the records have it; ``""`` for none."""
    from kiosk.frontdesk.clock import HOSPITAL_TIME, stamp

    if not text:
        return ""
    try:
        moment = datetime.fromisoformat(text)
        local = moment if moment.tzinfo else moment.replace(tzinfo=HOSPITAL_TIME)
        return stamp(local.astimezone(HOSPITAL_TIME))
    except (ValueError, OverflowError):
        raise click.BadParameter(f"{text!a} is no day and no moment in ISO 8601") from None


def _password() -> str:
    """Never an argument: those stand in the list of processes and in the shell's history."""
    if sys.stdin.isatty():
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline(2048).rstrip("\r\n")


def _read(path: Path, most: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(most)
    except OSError as error:
        raise click.ClickException(f"{path}: {error.strerror}") from error
