"""Who comes to the kiosk in a soak, what they do, and what breaks meanwhile: drawn from a seed."""

import enum
import random
from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.bench.audit import Cause
from kiosk.devices.camera.faults import CameraFault
from kiosk.devices.printer.base import PrinterState
from kiosk.hospital.link import LinkMode
from kiosk.journal.disk_fault import DiskFault


class Shows(enum.Enum):
    """What a patient begins with."""

    CODE = "code"
    """The text of the code is handed to the parser: thirty frames a second would be waited for."""
    CAMERA = "camera"
    """The code is held to the simulated camera, in the eyes' process."""
    CARD = "card"
    """The chip card is laid on the simulated reader."""


class Manner(enum.Enum):
    """What a patient does."""

    WILLING = "willing"
    CANCELS = "cancels"
    """After some milliseconds, wherever the visit is."""
    FALLS_SILENT = "falls-silent"
    """On some page."""


class Gone(enum.Enum):
    """What can be wrong with the camera besides its pictures."""

    UNPLUGGED = "unplugged"
    KILLED = "killed"
    """The process of the eyes, by SIGKILL."""


class Lost(enum.Enum):
    """What a printer can do wrong besides its states."""

    CONFIRMATION = "confirmation-lost"
    """The ticket is out whole, and the kiosk does not hear of it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something breaks: :attr:`what` is of the kind that its :attr:`cause` knows."""

    cause: Cause
    what: LinkMode | PrinterState | Lost | DiskFault | CameraFault | Gone | int
    visits: int
    """So many it lasts, with the one in which it begins."""
    after_s: float
    """Into the visit."""
    detail: int = 0
    """Of the printer: the byte of the ticket at which it happens; of the link: of the answer."""

    @property
    def name(self) -> str:
        return f"clock {self.what:+d} h" if isinstance(self.what, int) else self.what.value


@dataclass(frozen=True, slots=True)
class Scene:
    """One visit."""

    person: int
    shows: Shows
    manner: Manner
    moment: float
    """0 to 1: when in the visit they do it."""
    again: bool
    """They were here before."""
    mends: frozenset[Cause]
    """What is mended before it."""
    begins: tuple[Fault, ...]
    pulled_at: int = 0
    """The command at which the chip card is taken away; 0 for never."""


_LINK = tuple(mode for mode in LinkMode if mode is not LinkMode.PASS)
_PRINTER: tuple[PrinterState | Lost, ...] = (
    PrinterState.PAPER_OUT,
    PrinterState.PAPER_OUT,
    PrinterState.PAPER_NEAR_END,
    PrinterState.COVER_OPEN,
    PrinterState.CUTTER,
    PrinterState.OVERHEATED,
    PrinterState.OFFLINE,
    PrinterState.FAULT,
    Lost.CONFIRMATION,
)
_CAMERA: tuple[CameraFault | Gone, ...] = (
    CameraFault.BLACK,
    CameraFault.FROZEN,
    CameraFault.CORRUPT,
    CameraFault.HANGS,
    Gone.UNPLUGGED,
    Gone.KILLED,
)
_HOURS = (-80_000, -24, -1, 1, 24)
"""The first is nine years back: a battery that is empty."""
_TICKET_BYTES = 90_000
"""Of the picture of a long ticket; what lies beyond its end befalls the next one."""
_ANSWER_BYTES = 3_000
_BEGIN = {
    Cause.LINK: 0.02,
    Cause.PRINTER: 0.05,
    Cause.DISK: 0.006,
    Cause.CLOCK: 0.006,
    Cause.CAMERA: 0.0,
}
"""How likely each kind of fault begins in a visit where it does not last already."""
_LASTS = {Cause.LINK: 25, Cause.PRINTER: 4, Cause.DISK: 20, Cause.CLOCK: 20, Cause.CAMERA: 1}
"""The most visits."""
_SHOWS_CAMERA, _SHOWS_CARD = 0.005, 0.005
_CANCELS, _SILENT, _AGAIN = 0.06, 0.03, 0.08
_LATER = 40
"""So many visits later, at most, they come again."""


def plan(visits: int, seed: int) -> Iterator[Scene]:
    """The same for the same numbers. People are numbered from 0, as they first come."""
    chance = random.Random(f"{seed}/soak")
    left: dict[Cause, int] = {}
    waiting: list[tuple[int, int]] = []
    """When, and who comes again."""
    fresh = 0
    for nth in range(visits):
        mends = frozenset(cause for cause, rest in left.items() if rest <= 0)
        for cause in mends:
            del left[cause]
        due = next((one for one in waiting if one[0] <= nth), None)
        if due is not None:
            waiting.remove(due)
            person = due[1]
        else:
            person, fresh = fresh, fresh + 1
        shows = _shows(chance)
        begins = tuple(_begun(chance, shows, left))
        for fault in begins:
            left[fault.cause] = fault.visits
        if chance.random() < _AGAIN:
            waiting.append((nth + chance.randint(1, _LATER), person))
        pulled = chance.randint(1, 60) if shows is Shows.CARD and chance.random() < 0.7 else 0
        yield Scene(
            person,
            shows,
            _manner(chance, shows),
            chance.random(),
            due is not None,
            mends,
            begins,
            pulled,
        )
        left = {cause: rest - 1 for cause, rest in left.items()}


def _shows(chance: random.Random) -> Shows:
    drawn = chance.random()
    if drawn < _SHOWS_CAMERA:
        return Shows.CAMERA
    return Shows.CARD if drawn < _SHOWS_CAMERA + _SHOWS_CARD else Shows.CODE


def _manner(chance: random.Random, shows: Shows) -> Manner:
    drawn = chance.random()
    if shows is not Shows.CODE or drawn >= _CANCELS + _SILENT:
        return Manner.WILLING
    return Manner.CANCELS if drawn < _CANCELS else Manner.FALLS_SILENT


def _begun(chance: random.Random, shows: Shows, lasting: dict[Cause, int]) -> Iterator[Fault]:
    for cause, likely in _BEGIN.items():
        if cause is Cause.CAMERA and shows is Shows.CAMERA:
            likely = 0.7
        if chance.random() < likely and cause not in lasting:
            lasts = chance.randint(1, _LASTS[cause])
            # The clock only between visits: which day a number is of must be known afterwards.
            early = cause is Cause.CLOCK or chance.random() < 0.5
            after = 0.0 if early else chance.uniform(0.0, 0.1)
            yield _fault(chance, cause, lasts, after)


def _fault(chance: random.Random, cause: Cause, visits: int, after: float) -> Fault:
    match cause:
        case Cause.LINK:
            mode = chance.choice(_LINK)
            return Fault(cause, mode, visits, after, chance.randrange(_ANSWER_BYTES))
        case Cause.PRINTER:
            state = chance.choice(_PRINTER)
            return Fault(cause, state, visits, after, chance.randrange(_TICKET_BYTES))
        case Cause.DISK:
            return Fault(cause, chance.choice(tuple(DiskFault)), visits, after)
        case Cause.CLOCK:
            return Fault(cause, chance.choice(_HOURS), visits, after)
        case _:
            return Fault(cause, chance.choice(_CAMERA), visits, after)
