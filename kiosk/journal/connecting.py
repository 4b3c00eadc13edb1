"""The connection to the journal's file, and SQLite's errors in the journal's words."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from kiosk.journal import schema
from kiosk.journal.aside import lenient
from kiosk.journal.health import Broken, Health, Trouble, meaning

BUSY_MS = 2000
"""A command beside a running kiosk writes one row; nobody holds the file longer."""


def connect(path: Path) -> sqlite3.Connection:
    """The file, made where there is none, whole and of this program's form.

    Raises :class:`~kiosk.journal.health.Trouble` and :class:`~kiosk.journal.health.Broken`.
    """
    try:
        path.touch(mode=0o600)  # for the kiosk's user alone; SQLite makes its log with this mode
    except OSError as error:
        raise Trouble(Health.READ_ONLY) from error
    with translated():
        db = sqlite3.connect(path, timeout=BUSY_MS / 1000, isolation_level=None)
        db.text_factory = lenient
        try:
            db.execute("PRAGMA cell_size_check = ON")
            db.execute("PRAGMA trusted_schema = OFF")
            if db.execute("PRAGMA journal_mode = WAL").fetchone() != ("wal",):
                raise Trouble(Health.MEMORY_ONLY)
            # NORMAL may forget the last commits on a power cut, and so do something twice.
            db.execute("PRAGMA synchronous = FULL")
            # What is erased is overwritten, and not only marked as free.
            db.execute("PRAGMA secure_delete = ON")
            schema.bring_forward(db)
            schema.check(db)
        except BaseException:  # also cancelled or interrupted: it goes on as it came
            with closing(db):
                raise
    return db


@contextmanager
def translated() -> Iterator[None]:
    """Inside, what SQLite raises is :class:`~kiosk.journal.health.Trouble` or
    :class:`~kiosk.journal.health.Broken`."""
    try:
        yield
    except schema.WrongForm as error:
        raise Broken(error.why) from error
    except sqlite3.Error as error:
        raise meaning(error) from error
    except UnicodeDecodeError as error:
        # SQLite's own words about a damaged file may quote it; the module decodes them strictly.
        raise Broken("damaged") from error
