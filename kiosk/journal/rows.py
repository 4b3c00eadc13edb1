"""An entry as a row of the journal's table, and back."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from kiosk.journal.details import Details, decode, encode
from kiosk.journal.entry import Debt, Entry, State
from kiosk.journal.sealed import Seal, Unreadable

COLUMNS = (
    "key", "kiosk", "began_at", "changed_at", "state", "debt", "holder", "number", "provisional",
    "paper", "encounter", "service", "attempts", "next_at", "reason", "checksum", "details",
)  # fmt: skip
"""In the order of a row. Times are milliseconds since 1970, UTC."""

PURPOSE = "details"
Row = tuple[Any, ...]
_CLEAR = COLUMNS.index("checksum")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class DamagedRow(Exception):
    """A row that is not as it was written."""


def row_of(entry: Entry, seal: Seal) -> Row:
    """Raises ``ValueError`` for details that are too large."""
    clear = (
        entry.key,
        entry.kiosk,
        to_ms(entry.began_at),
        to_ms(entry.changed_at),
        entry.state.value,
        entry.debt.value,
        entry.holder,
        entry.number,
        int(entry.provisional),
        int(entry.paper),
        entry.encounter,
        entry.service,
        entry.attempts,
        None if entry.next_at is None else to_ms(entry.next_at),
        entry.reason,
    )
    details = None
    if entry.details is not None:
        details = seal.seal(encode(entry.details), entry.key, PURPOSE)
    return (*clear, _checksum(clear), details)


def entry_of(row: Row, seal: Seal | None) -> tuple[Entry, bool]:
    """The entry, and whether it has details that cannot be read: without the right ``seal``.

    Raises :class:`DamagedRow`.
    """
    clear, checksum, sealed = row[:_CLEAR], row[_CLEAR], row[_CLEAR + 1]
    if _checksum(clear) != checksum:
        raise DamagedRow
    details = _opened(sealed, row[0], seal)
    try:
        entry = Entry(
            key=row[0],
            kiosk=row[1],
            began_at=from_ms(row[2]),
            changed_at=from_ms(row[3]),
            state=State(row[4]),
            debt=Debt(row[5]),
            holder=row[6],
            number=row[7],
            provisional=bool(row[8]),
            paper=bool(row[9]),
            encounter=row[10],
            service=row[11],
            attempts=row[12],
            next_at=None if row[13] is None else from_ms(row[13]),
            reason=row[14],
            details=details,
        )
    except (ValueError, TypeError, OverflowError) as error:
        raise DamagedRow from error
    return entry, sealed is not None and details is None


def _opened(sealed: bytes | None, key: str, seal: Seal | None) -> Details | None:
    if sealed is None or seal is None:
        return None
    try:
        return decode(seal.open(sealed, key, PURPOSE))
    except (Unreadable, ValueError):
        return None


def _checksum(clear: Row) -> bytes:
    """Of everything in clear. SQLite has none of its own, and a number with one bit turned is
    another patient's. The details have their tag."""
    return hashlib.blake2b(repr(clear).encode(), digest_size=8).digest()


def to_ms(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def from_ms(ms: int) -> datetime:
    return _EPOCH + timedelta(milliseconds=ms)
