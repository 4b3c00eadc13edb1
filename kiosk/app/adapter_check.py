"""Whether the settings name a hospital that this machine can talk to. Asks nobody."""

from collections.abc import Iterator

from kiosk.app.kiosk import EMBEDDED, hospital_of
from kiosk.config import Settings
from kiosk.errors import SettingsError


def unusable_hospital(settings: Settings) -> Iterator[tuple[str, str]]:
    """A kind that there is not on this machine, and what its adapter refuses."""
    if settings.hospital.address == EMBEDDED:
        return
    try:
        hospital_of(settings, settings.hospital.address)
    except SettingsError as error:
        key, _, wrong = str(error).partition(": ")
        is_named = key.startswith("hospital.") and wrong
        yield (key, wrong) if is_named else ("hospital.address", str(error))
