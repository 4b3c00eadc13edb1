"""``kiosk settings``: the annotated settings, and the check of a file."""

from pathlib import Path

import click

from kiosk.app.checks import unreadable_token, unreadable_trust
from kiosk.cli.held import config_option, settings_of
from kiosk.cli.told import told
from kiosk.config import Check, Settings, document


@click.command()
@config_option
@click.option("--check", is_flag=True, help="Only say whether the settings are right.")
@click.option("--defaults", is_flag=True, help="Print the defaults, whatever file there is.")
def settings(config: Path | None, check: bool, defaults: bool) -> None:
    """Print all settings that hold, annotated; or check a file.

    What is printed can be kept as a settings file. The check also reads the files that the
    settings name, as whoever runs it. Exit status 2 if there are faults.
    """
    with told():
        further: tuple[Check, ...] = ()
        if check:
            from kiosk.app.access import unusable_access
            from kiosk.app.adapter_check import unusable_hospital

            further = (unreadable_token, unreadable_trust, unusable_access, unusable_hospital)
        held = Settings() if defaults else settings_of(config, None, *further)
    if check:
        click.echo("The settings are right.")
    else:
        click.echo(document(held), nl=False)
