"""A journal that is broken is kept for whoever can read it, and what is whole in it is saved."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from kiosk.journal.files import sync
from kiosk.journal.health import Health, Trouble
from kiosk.journal.rows import COLUMNS, DamagedRow, Row, entry_of

KEPT = 5
"""Broken journals; the oldest make room, so that a failing disk does not fill itself."""
_STAMP = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(r"journal-([0-9]{8}T[0-9]{6}Z)(?:-([0-9]{1,9}))?\.broken")
_MOST = 200_000
"""Rows that are looked at."""


def set_aside(path: Path, now: datetime) -> Path:
    """Rename the journal and its log to ``journal-<time, UTC>.broken``; answers the new path.

    Raises :class:`~kiosk.journal.health.Trouble` where the disk does not let it.
    """
    stamp = now.astimezone(UTC).strftime(_STAMP)
    names = (f"journal-{stamp}{f'-{n}' if n else ''}.broken" for n in count())
    target = next(free for name in names if not (free := path.with_name(name)).exists())
    try:
        path.rename(target)
        for suffix in ("-wal", "-shm"):
            with suppress(FileNotFoundError):
                Path(f"{path}{suffix}").rename(f"{target}{suffix}")
        sync(path.parent)
    except OSError as error:
        raise Trouble(Health.READ_ONLY) from error
    for old, _ in _broken(path.parent)[:-KEPT]:
        _remove(old)
    return target


def remove_broken(folder: Path, before: datetime) -> None:
    """Remove journals that were set aside before then: what is in them is personal, too. What the
    disk does not let go now is to be tried again."""
    for old, since in _broken(folder):
        if since + timedelta(seconds=1) < before:  # a name has no fractions
            with suppress(OSError):
                _remove(old)


def _broken(folder: Path) -> list[tuple[Path, datetime]]:
    """Those in the folder, and since when they are aside, the oldest first."""
    found = []
    for path in folder.iterdir():
        if named := _NAME.fullmatch(path.name):
            with suppress(ValueError):  # digits that are no time
                since = datetime.strptime(named[1], _STAMP).replace(tzinfo=UTC)
                found.append((since, int(named[2] or 0), path))
    return [(path, since) for since, _, path in sorted(found)]


def _remove(broken: Path) -> None:
    for suffix in ("-shm", "-wal", ""):
        Path(f"{broken}{suffix}").unlink(missing_ok=True)


def whole_rows(path: Path) -> Iterator[Row]:
    """Rows of a broken journal whose checksums are right, as far as SQLite can follow it."""
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as db:
            db.text_factory = lenient
            db.execute("PRAGMA cell_size_check = ON")
            for row in db.execute(f"SELECT {', '.join(COLUMNS)} FROM entry LIMIT {_MOST}"):  # noqa: S608 -- constants
                with suppress(DamagedRow):
                    entry_of(row, None)
                    yield row
    except (sqlite3.Error, UnicodeDecodeError):  # the latter: words that quote the damage
        return  # as far as it goes


def lenient(text: bytes) -> str:
    """Text of a damaged file need not be UTF-8: its checksum says so, without an exception."""
    return text.decode("utf-8", "replace")
