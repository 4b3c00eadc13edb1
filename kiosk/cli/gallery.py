"""``kiosk gallery``: every page as a picture."""

import os
from pathlib import Path

import click


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--only", default="", metavar="NAME", help="Pages whose name starts so.")
def gallery(folder: Path, only: str) -> None:
    """Draw every page in every language, text size, contrast and screen size into FOLDER.

    For the eyes of whoever changes a page; the people in it are invented.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_QUICK_BACKEND"] = "software"
    from kiosk.ui.gallery import pictures

    drawn = 0
    for name, picture in pictures(only):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if not picture.save(str(file)):
            raise click.ClickException(f"{file} cannot be written")
        drawn += 1
    if not drawn:
        raise click.UsageError(f"no page's name starts with {only}")
    click.echo(f"{drawn} pictures in {folder}", err=True)
