"""What happens in a visit, brought from the engine to the dock."""

from dataclasses import dataclass

import PIL.Image
from PySide6.QtCore import QObject, Signal

from kiosk.checkin.trace import Timed
from kiosk.model.guidance import FaceHint


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the dock's account. Names are those of pages, steps and failures only."""

    kind: str
    """``asked``, ``answered``, ``played``, ``withdrawn``, ``shown``, ``told``, ``step``,
    ``warned``, ``staff``, ``forgotten``."""
    name: str
    milliseconds: float | None = None


class DockFeed(QObject):
    """Every method is safe in any thread; the signals arrive in Qt's."""

    happened = Signal(object)
    """:class:`Happening`."""
    guided = Signal(object)
    """:class:`~kiosk.model.guidance.FaceHint` or None: what a page that looks at a face says to
    it, and that it looks no more."""
    ticket = Signal(object)
    """``PIL.Image.Image``: a ticket came out of the printer."""

    def step(self, timed: Timed) -> None:
        """An observer for :class:`~kiosk.checkin.trace.Trace`."""
        self.happened.emit(Happening("step", timed.step.value, timed.milliseconds))

    def guide(self, hint: FaceHint | None) -> None:
        """A page says this to the face before the camera; ``None`` when it looks no more."""
        self.guided.emit(hint)

    def printed(self, bitmap: PIL.Image.Image) -> None:
        """The simulated printer put out this ticket, or the part of it that found paper."""
        self.ticket.emit(bitmap)

    def happen(self, kind: str, name: str, milliseconds: float | None = None) -> None:
        """Report any other thing; see :class:`Happening`."""
        self.happened.emit(Happening(kind, name, milliseconds))
