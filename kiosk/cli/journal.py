"""``kiosk journal``: what became of each check-in, for staff."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kiosk.cli.held import config_option, settings_of
from kiosk.cli.told import told

if TYPE_CHECKING:
    from kiosk.config import Settings
    from kiosk.journal.entry import Entry
    from kiosk.journal.key import KeyPlaces
    from kiosk.journal.reading import Reading

STATES = ("pending", "sent", "ticketed", "printed", "confirmed", "rejected", "abandoned")
_json_option = click.option("--json", "as_json", is_flag=True, help="JSON, an object a line.")


@click.group()
def journal() -> None:
    """What became of each check-in on this machine, also while the kiosk runs.

    Nothing here tells who a patient is, but show --reveal.
    """


@journal.command("list")
@config_option
@click.option("--state", type=click.Choice(STATES), help="Only these.")
@click.option("--limit", type=click.IntRange(1, 100_000), default=50, help="So many [50].")
@_json_option
def list_entries(config: Path | None, state: str | None, limit: int, as_json: bool) -> None:
    """The newest check-ins."""
    from kiosk.journal.entry import State

    none = True
    with _reading(config) as held:
        for entry in held.entries(State(state) if state else None, limit):
            click.echo(json.dumps(_plain(entry)) if as_json else _line(entry))
            none = False
    if none:
        click.echo("No check-ins." if state is None else f"No check-ins are {state}.", err=True)


@journal.command()
@click.argument("key")
@config_option
@click.option("--reveal", is_flag=True, help="Who the patient is, too, until it is erased.")
@_json_option
def show(key: str, config: Path | None, reveal: bool, as_json: bool) -> None:
    """All of one check-in."""
    with _reading(config, reveal) as held:
        entry, unread = held.entry(key)
    shown = _plain(entry)
    if reveal:
        shown["details"] = _personal(entry)
        if unread:
            click.echo("The details cannot be read: they were kept under another key.", err=True)
    if as_json:
        click.echo(json.dumps(shown, ensure_ascii=False))
    else:
        for name, value in shown.items():
            click.echo(f"{name:12} {value if isinstance(value, str) else _readable(value)}")


@journal.command()
@config_option
def export(config: Path | None) -> None:
    """Every check-in that is kept, the newest first, one JSON object a line."""
    with _reading(config) as held:
        for entry in held.entries():
            click.echo(json.dumps(_plain(entry)))


@journal.command()
@click.argument("key")
@config_option
def retry(key: str, config: Path | None) -> None:
    """Try once more what the hospital refused, or has not been told yet.

    A kiosk that runs does it at once, one that does not when it starts.
    """
    from kiosk.journal.moves import retried
    from kiosk.journal.wishes import RETRY

    _ask_for(config, key, RETRY, retried)
    click.echo(f"{key} is tried again.", err=True)


@journal.command("give-back")
@click.argument("key")
@config_option
def give_back(key: str, config: Path | None) -> None:
    """Give a number back that waits for staff: nobody has it, the hospital may cancel it.

    Look first whether somebody sits there with it. A kiosk that runs does it within seconds.
    """
    from kiosk.errors import MoveNotAllowed
    from kiosk.journal.moves import given_back
    from kiosk.journal.wishes import GIVE_BACK

    def number_given_back(entry: "Entry", at: datetime) -> "Entry":
        moved = given_back(entry, at)
        if not entry.encounter and not entry.attempts:  # tried in vain, it may have given one
            raise MoveNotAllowed("the hospital has given no number")
        return moved

    _ask_for(config, key, GIVE_BACK, number_given_back)
    click.echo(f"{key} is given back.", err=True)


@journal.command("dealt-with")
@click.argument("key")
@config_option
def dealt_with(key: str, config: Path | None) -> None:
    """Take what waits for staff from their list: it was done by hand.

    The hospital is asked nothing, and a number stays whose it is.
    """
    from kiosk.journal.moves import dealt_with as moved
    from kiosk.journal.wishes import DEALT_WITH

    _ask_for(config, key, DEALT_WITH, moved)
    click.echo(f"{key} is dealt with.", err=True)


def _ask_for(
    config: Path | None, key: str, what: str, move: "Callable[[Entry, datetime], Entry]"
) -> None:
    """Leave a wish for the kiosk, if the entry as it is can be moved so."""
    from kiosk.errors import MoveNotAllowed
    from kiosk.journal.reading import leave, reading

    with told():
        folder = _places(settings_of(config)).folder
        with reading(folder) as held:
            entry, _ = held.entry(key)
        try:
            move(entry, datetime.now(UTC))
        except MoveNotAllowed as refused:
            raise click.ClickException(f"{refused}.{_what_else(entry)}") from refused
        leave(folder, what, key)


def _what_else(entry: "Entry") -> str:
    if entry.state.value != "rejected":
        return ""
    return f" Staff look at it ({entry.reason}), then: kiosk journal give-back, or dealt-with."


@journal.command()
@config_option
@click.option("--all", "everything", is_flag=True, help="Without waiting for these times.")
def purge(config: Path | None, everything: bool) -> None:
    """Erase and delete what has been kept long enough (journal.erase_after_h, keep_days).

    What the hospital must still be told stays, and what waits for staff until they dealt with it;
    whose that is, is erased after keep_days, also with --all. A kiosk that runs does it within
    seconds.
    """
    with told():
        settings = settings_of(config)
        now = datetime.now(UTC)
        erase = now if everything else now - timedelta(hours=settings.journal.erase_after_h)
        waiting = now - timedelta(days=settings.journal.keep_days)
        _purge(settings, erase, waiting, now if everything else waiting)


def _purge(settings: "Settings", erase: datetime, waiting: datetime, delete: datetime) -> None:
    import asyncio

    from kiosk.errors import JournalLocked
    from kiosk.journal.journal import Journal
    from kiosk.journal.reading import leave, reading
    from kiosk.journal.rows import to_ms
    from kiosk.journal.wishes import DELETE, ERASE, ERASE_WAITING

    places = _places(settings)

    async def alone() -> None:
        async with Journal.open(places, now=lambda: datetime.now(UTC)) as held:
            await held.erase(erase)
            await held.erase_waiting(waiting)
            await held.delete(delete)
            if (health := held.health).value in ("full", "read-only", "memory-only"):
                raise click.ClickException(f"the journal cannot be written: {health.value}")

    with reading(places.folder):
        pass  # whoever mistypes a folder makes no journal there
    try:
        asyncio.run(alone())
    except JournalLocked:
        leave(places.folder, ERASE, str(to_ms(erase)))
        leave(places.folder, ERASE_WAITING, str(to_ms(waiting)))
        leave(places.folder, DELETE, str(to_ms(delete)))
        click.echo("The kiosk that runs has been told.", err=True)


@contextmanager
def _reading(config: Path | None, with_key: bool = False) -> "Iterator[Reading]":
    from kiosk.journal.reading import reading

    with told():
        places = _places(settings_of(config))
        with reading(places.folder, places.present() if with_key else None) as held:
            yield held


def _places(settings: "Settings") -> "KeyPlaces":
    from kiosk.app.journal import places_of

    return places_of(settings)


def _plain(entry: "Entry") -> dict[str, Any]:
    """What tells nobody who the patient is."""
    return {
        "key": entry.key,
        "kiosk": entry.kiosk,
        "began_at": entry.began_at.isoformat(),
        "changed_at": entry.changed_at.isoformat(),
        "state": entry.state.value,
        "owed": entry.debt.value,
        "number": entry.number,
        "provisional": entry.provisional,
        "paper": entry.paper,
        "encounter": entry.encounter,
        "service": entry.service,
        "attempts": entry.attempts,
        "next_at": entry.next_at.isoformat() if entry.next_at else None,
        "reason": entry.reason,
    }


def _personal(entry: "Entry") -> Any:
    from kiosk.journal.details import encode

    return json.loads(encode(entry.details)) if entry.details else None


def _readable(value: object) -> str:
    """For eyes: one value a line, with its marks. What a card held may command a terminal."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return "".join(
        one if one.isprintable() or one == "\n" else f"\\u{ord(one):04x}" for one in text
    )


def _line(entry: "Entry") -> str:
    from kiosk.checkin.clock import HOSPITAL_ZONE

    # As on the ticket and the staff page, whatever zone the machine is set to.
    began = f"{entry.began_at.astimezone(HOSPITAL_ZONE):%Y-%m-%d %H:%M:%S}"
    number = (entry.number or "-") + ("*" if entry.provisional else "")
    return (
        f"{entry.key}  {began}  {entry.state.value:9}  {number:8}  {entry.debt.value:11}  "
        f"{entry.reason}".rstrip()
    )
