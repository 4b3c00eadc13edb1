"""A kiosk that serves one patient after the other until it is killed.

``python -m kiosk.bench.power_cuts_kiosk``: :class:`Orders` on standard input, a line of JSON for
each life. A life is a process of its own, made (fork(2)) from this one, which has loaded the
program and opened nothing. On standard output it says its process number, when it can serve, who
comes, for whom it begins to print, and how visits end; each line is out before what it tells of
goes on. Then it is said that the life is over.
"""

import asyncio
import ctypes
import os
import signal
import sys
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import NoReturn

import msgspec
from PIL.Image import Image

from kiosk.app.headless import Handed
from kiosk.app.kiosk import Kiosk
from kiosk.checkin.equipment import Equipment
from kiosk.checkin.front import Gesture
from kiosk.checkin.hospital_link import changed_within
from kiosk.checkin.outcome import Cancelled, Failed, Outcome
from kiosk.checkin.records import list_services
from kiosk.checkin.scripted import ScriptedFront, willing_patient
from kiosk.checkin.session import Session
from kiosk.config import Settings, override
from kiosk.devices.printer import escpos
from kiosk.devices.printer.base import Printer, PrinterStatus
from kiosk.errors import HospitalError
from kiosk.hospital.circuit import LinkState
from kiosk.hospital.link import LinkMode
from kiosk.log import start

BORN = "born"
READY = "ready"
PATIENT = "patient"
PRINTING = "printing"
ENDED = "ended"
GONE = "gone"
HOLD_MIN = 1
_LOOK_S = 0.2
_PR_SET_PDEATHSIG = 1


class Comes(msgspec.Struct, frozen=True):
    """One patient."""

    who: int
    document: str
    """What the code on it says."""
    leaves_after: float | None = None
    """Seconds until they cancel."""


class Orders(msgspec.Struct, frozen=True):
    """What a kiosk does until it is killed."""

    state: str
    """Its state folder."""
    hospital: str
    printer: str
    shift_s: float
    """Its clock is so much ahead."""
    away: bool
    services_known: bool
    patients: tuple[Comes, ...]


def settings(hospital: str, printer: str) -> Settings:
    return override(
        Settings(),
        {
            "hospital.address": hospital,
            "camera.source": "none",
            "card_reader.source": "none",
            "printer.target": printer,
            "journal.hold_min": HOLD_MIN,
        },
    )


class _Announced:
    """A printer that says for whom it is about to print."""

    def __init__(self, printer: Printer, who: int) -> None:
        self._printer = printer
        self._who = who
        self.name = printer.name
        self.width = printer.width

    async def status(self) -> PrinterStatus:
        return await self._printer.status()

    async def print(self, bitmap: Image) -> PrinterStatus:
        _say(PRINTING, self._who)
        return await self._printer.print(bitmap)


async def serve(orders: Orders) -> None:
    """For ever."""
    state = Path(orders.state)
    wanted = settings(orders.hospital, orders.printer)
    kiosk = Kiosk(wanted, state / "hospital", state=state, steerable=orders.away)
    kiosk.clock.jump(timedelta(seconds=orders.shift_s))
    async with kiosk.equipped() as equipped:
        if orders.away:
            await _cut_off(kiosk, equipped, orders.services_known)
        _say(READY)
        for patient in orders.patients:
            await _visit(kiosk, equipped, patient)
        await asyncio.Event().wait()


async def _cut_off(kiosk: Kiosk, equipped: Equipment, services_known: bool) -> None:
    if services_known:
        await list_services(equipped)
    assert kiosk.link is not None
    kiosk.link.mode = LinkMode.CUT
    while equipped.link.state is not LinkState.AWAY:
        with suppress(HospitalError):  # asked, it notices sooner than by itself
            await equipped.hospital.services()
        await changed_within(equipped.link, equipped.link.state, _LOOK_S, kiosk.clock)


async def _visit(kiosk: Kiosk, equipped: Equipment, patient: Comes) -> None:
    equipment = replace(
        equipped,
        reader=Handed(patient.document, kiosk.rules.patterns),
        printer=_Announced(equipped.printer, patient.who),
    )
    front = ScriptedFront(willing_patient())
    leaving = None
    if patient.leaves_after is not None:
        call = front.gestures.put_nowait
        leaving = asyncio.get_running_loop().call_later(patient.leaves_after, call, Gesture.CANCEL)
    _say(PATIENT, patient.who)
    outcome = await Session(front, equipment).one()
    if leaving is not None:
        leaving.cancel()
    _say(ENDED, patient.who, _code(outcome))


def _code(outcome: Outcome) -> str:
    match outcome:
        case Failed():
            return outcome.failure.code
        case Cancelled():
            return outcome.reason.value
        case _:
            return "ticketed" if outcome.printed else "not-printed"


def _say(*words: object) -> None:
    os.write(1, f"{' '.join(map(str, words))}\n".encode())  # whole or not at all, unlike print


def main() -> None:
    """One life after the other, each a process of its own."""
    _end_with_parent()
    assert escpos  # a driver that is loaded when it is wanted would make each start longer
    for line in sys.stdin.buffer:
        orders = msgspec.json.decode(line, type=Orders)
        life = os.fork()
        if life == 0:
            _live(orders)
        os.waitpid(life, 0)
        _say(GONE)


def _live(orders: Orders) -> NoReturn:
    """In a process that was just made and has opened nothing."""
    try:
        _end_with_parent()
        os.close(0)
        _say(BORN, os.getpid())
        start("error")
        asyncio.run(serve(orders))
    finally:
        os._exit(1)


def _end_with_parent() -> None:
    """Be killed when the process that made this one ends (prctl(2), ``PR_SET_PDEATHSIG``)."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


if __name__ == "__main__":
    main()
