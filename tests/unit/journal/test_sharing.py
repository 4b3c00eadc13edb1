"""Check-ins that have one place, or one holder, whether or not they are settled."""

import asyncio
from pathlib import Path

from kiosk.journal.entry import Debt
from kiosk.journal.journal import Journal
from tests.unit.journal.people import Time, entry, key, places, ticket


def test_settled_and_unsettled_check_ins_of_a_place_are_found(tmp_path: Path) -> None:
    async def run() -> None:
        async with Journal.open(places(tmp_path), now=Time()) as journal:
            for number, encounter in ((1, "e-1"), (2, "e-2"), (3, "e-1"), (4, "e-1")):
                await journal.begin(entry(number))
                await journal.sent(key(number))
                await journal.ticketed(key(number), ticket(f"A-{number}", encounter))
            await journal.printed(key(1))
            await journal.confirmed(key(1))
            await journal.abandoned(key(4), Debt.NONE)
            found = await journal.sharing(encounter="e-1")
            assert [one.key for one in found] == [key(4), key(3), key(1)]
            assert [one.paper for one in found] == [False, False, True]
            assert await journal.sharing(encounter="e-9") == ()

    asyncio.run(run())


def test_check_ins_without_a_place_or_a_holder_share_nothing(tmp_path: Path) -> None:
    async def run() -> None:
        async with Journal.open(places(tmp_path), now=Time()) as journal:
            await journal.begin(entry(1))
            await journal.begin(entry(2, holder=b"h"))
            assert await journal.sharing(encounter="", holder=b"") == ()
            assert [one.key for one in await journal.sharing(holder=b"h")] == [key(2)]

    asyncio.run(run())


def test_they_are_found_while_the_disk_takes_nothing(tmp_path: Path) -> None:
    async def run() -> None:
        async with Journal.open(places(tmp_path), now=Time()) as journal:
            await journal.begin(entry(1, holder=b"h"))
            journal._patience.stalled = True
            await journal.begin(entry(2, holder=b"h"))
            assert [one.key for one in await journal.sharing(holder=b"h")] == [key(2), key(1)]

    asyncio.run(run())
