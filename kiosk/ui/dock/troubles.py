# ruff: noqa: N815 - QML reads these names, and its names are in camel case
"""The dock's part that breaks what stands in the kiosk's cabinet: printer, disk, eyes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import Property, QObject, Signal, Slot

from kiosk.devices.printer.base import PrinterState
from kiosk.journal.disk_fault import DiskFault

GOOD = "good"
"""In place of a fault: there is none."""
_AT_ONCE = (
    PrinterState.COVER_OPEN,
    PrinterState.CUTTER,
    PrinterState.OVERHEATED,
    PrinterState.FAULT,
    PrinterState.OFFLINE,
)
_IN_A_TICKET = (PrinterState.PAPER_OUT, *_AT_ONCE)


class BadPrinter(Protocol):
    """The simulated printer, as far as its troubles go."""

    def trouble(self, state: PrinterState | None) -> None:
        """It is so from now on, ``None`` is well; its paper is as it was."""
        ...

    def in_next_ticket(self, state: PrinterState, at_byte: int) -> None:
        """It comes to be so once so many bytes of the next ticket's picture are out."""
        ...


class BadDisk(Protocol):
    """The journal's disk; :class:`~kiosk.journal.steerable.SteerableDisk` is one."""

    fault: DiskFault | None


@dataclass(frozen=True, slots=True)
class Cabinet:
    """What can be broken; ``None`` is real here, or missing, and not shown. None may block."""

    printer: BadPrinter | None = None
    disk: BadDisk | None = None
    kill_eyes: Callable[[], None] | None = None
    """End the process of camera and codes, as a crash of a decoder does."""


class TroubleDesk(QObject):
    """What is wrong with the cabinet's parts. In Qt's main thread.

    Properties for QML:

    ==============  ====================================================================
    ``printer``     a :class:`~kiosk.devices.printer.base.PrinterState`, or ``good``
    ``printers``    of all that can be at once, ``good`` first
    ``next``        what befalls the next ticket, or ``good``
    ``nexts``       of all that can befall one, ``good`` first
    ``atByte``      at which byte of its picture
    ``disk``        a :class:`~kiosk.journal.disk_fault.DiskFault`, or ``good``
    ``disks``       of all, ``good`` first
    ``parts``       which of ``printer``, ``disk`` and ``eyes`` there are
    ==============  ====================================================================
    """

    changed = Signal()

    def __init__(self, cabinet: Cabinet) -> None:
        super().__init__()
        self._cabinet = cabinet
        self._printer: PrinterState | None = None
        self._next: PrinterState | None = None
        self._at_byte = 0

    @Slot(str)
    def setPrinter(self, value: str) -> None:
        """One of ``printers``."""
        self._printer = None if value == GOOD else PrinterState(value)
        if self._cabinet.printer is not None:
            self._cabinet.printer.trouble(self._printer)
        self.changed.emit()

    @Slot(str)
    def setNext(self, value: str) -> None:
        """One of ``nexts``; what was set before is replaced."""
        self._next = None if value == GOOD else PrinterState(value)
        self._tell_next()

    @Slot(int)
    def setAtByte(self, count: int) -> None:
        self._at_byte = max(0, count)
        self._tell_next()

    @Slot(str)
    def setDisk(self, value: str) -> None:
        """One of ``disks``."""
        if self._cabinet.disk is not None:
            self._cabinet.disk.fault = None if value == GOOD else DiskFault(value)
        self.changed.emit()

    @Slot()
    def killEyes(self) -> None:
        if self._cabinet.kill_eyes is not None:
            self._cabinet.kill_eyes()

    def printed(self) -> None:
        """A ticket came out whole: what was to befall it has, or will not."""
        self._next = None
        self.changed.emit()

    def _tell_next(self) -> None:
        if self._cabinet.printer is not None and self._next is not None:
            self._cabinet.printer.in_next_ticket(self._next, self._at_byte)
        self.changed.emit()

    printer = Property(str, lambda self: _word(self._printer), notify=changed)
    printers = Property(list, lambda self: [GOOD, *(s.value for s in _AT_ONCE)], constant=True)
    next = Property(str, lambda self: _word(self._next), notify=changed)
    nexts = Property(list, lambda self: [GOOD, *(s.value for s in _IN_A_TICKET)], constant=True)
    atByte = Property(int, lambda self: self._at_byte, notify=changed)
    disk = Property(
        str,
        lambda self: _word(self._cabinet.disk.fault if self._cabinet.disk else None),
        notify=changed,
    )
    disks = Property(list, lambda self: [GOOD, *(one.value for one in DiskFault)], constant=True)
    parts = Property(
        dict,
        lambda self: {
            "printer": self._cabinet.printer is not None,
            "disk": self._cabinet.disk is not None,
            "eyes": self._cabinet.kill_eyes is not None,
        },
        constant=True,
    )


def _word(state: PrinterState | DiskFault | None) -> str:
    return state.value if state else GOOD
