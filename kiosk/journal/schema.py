"""The journal's tables, and the way from each form of them to the next."""

import sqlite3
from collections.abc import Callable
from contextlib import closing

APPLICATION_ID = 0x4B4A524E
"""``KJRN``, in the file's header: no other program's database is written to."""

STEPS = (
    (
        """\
CREATE TABLE entry (
    key TEXT PRIMARY KEY,
    kiosk TEXT NOT NULL,
    began_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    debt TEXT NOT NULL,
    holder BLOB NOT NULL,
    number TEXT NOT NULL,
    provisional INTEGER NOT NULL,
    paper INTEGER NOT NULL,
    encounter TEXT NOT NULL,
    service TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    next_at INTEGER,
    reason TEXT NOT NULL,
    checksum BLOB NOT NULL,
    details BLOB
) STRICT, WITHOUT ROWID""",
        "CREATE TABLE series (day TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT, WITHOUT ROWID",
        """\
CREATE TABLE asked (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    what TEXT NOT NULL,
    about TEXT NOT NULL
) STRICT""",
    ),
    (
        """\
CREATE TABLE ahead (
    day TEXT NOT NULL,
    number TEXT NOT NULL,
    state TEXT NOT NULL,
    value BLOB NOT NULL,
    checksum BLOB NOT NULL,
    PRIMARY KEY (day, number)
) STRICT, WITHOUT ROWID""",
        """\
CREATE TABLE ahead_note (
    name TEXT PRIMARY KEY,
    value BLOB NOT NULL,
    checksum BLOB NOT NULL
) STRICT, WITHOUT ROWID""",
    ),
)
"""The statements from version N to N + 1 (``PRAGMA user_version``); forward only.

No index beside the keys: an index that does not agree with its table is the one damage that
``quick_check`` does not see, and all of the table is read in some milliseconds."""


class WrongForm(Exception):
    """The file is no journal that this program knows: another program's, newer, or damaged."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why
        """``not-ours``, ``newer``, ``damaged``."""


def bring_forward(db: sqlite3.Connection) -> None:
    """Bring the tables to the newest form, in one transaction.

    Raises :class:`WrongForm`, and ``sqlite3.Error`` where the disk does not take it.
    """
    version = _pragma(db, "user_version")
    empty = not db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    if not empty and _pragma(db, "application_id") != APPLICATION_ID:
        raise WrongForm("not-ours")
    if version > len(STEPS):
        raise WrongForm("newer")
    if version < len(STEPS):
        if bool(version) is empty:
            raise WrongForm("damaged")
        db.execute("BEGIN IMMEDIATE")
        try:
            _step(db.execute, version)
            db.execute("COMMIT")
        finally:
            if db.in_transaction:
                db.execute("ROLLBACK")
    if _shape(db) != _expected():
        raise WrongForm("damaged")


def check(db: sqlite3.Connection) -> None:
    """Raises :class:`WrongForm` or ``sqlite3.DatabaseError`` for a file that is not whole."""
    if db.execute("PRAGMA quick_check(1)").fetchall() != [("ok",)]:
        raise WrongForm("damaged")


def _step(run: Callable[[str], object], version: int) -> None:
    for statements in STEPS[version:]:
        for statement in statements:
            run(statement)
    run(f"PRAGMA application_id = {APPLICATION_ID}")
    run(f"PRAGMA user_version = {len(STEPS)}")


def _pragma(db: sqlite3.Connection, name: str) -> int:
    return int(db.execute(f"PRAGMA {name}").fetchone()[0])


def _shape(db: sqlite3.Connection) -> list[tuple[str, str | None]]:
    """Tables and whatever else is declared: a damaged or foreign file may bring a trigger."""
    return db.execute("SELECT name, sql FROM sqlite_schema ORDER BY name LIMIT 100").fetchall()


def _expected() -> list[tuple[str, str | None]]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as reference:
        _step(reference.execute, 0)
        return _shape(reference)
