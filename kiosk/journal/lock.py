"""The journal's folder: one kiosk has it for itself."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.errors import JournalLocked, JournalUnreadable


def made(folder: Path) -> Path:
    """The folder, for its owner alone where it was missing.

    Raises :class:`~kiosk.errors.JournalUnreadable`.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise JournalUnreadable(f"{folder}: cannot be made: {error.strerror}") from error
    return folder


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the journal's folder for this process alone (flock(2)); the kernel lets go of it when
    the process ends, however it ends.

    The folder itself is the lock, because a file for it cannot be made on a full or read-only
    disk. Raises :class:`~kiosk.errors.JournalLocked` where another process holds it, and
    :class:`~kiosk.errors.JournalUnreadable` where there is no such folder.
    """
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise JournalUnreadable(f"{folder}: {error.strerror}") from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise JournalLocked(
                f"{folder}: another kiosk keeps its journal here; end it, or give this one a "
                "folder of its own (journal.folder)"
            ) from error
        yield
    finally:
        os.close(handle)
