"""Files that are whole or not there, whatever happens to the power meanwhile."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

_HALF = ".half"


def put(path: Path, content: bytes, *, anew: bool = False) -> None:
    """Write the file for its owner alone (0600), and return when it is on disk.

    With ``anew`` there must be none (``FileExistsError``). Raises ``OSError``; then the file is
    as it was.
    """
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}{_HALF}")
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if anew:
            os.link(beside, path)  # unlike a rename, it never replaces what is there
        else:
            beside.replace(path)
        sync(path.parent)
    finally:
        beside.unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Remove what :func:`put` was killed over. Nobody else may be putting files there."""
    for half in folder.glob(f".*{_HALF}"):
        with suppress(OSError):
            half.unlink()


def sync(folder: Path) -> None:
    """Return when the folder's names are on disk, too (fsync(2)). Raises ``OSError``."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
