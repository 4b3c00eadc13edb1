"""``kiosk log``: what the kiosk wrote about itself."""

import json
import re
import sys
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from kiosk.cli.held import config_option, settings_of
from kiosk.cli.told import told
from kiosk.errors import KioskError
from kiosk.log import EVENTS
from kiosk.log.reading import Wanted, held, lines_of
from kiosk.log.record import LEVELS
from kiosk.log.values import is_harmless

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def _since(context: click.Context, option: click.Parameter, value: str | None) -> datetime | None:
    if value is None:
        return None
    if span := re.fullmatch(r"([0-9]{1,6})([smhd])", value):
        return datetime.now(UTC) - timedelta(**{_UNITS[span[2]]: int(span[1])})
    try:
        return datetime.fromisoformat(value).astimezone()
    except (ValueError, OverflowError) as error:
        raise click.BadParameter("as 30m, 2h or 7d ago, or a time as 2026-11-23T07:30") from error


def _declared(
    context: click.Context, option: click.Parameter, value: tuple[str, ...]
) -> tuple[str, ...]:
    for name in value:
        if name not in EVENTS:
            raise click.BadParameter(f"{name}: there is no such event (docs/log-events.md)")
    return value


@click.command()
@click.argument("file", required=False, type=click.Path(allow_dash=True, path_type=Path))
@config_option
@click.option("--level", type=click.Choice(LEVELS), default="debug", help="And more important.")
@click.option("--event", "events", multiple=True, callback=_declared, help="Only this; repeatable.")
@click.option("--since", metavar="TIME", callback=_since, help="30m, 2h, 7d; 2026-11-23T07:30.")
@click.option("--follow", "-f", is_flag=True, help="Go on with what is added.")
@click.option("--json", "as_json", is_flag=True, help="The lines as they are in the file.")
def log(
    file: Path | None,
    config: Path | None,
    level: str,
    events: tuple[str, ...],
    since: datetime | None,
    follow: bool,
    as_json: bool,
) -> None:
    """What the kiosk wrote about itself, the oldest first, from FILE or the settings' log.file.

    FILE - is standard input, for a log that systemd keeps:

        journalctl -u kiosk -o cat | kiosk log - --level warning
    """
    wanted = Wanted(level, frozenset(events), since)
    show = _as_json if as_json else _as_text
    with told():
        if file == Path("-"):
            _say(lines_of(sys.stdin.buffer, wanted), show)
            return
        path = file or _of_settings(config)
        try:
            with suppress(KeyboardInterrupt):
                _say(held(path, wanted, follow=follow), show)
        except OSError as error:
            raise KioskError(f"{path}: cannot be read: {error.strerror}") from error


def _of_settings(config: Path | None) -> Path:
    file = settings_of(config).log.file
    if not file:
        raise KioskError(
            "log.file is empty, so the log goes to standard error, which systemd keeps: "
            "journalctl -u kiosk -o cat | kiosk log -"
        )
    return Path(file)


def _say(lines: Iterable[dict[str, Any]], show: Any) -> None:
    for line in lines:
        click.echo(show(line))


def _as_json(line: dict[str, Any]) -> str:
    return json.dumps(line)


def _as_text(line: dict[str, Any]) -> str:
    fields = dict(line)
    head = [_plain(fields.pop(name, "")) for name in ("time", "level", "event")]
    told = " ".join(f"{_plain(name)}={_plain(value)}" for name, value in fields.items())
    return f"{head[0]}  {head[1]:7}  {head[2]:18}  {told}".rstrip()


def _plain(value: object) -> str:
    """Whoever could write into the file writes nothing to a terminal but printable ASCII."""
    if isinstance(value, list):
        return " ".join(["[", *map(_plain, value), "]"])
    return str(value) if isinstance(value, str) and is_harmless(value) else json.dumps(value)
