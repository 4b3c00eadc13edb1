"""Visits without an end, each move told on standard output once it is on disk; to be killed.

``python journal_writer.py FOLDER FIRST``: the number of the first visit.
"""

import asyncio
import os
import sys
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from kiosk.journal.journal import Journal
from tests.unit.journal.people import TODAY, entry, key, places, ticket


async def visits(folder: Path, first: int) -> None:
    async with Journal.open(places(folder), now=lambda: datetime.now(UTC)) as journal:
        say("health", journal.health.value)
        for number in count(first):
            say("number", str(await journal.next_provisional(TODAY)))
            await journal.begin(entry(number))
            say(key(number), "pending")
            await journal.sent(key(number))
            say(key(number), "sent")
            await journal.ticketed(key(number), ticket(f"A-{number}", f"e-{number}"))
            say(key(number), "ticketed")
            await journal.printed(key(number))
            say(key(number), "printed")
            await journal.confirmed(key(number))
            say(key(number), "confirmed")


def say(about: str, what: str) -> None:
    os.write(1, f"{about} {what}\n".encode())  # whole or not at all, unlike print


if __name__ == "__main__":
    asyncio.run(visits(Path(sys.argv[1]), int(sys.argv[2])))
