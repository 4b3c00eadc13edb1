"""What opens the hospital's door, from the settings."""

from pathlib import Path

from kiosk.config import Settings
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


def _file(path: str) -> Path | None:
    return Path(path) if path else None
