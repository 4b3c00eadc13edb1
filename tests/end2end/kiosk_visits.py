"""A kiosk that serves one patient after the other, to be killed.

``python kiosk_visits.py STATE ADDRESS FIRST``: its state folder, the hospital, the number of the
first patient. Says on standard output what came out of the printer, and how each visit ended.
"""

import asyncio
import os
import sys
from dataclasses import replace
from itertools import count
from pathlib import Path

from PIL.Image import Image

from kiosk.app.kiosk import Kiosk
from kiosk.checkin.outcome import Ticketed
from kiosk.checkin.scripted import ScriptedFront, willing_patient
from kiosk.checkin.session import Session
from kiosk.config import Settings, override
from kiosk.devices.printer.base import PrinterState, PrinterStatus
from kiosk.documents import Patterns, parse
from kiosk.frontdesk.generate import people
from kiosk.frontdesk.sample_documents import cccd_qr
from kiosk.model.document import Document
from tests.flow.stand import HeldUp

SERVICE = "TIM-MACH"


class SlowPaper:
    """A printer that takes its time, and says when the paper is out."""

    name = "slow paper"
    width = 576

    def __init__(self) -> None:
        self.patient = -1

    async def status(self) -> PrinterStatus:
        return PrinterStatus(PrinterState.READY)

    async def print(self, bitmap: Image) -> PrinterStatus:
        await asyncio.sleep(0.01)
        say(f"paper {self.patient}")
        return PrinterStatus(PrinterState.READY)


def patients() -> list[Document]:
    return [parse(cccd_qr(one), Patterns()) for one in people() if one.card_issued]


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


async def serve(state: Path, address: str, first: int) -> None:
    kiosk = Kiosk(settings(address), state / "hospital", state=state)
    async with kiosk.equipped() as equipped:
        waiting = patients()
        say("ready")
        for number in count(first):
            paper = SlowPaper()
            paper.patient = number
            reader = HeldUp(waiting[number % len(waiting)])
            equipment = replace(equipped, printer=paper, reader=reader)
            outcome = await Session(ScriptedFront(willing_patient(SERVICE)), equipment).one()
            say(f"{type(outcome).__name__} {number}")
            if isinstance(outcome, Ticketed) and outcome.ticket.provisional:
                say("provisional")


def say(line: str) -> None:
    os.write(1, f"{line}\n".encode())  # whole or not at all, unlike print


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
