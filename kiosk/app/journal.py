"""The journal as the settings have it."""

import os
from pathlib import Path

from kiosk.app.state import state_folder
from kiosk.config import Settings
from kiosk.journal.key import KeyPlaces


def places_of(settings: Settings) -> KeyPlaces:
    """The folder of the journal, and where its key may be (systemd.exec(5), *Credentials*)."""
    folder = settings.journal.folder
    credentials = os.environ.get("CREDENTIALS_DIRECTORY")
    return KeyPlaces(
        Path(folder) if folder else state_folder() / "journal",
        Path(settings.journal.key_file) if settings.journal.key_file else None,
        Path(credentials) if credentials else None,
    )
