"""Whether the journal is well, what waits in it, and what to do; beside a kiosk that serves."""

import asyncio
import os
import shutil
from datetime import datetime, timedelta
from pathlib import Path

from kiosk.app.finding import Finding
from kiosk.app.journal import places_of
from kiosk.checkin.clock import HOSPITAL_ZONE
from kiosk.config import Settings
from kiosk.errors import JournalUnreadable
from kiosk.journal.key import KeyPlaces
from kiosk.journal.reading import Summary, reading
from kiosk.journal.store import FILE

PART = "journal"
LONG = timedelta(minutes=10)
"""A hospital that is back is told within seconds: what waits longer is stuck."""
SCARCE = 64 * 1024 * 1024
"""Bytes. A year of entries needs less; other programs fill a disk much faster."""


async def journal_finding(settings: Settings, state: Path, now: datetime) -> Finding:
    """How it stands at ``now`` (aware). ``state`` is the serving kiosk's state folder.

    The journal is read and not written. Whether the disk takes entries, only the kiosk that
    writes knows for sure (``journal-state`` in its log).
    """
    return await asyncio.to_thread(_finding, places_of(settings, state), now)


def _finding(places: KeyPlaces, now: datetime) -> Finding:
    if not (places.folder / FILE).exists():
        return Finding(PART, True, "none yet: the kiosk makes it when it starts")
    key = places.present()
    try:
        with reading(places.folder, key) as held:
            found = held.summary()
    except JournalUnreadable as error:
        to_do = "Start the kiosk as the user that it runs as: it mends or sets aside the file."
        return Finding(PART, False, str(error), to_do)
    troubles = [*_disk(places.folder), *_key(places, key, found), *_entries(found, now)]
    return Finding(PART, not troubles, _words(found), " ".join(troubles))


def _words(found: Summary) -> str:
    parts = [f"{found.entries} check-ins", f"{found.owed} to be told to the hospital"]
    if found.oldest_owed is not None:
        parts[-1] += f" since {found.oldest_owed.astimezone(HOSPITAL_ZONE):%Y-%m-%d %H:%M}"
    parts += [f"{found.rejected} refused", f"{found.unreadable} unreadable"]
    return ", ".join(parts)


def _disk(folder: Path) -> list[str]:
    if not (os.access(folder, os.W_OK | os.X_OK) and os.access(folder / FILE, os.W_OK)):
        return [f"{folder} cannot be written: mend its permissions, or remount the disk."]
    if shutil.disk_usage(folder).free < SCARCE:
        return [f"The disk of {folder} is nearly full: make room."]
    return []


def _key(places: KeyPlaces, key: bytes | None, found: Summary) -> list[str]:
    if places.lacks_the_named or (key is None and found.entries):
        return ["Its key is missing or wrong: bring it back, and restart the kiosk."]
    if found.unreadable:
        return ["Bring back the key of the unreadable ones, or see that they are damaged."]
    return []


def _entries(found: Summary, now: datetime) -> list[str]:
    told = []
    if found.oldest_owed is not None and now - found.oldest_owed > LONG:
        told.append("See that the kiosk runs and the hospital answers: it is told by itself then.")
    if found.rejected:
        told.append(
            "Look at what was refused, on the staff page or by kiosk journal list --state rejected."
        )
    return told
