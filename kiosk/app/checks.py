"""Checks of settings that need to know more than the settings do."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

from kiosk.config import Settings
from kiosk.documents import Patterns
from kiosk.errors import SettingsError
from kiosk.hospital.private_file import read_private

LONGEST_TOKEN = 16 * 1024
"""Bytes. Servers refuse longer headers."""


def endless_patterns(settings: Settings) -> Iterator[tuple[str, str]]:
    """Patterns of documents that cannot be used, such as one that could take for ever."""
    for key, source in dataclasses.asdict(settings.documents).items():
        try:
            Patterns.of(**{key: source})
        except ValueError as error:
            yield f"documents.{key}", str(error).removeprefix(f"{key}: ")


def unreadable_token(settings: Settings) -> Iterator[tuple[str, str]]:
    """A token file that cannot be read by whoever asks, or holds no token."""
    file = settings.hospital.token_file
    if not file:
        return
    try:
        token = read_private(Path(file), "hospital.token_file").strip()
    except SettingsError as error:
        yield "hospital.token_file", str(error).removeprefix("hospital.token_file: ")
        return
    if not 0 < len(token) <= LONGEST_TOKEN or not token.isascii() or b"\n" in token:
        yield "hospital.token_file", "must lead to one line of ASCII characters"


def unreadable_trust(settings: Settings) -> Iterator[tuple[str, str]]:
    """A folder of certificates that cannot be listed by whoever asks."""
    folder = settings.card_reader.trust
    if not folder:
        return
    try:
        next(Path(folder).iterdir(), None)
    except OSError as error:
        yield "card_reader.trust", f"cannot be read: {error.strerror}"
