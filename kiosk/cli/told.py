"""What the kiosk raises on purpose, as a message and an exit status."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from kiosk.errors import KioskError, SettingsError


class WrongSettings(click.ClickException):
    """A file or an option says what cannot be. Scripts know it by its exit status."""

    exit_code = 2


@contextmanager
def told() -> Iterator[None]:
    """Exit status 2 for :class:`~kiosk.errors.SettingsError`, 1 for any other ``KioskError``."""
    try:
        yield
    except SettingsError as error:
        raise WrongSettings(str(error)) from error
    except KioskError as error:
        raise click.ClickException(str(error)) from error
