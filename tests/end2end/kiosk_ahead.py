"""A kiosk with numbers ahead that serves one patient after the other, to be killed.

``python kiosk_ahead.py STATE ADDRESS KIOSK FIRST``: its state folder, the hospital, its id, the
number of the first patient. Says on standard output which number came out of the printer for whom.
"""

import asyncio
import sys
import time
from dataclasses import replace
from itertools import count
from pathlib import Path

from PIL.Image import Image

from kiosk.app.kiosk import Kiosk
from kiosk.checkin import keeping_ahead
from kiosk.checkin.journal import Journal
from kiosk.checkin.scripted import ScriptedFront, willing_patient
from kiosk.checkin.session import Session
from kiosk.config import Settings, override
from kiosk.devices.printer.base import PrinterState, PrinterStatus
from tests.end2end.kiosk_visits import SERVICE, patients, say, settings
from tests.flow.stand import HeldUp

OFTEN_S = 0.3
"""A kiosk that looks after its numbers so often is killed in the middle of it."""


class NumberedPaper:
    """A printer that takes its time, and says which number is out."""

    name = "numbered paper"
    width = 576

    def __init__(self, journal: Journal, patient: int) -> None:
        self._journal = journal
        self._patient = patient

    async def status(self) -> PrinterStatus:
        return PrinterStatus(PrinterState.READY)

    async def print(self, bitmap: Image) -> PrinterStatus:
        number = self._journal.unfinished()[-1].number
        await asyncio.sleep(0.01)
        say(f"paper {self._patient} {number}")
        return PrinterStatus(PrinterState.READY)


def own(address: str, kiosk: str) -> Settings:
    """The settings of this kiosk."""
    return override(settings(address), {"kiosk.id": kiosk})


async def serve(state: Path, address: str, kiosk: str, first: int) -> None:
    keeping_ahead.RENEW_S = keeping_ahead.SOON_S = keeping_ahead.AGAIN_S = OFTEN_S
    held = Kiosk(own(address, kiosk), state / "hospital", state=state)
    async with held.equipped() as equipped:
        waiting = patients()
        until = time.monotonic() + 5.0
        while not equipped.lately.services and time.monotonic() < until:
            await asyncio.sleep(0.01)  # the first patient comes when there is something to choose
        say("ready")
        for number in count(first):
            equipment = replace(
                equipped,
                printer=NumberedPaper(equipped.journal, number),
                reader=HeldUp(waiting[number % len(waiting)]),
            )
            await Session(ScriptedFront(willing_patient(SERVICE)), equipment).one()
            await asyncio.sleep(0.05)


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])))
