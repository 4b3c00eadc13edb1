"""Numbers that the hospital lets this kiosk have ahead, as they are on disk.

None of it is personal. Functions of one connection, inside a transaction of the caller's; what is
damaged is as if it were not there, so that no number with a wrong digit is given.
"""

import hashlib
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import TypeVar

import msgspec

from kiosk.journal.details import plain
from kiosk.journal.rows import to_ms
from kiosk.model.care import Service
from kiosk.model.leases import LeasedNumber, LeaseRequest

T = TypeVar("T")

FREE = "free"
"""Nobody was given it."""
TAKEN = "taken"
"""A patient was given it, or may have been."""
BACK = "back"
"""The kiosk gives it to nobody any more; the hospital is still to be told."""
_ASKED = "asked"
_SERVICES = "services"


def free(db: sqlite3.Connection, now: datetime) -> tuple[LeasedNumber, ...]:
    """Those that may be given now, in their order."""
    return tuple(one for one in _numbers(db, FREE) if one.holds(now))


def take(db: sqlite3.Connection, service: str, room: str, now: datetime) -> LeasedNumber | None:
    """A number of this service, from now on somebody's: one that leads to ``room``, where there is
    one, else the first; ``None`` for none."""
    found = [one for one in free(db, now) if one.service == service]
    best = next((one for one in found if one.room == room), found[0] if found else None)
    if best is not None:
        _put(db, best, TAKEN)
    return best


def ask(db: sqlite3.Connection, request: LeaseRequest) -> None:
    """The hospital is about to be asked: until :func:`keep`, it is asked under this key."""
    _put_note(db, _ASKED, request)


def asked(db: sqlite3.Connection) -> LeaseRequest | None:
    return _note(db, _ASKED, LeaseRequest)


def keep(
    db: sqlite3.Connection, held: Iterable[str], given: Iterable[LeasedNumber], now: datetime
) -> None:
    """The hospital has answered: what is free is ``given``, and nothing else of ``held``. What a
    patient was given meanwhile stays theirs. Numbers of other days go."""
    found = {one.number: one for one in given}
    today = [one.number for one in _numbers(db, FREE) if one.holds(now)]
    for number in {*held, *today} - found.keys():
        db.execute("DELETE FROM ahead WHERE number = ? AND state = ?", (number, FREE))
    for one in found.values():
        if _state(db, one) in (None, FREE):
            _put(db, one, FREE)
    db.execute("DELETE FROM ahead WHERE day < ?", (now.date().isoformat(),))
    forget_asked(db)


def forget_asked(db: sqlite3.Connection) -> None:
    """What was asked for will not be answered."""
    db.execute("DELETE FROM ahead_note WHERE name = ?", (_ASKED,))


def put_back(db: sqlite3.Connection, numbers: Iterable[LeasedNumber]) -> None:
    """Give these to nobody any more."""
    for one in numbers:
        if _state(db, one) == FREE:
            _put(db, one, BACK)


def put_back_unheld(db: sqlite3.Connection, held: Collection[str], now: datetime) -> None:
    """What was taken for somebody who is not there any more goes back: numbers that are not among
    ``held``, and that no check-in of this day has which was not given up, or is on paper.

    The caller knows of nobody who is being given one at this moment.
    """
    for one in list(_numbers(db, TAKEN)):
        if one.holds(now) and one.number not in held and not _somebodys(db, one):
            _put(db, one, BACK)


def going_back(db: sqlite3.Connection) -> tuple[str, ...]:
    """Numbers that the hospital is still to be told of."""
    return tuple(one.number for one in _numbers(db, BACK))


def gone(db: sqlite3.Connection, numbers: Iterable[str]) -> None:
    """The hospital was told that these are given to nobody."""
    rows = [(number, BACK) for number in numbers]
    db.executemany("DELETE FROM ahead WHERE number = ? AND state = ?", rows)


def note_services(db: sqlite3.Connection, services: tuple[Service, ...]) -> None:
    """What there was to choose when the numbers were given."""
    _put_note(db, _SERVICES, services)


def services(db: sqlite3.Connection) -> tuple[Service, ...]:
    return _note(db, _SERVICES, tuple[Service, ...]) or ()


def _numbers(db: sqlite3.Connection, state: str) -> Iterator[LeasedNumber]:
    sql = "SELECT day, number, state, value, checksum FROM ahead ORDER BY day, number"
    for day, number, found, value, checksum in db.execute(sql).fetchall():
        if checksum != _checksum(day, number, found, value) or found != state:
            continue
        one = _decoded(value, LeasedNumber)
        if one is not None:
            yield one


def _somebodys(db: sqlite3.Connection, one: LeasedNumber) -> bool:
    """Whether a check-in has it. Those of an earlier day had that day's number of this name."""
    sql = (
        "SELECT 1 FROM entry WHERE number = ? AND changed_at >= ?"
        " AND (state != 'abandoned' OR paper)"
    )
    return db.execute(sql, (one.number, to_ms(one.begins))).fetchone() is not None


def _state(db: sqlite3.Connection, one: LeasedNumber) -> str | None:
    row = db.execute(
        "SELECT state FROM ahead WHERE day = ? AND number = ?", (one.day.isoformat(), one.number)
    ).fetchone()
    return None if row is None else str(row[0])


def _put(db: sqlite3.Connection, one: LeasedNumber, state: str) -> None:
    clear = (one.day.isoformat(), one.number, state, _encoded(one))
    db.execute("INSERT OR REPLACE INTO ahead VALUES (?, ?, ?, ?, ?)", (*clear, _checksum(*clear)))


def _put_note(db: sqlite3.Connection, name: str, value: object) -> None:
    clear = (name, _encoded(value))
    db.execute("INSERT OR REPLACE INTO ahead_note VALUES (?, ?, ?)", (*clear, _checksum(*clear)))


def _note(db: sqlite3.Connection, name: str, kind: type[T]) -> T | None:
    row = db.execute("SELECT value, checksum FROM ahead_note WHERE name = ?", (name,)).fetchone()
    if row is None or row[1] != _checksum(name, row[0]):
        return None
    return _decoded(row[0], kind)


def _checksum(*clear: object) -> bytes:
    """SQLite has none of its own."""
    return hashlib.blake2b(repr(clear).encode(), digest_size=8).digest()


def _encoded(value: object) -> bytes:
    return msgspec.json.encode(value, enc_hook=plain)


def _decoded(value: bytes, kind: type[T]) -> T | None:
    try:
        return msgspec.json.decode(value, type=kind)
    except (ValueError, RecursionError):
        return None  # of another version of this program
