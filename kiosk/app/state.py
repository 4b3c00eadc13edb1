"""Where the kiosk keeps what must last."""

import os
from pathlib import Path

from kiosk.errors import SettingsError


def state_folder() -> Path:
    """systemd's ``StateDirectory``, else the user's (XDG Base Directory, ``XDG_STATE_HOME``)."""
    if given := os.environ.get("STATE_DIRECTORY"):
        return Path(given.split(":")[0])
    base = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(base) / "kiosk"


def writable(folder: Path) -> None:
    """Make the folder where it is missing.

    Raises :class:`~kiosk.errors.SettingsError` that names it if it cannot be made or written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(f"{folder}: the folder cannot be made: {error.strerror}") from error
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise SettingsError(f"{folder}: the folder cannot be written to")
