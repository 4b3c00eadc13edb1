"""``kiosk run``: serve patients on this machine."""

from pathlib import Path

import click

from kiosk.cli.held import config_option, settings_of, start_log
from kiosk.cli.told import told


@click.command()
@config_option
@click.option("--windowed", is_flag=True, help="In a window with a device dock, for testers.")
def run(config: Path | None, windowed: bool) -> None:
    """Serve patients on this machine: full screen, or in a window beside a device dock.

    Exit status 2 if the settings are wrong: a kiosk never starts half-configured.
    """
    from kiosk.app.heap import return_what_is_freed
    from kiosk.app.kiosk import Kiosk
    from kiosk.app.state import state_folder
    from kiosk.log import watch
    from kiosk.ui.messages import messages_withheld
    from kiosk.vision.process.limits import leave_no_core

    leave_no_core()
    return_what_is_freed()
    with told(), messages_withheld():
        settings = settings_of(config)
        start_log(settings)
        folder = state_folder()
        watch(folder)
        kiosk = Kiosk(settings, folder / "hospital", state=folder, steerable=windowed)
        try:
            from kiosk.app.screen import Show, show

            if windowed:
                from kiosk.app.dock import dock_of

                show(kiosk, Show(windowed=True, dock=dock_of(kiosk), answers=True))
            else:
                show(kiosk, Show(answers=True))
        finally:
            kiosk.close()
