"""``kiosk settings``: the annotated settings, and the check of a file."""

import dataclasses
from pathlib import Path

import click

from kiosk.config import SYSTEM_FILE, Settings, document, load
from kiosk.documents.patterns import Patterns
from kiosk.errors import SettingsError


@click.command()
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    help=f"The settings file, instead of {SYSTEM_FILE} or the defaults.",
)
@click.option("--check", is_flag=True, help="Only say whether the settings are right.")
@click.option("--defaults", is_flag=True, help="Print the defaults, whatever file there is.")
def settings(config: Path | None, check: bool, defaults: bool) -> None:
    """Print all settings that hold, annotated; or check a file.

    What is printed can be kept as a settings file. Exit status 1 if the file has faults.
    """
    try:
        held = Settings() if defaults else load(config)
        Patterns.of(**dataclasses.asdict(held.documents))
    except (SettingsError, ValueError) as error:
        raise click.ClickException(str(error)) from error
    if check:
        click.echo("The settings are right.")
    else:
        click.echo(document(held), nl=False)
