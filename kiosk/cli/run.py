"""``kiosk run``: serve patients on this machine."""

from pathlib import Path

import click

from kiosk.errors import KioskError, SettingsError


@click.command()
@click.option("--config", type=click.Path(dir_okay=False, path_type=Path), help="Settings file.")
@click.option("--windowed", is_flag=True, help="In a window with a device dock, for testers.")
def run(config: Path | None, windowed: bool) -> None:
    """Serve patients on this machine: full screen, or in a window beside a device dock.

    Exit status 2 if the settings are wrong: a kiosk never starts half-configured.
    """
    from kiosk.app.kiosk import Kiosk
    from kiosk.app.state import state_folder
    from kiosk.config import load
    from kiosk.log import start

    try:
        settings = load(config)
        start(settings.log.level, settings.log.file)
        kiosk = Kiosk(settings, state_folder() / "hospital", steerable=windowed)
    except SettingsError as error:
        raise click.UsageError(str(error)) from error
    try:
        from kiosk.app.screen import Show, show

        if windowed:
            from kiosk.app.dock import dock_of

            show(kiosk, Show(windowed=True, dock=dock_of(kiosk)))
        else:
            show(kiosk, Show())
    except KioskError as error:
        raise click.ClickException(str(error)) from error
    finally:
        kiosk.close()
