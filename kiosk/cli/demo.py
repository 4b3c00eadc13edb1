"""``kiosk demo``: the kiosk, its devices and a hospital, all simulated."""

import os
import tempfile
from pathlib import Path

import click

from kiosk.cli.told import told


@click.command()
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the pictures go if there is no display; a temporary folder by default.",
)
@click.option("--play", is_flag=True, help="The patient comes by themselves.")
def demo(folder: Path | None, play: bool) -> None:
    """Open the kiosk in a window beside a device dock, with an embedded hospital.

    Hold a code to it from the dock, and a ticket comes out. Without a display one visit is
    played all the same, and leaves the ticket and a picture of every page in a folder.
    """
    from kiosk.log import start

    start("warning")
    with told():
        if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
            _in_a_window(play)
        else:
            _without_a_display(folder or Path(tempfile.mkdtemp(prefix="kiosk-demo-")))


def _in_a_window(play: bool) -> None:
    from dataclasses import replace

    from kiosk.app.dock import dock_of
    from kiosk.app.kiosk import Kiosk
    from kiosk.app.screen import Show, show
    from kiosk.config import Settings

    with tempfile.TemporaryDirectory() as data:
        kiosk = Kiosk(Settings(), Path(data), state=Path(data), steerable=True)
        try:
            show(kiosk, Show(windowed=True, dock=replace(dock_of(kiosk), play=play)))
        finally:
            kiosk.close()


def _without_a_display(folder: Path) -> None:
    from kiosk.app.demonstration import play_one_visit
    from kiosk.app.state import writable

    click.echo("There is no display (DISPLAY, WAYLAND_DISPLAY): one visit is played without.")
    writable(folder)
    played = play_one_visit(folder)
    if played.number is None:
        raise click.ClickException("the visit ended without a ticket")
    click.echo(f"Ticket {played.number}, room {played.room}.")
    for step, milliseconds in played.timings.items():
        click.echo(f"  {step:10} {milliseconds:7.1f} ms")
    click.echo(f"The ticket and a picture of every page are in {folder}")
