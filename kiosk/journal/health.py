"""How the journal is, and what SQLite's errors mean for it."""

import enum
import sqlite3
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.journal.entry import State


class Health(enum.Enum):
    OK = "ok"
    FULL = "full"
    """The disk is full. New entries are in memory, and written as soon as there is room."""
    READ_ONLY = "read-only"
    """The disk, the folder or the file cannot be written. New entries are in memory."""
    MEMORY_ONLY = "memory-only"
    """The disk fails, or does not answer. New entries are in memory."""
    KEY_MISSING = "key-missing"
    """The key that was named is missing or wrong; another one stands in for it."""
    UNREADABLE = "unreadable-entries"
    """Entries of earlier days cannot be read: their key is not this one, or they are damaged."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many entries there are."""

    by_state: dict[str, int]
    """Every state's, by its value."""
    unreadable: int
    """Of these, with details that cannot be read; and rows that are damaged."""
    unwritten: int
    """Entries that are in memory and not yet on disk as they are."""

    @classmethod
    def of(cls, states: Iterable[str], unreadable: int, unwritten: int) -> "Counts":
        """Of entries in these states, by their values."""
        found = Counter(states)
        by_state = {state.value: found[state.value] for state in State}
        return cls(by_state, unreadable, unwritten)


class Trouble(Exception):
    """The disk does not take or give what it should now."""

    def __init__(self, health: Health) -> None:
        super().__init__(health.value)
        self.health = health


class Broken(Exception):
    """The file is no journal any more. :attr:`why`: ``damaged``, ``not-ours`` or ``newer``."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


_BROKEN = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT})
_NOT_WRITABLE = frozenset(
    {
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_AUTH,
    }
)


def meaning(error: sqlite3.Error) -> Trouble | Broken:
    """What an error of SQLite (result codes, https://www.sqlite.org/rescode.html) means here."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if code in _BROKEN:
        return Broken("damaged")
    if code == sqlite3.SQLITE_FULL:
        return Trouble(Health.FULL)
    if code in _NOT_WRITABLE:
        return Trouble(Health.READ_ONLY)
    if code in (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_CONSTRAINT):
        return Broken("damaged")  # the statements are right, so the tables are not
    return Trouble(Health.MEMORY_ONLY)
