"""``python -m tests.flow.privacy.process FOLDER COUNT``: a kiosk's process, of a day.

The kiosk's own files go to ``FOLDER/left``, the hospital's to ``FOLDER/hospital``;
``FOLDER/summary.json`` says what happened. At the end the process dies in the middle of a visit, as
by a fault below Python. With a COUNT of 0 it starts after that, and ends well.
"""

import asyncio
import json
import os
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle
from pathlib import Path

from kiosk.app.embedded import EmbeddedHospital
from kiosk.app.kiosk import Kiosk
from kiosk.app.readiness.overseen import overseen
from kiosk.app.watchdog import Notifier, Watchdog
from kiosk.checkin.journal import Journal
from kiosk.config import Settings, override
from kiosk.frontdesk.generate import Person, people
from kiosk.log import flood, start, watch
from kiosk.vision.process.limits import leave_no_core
from tests.flow.privacy.day import Day
from tests.flow.privacy.hostile import Hostile
from tests.flow.privacy.troubles import BASIC, FEW, WELL, Trouble

AWAY_EVERY = 20
"""One patient of so many comes while the hospital is away."""
OWED_S = 10.0
"""So long the hospital is told afterwards what it is owed."""


def settings(address: str) -> Settings:
    return override(
        Settings(),
        {
            "hospital.address": address,
            "camera.source": "none",
            "card_reader.source": "none",
            "printer.target": "simulated",
        },
    )


async def serve(folder: Path, count: int) -> None:
    left = folder / "left"
    hospital = EmbeddedHospital(folder / "hospital")
    try:
        hostile = Hostile(await asyncio.to_thread(hospital.address))
        async with hostile.at() as address:
            kiosk = Kiosk(settings(address), folder / "unused", state=left / "state")
            listen = f"127.0.0.1:{_free_port()}"
            async with (
                kiosk.equipped() as equipment,
                overseen(kiosk, equipment, Watchdog(Notifier({})), listen) as seen,
            ):
                day = Day(hostile, seen)
                if count:
                    await _patients(day, hostile, people()[:count])
                await _paid(equipment.journal)
                await _keep_pages(listen, left)
                if count:
                    _write_summary(folder, day, hostile)
                    await _dies(day, people()[0])
    finally:
        hospital.stop()


async def _patients(day: Day, hostile: Hostile, served: tuple[Person, ...]) -> None:
    """The last ones come while the hospital is away."""
    near = len(served) - len(served) // AWAY_EVERY
    for person, trouble in zip(served[:near], _troubles(day), strict=False):
        await day.serve(person, trouble)
    hostile.cut = True
    for person, trouble in zip(served[near:], _troubles_away(day, set(day.ways)), strict=False):
        await day.serve(person, trouble)
    hostile.cut = False


def _troubles(day: Day) -> Iterator[Trouble]:
    """Each once; then a failure of each thing that visits were seen to wait for, in such a visit,
    without end. What has not failed there is tried in visits of every other kind."""
    yield from FEW
    yield from BASIC
    others = cycle((*FEW, *BASIC))
    while True:
        tried = set[str]()
        for where, way in sorted(day.ways.items()):
            yield replace(way, fails=where)
            tried.add(where)
        for where in sorted(tried - day.plan.failed):
            yield replace(next(others), fails=where)


def _troubles_away(day: Day, known: set[str]) -> Iterator[Trouble]:
    """The same, of what visits wait for only then."""
    yield from (WELL, WELL, WELL)
    while True:
        yield WELL
        for where in sorted(day.ways.keys() - known):
            yield Trouble("well", fails=where)


async def _paid(journal: Journal) -> None:
    try:
        async with asyncio.timeout(OWED_S):
            while journal.owed():
                await asyncio.sleep(0.05)
    except TimeoutError:
        pass  # what was refused with nonsense is tried for longer than a test lasts


async def _keep_pages(listen: str, left: Path) -> None:
    """What anybody on the machine may ask."""
    for page in ("readiness", "metrics"):
        text = await asyncio.to_thread(_page, f"http://{listen}/{page}")
        (left / f"{page}.txt").write_bytes(text)


def _page(address: str) -> bytes:
    for _ in range(50):
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return bytes(answer.read())
        except urllib.error.HTTPError as error:  # 503: it is not ready, and says why
            with error:
                return error.read()
        except urllib.error.URLError:
            time.sleep(0.1)  # it has just started
    raise AssertionError("nobody answers there")


def _write_summary(folder: Path, day: Day, hostile: Hostile) -> None:
    summary = {
        "outcomes": day.outcomes,
        "called": sorted(day.plan.called),
        "failed": sorted(day.plan.failed),
        "quoted": hostile.quoted,
    }
    (folder / "summary.json").write_text(json.dumps(summary))


async def _dies(day: Day, person: Person) -> None:
    """With a patient's data in every frame, and a journal that nobody closes."""
    day.plan.arm("page.ConfirmIdentity", _abort)
    await day.serve(person, WELL)
    raise AssertionError("the process should have died")


def _abort() -> BaseException:
    os.abort()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def main() -> None:
    folder, count = Path(sys.argv[1]), int(sys.argv[2])
    flood.BURST = (
        1_000_000  # what would be left out of the log of a day in a minute is searched too
    )
    leave_no_core()
    start("debug", str(folder / "left" / "kiosk.log"))
    watch(folder / "left" / "state")
    asyncio.run(serve(folder, count))


if __name__ == "__main__":
    main()
