"""Files that only the kiosk may read: its keys."""

import os
import stat
from pathlib import Path

from kiosk.errors import SettingsError

LARGEST = 64 * 1024
"""Bytes. A key with a chain of certificates has under 16 KiB."""
_OTHERS = stat.S_IRWXO | stat.S_IWGRP
"""A group may read, as a service's own group does; who is in no group may nothing."""


def read_private(path: Path, setting: str) -> bytes:
    """What is in the file.

    Raises :class:`~kiosk.errors.SettingsError`, which names ``setting`` and never the content,
    for a file that cannot be read, is too large, or is open to other users of this machine.
    """
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise SettingsError(f"{setting}: cannot be read: {error.strerror}") from error
    if mode & _OTHERS:
        raise SettingsError(
            f"{setting}: others on this machine can use it (mode {stat.S_IMODE(mode):04o}): "
            "say chmod 600, or 640 with the kiosk's own group"
        )
    if len(content) > LARGEST:
        raise SettingsError(f"{setting}: larger than {LARGEST // 1024} KiB: no key")
    return content


def write_private(path: Path, content: bytes) -> None:
    """Make the file, for its owner alone (0600). Raises ``OSError``, also where one is there:
    a key that is in use must not be lost."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        path.unlink()
        raise
