"""What opens the hospital's door, from the settings."""

from collections.abc import Iterator
from pathlib import Path

from kiosk.config import Settings
from kiosk.errors import SettingsError
from kiosk.hospital import tls
from kiosk.hospital.access import Access
from kiosk.hospital.smart import KIOSK_SCOPE, SmartClient


def access_of(settings: Settings) -> Access:
    """Certificates, and the key that this kiosk gets its tokens with. Reads no file."""
    hospital = settings.hospital
    client = None
    if hospital.client_id:
        client = SmartClient(
            hospital.client_id,
            Path(hospital.key_file),
            token_address=hospital.token_address,
            scope=hospital.scope or KIOSK_SCOPE,
        )
    return Access(client, _file(hospital.ca_file), _file(hospital.certificate_file))


def unusable_access(settings: Settings) -> Iterator[tuple[str, str]]:
    """A key or a certificate that cannot be used by whoever asks."""
    access = access_of(settings)
    try:
        if access.client is not None:
            from kiosk.hospital.keys import SigningKey

            SigningKey.load(access.client.key_file)
    except SettingsError as error:
        yield _told(error)
    try:
        if access.has_files:
            tls.context(access.ca_file, access.certificate_file)
    except SettingsError as error:
        yield _told(error)


def _told(error: SettingsError) -> tuple[str, str]:
    """These messages begin with the setting."""
    key, _, wrong = str(error).partition(": ")
    return key, wrong


def _file(path: str) -> Path | None:
    return Path(path) if path else None
