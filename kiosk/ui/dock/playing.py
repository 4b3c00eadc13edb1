"""Patients who step up by themselves, one after another."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QTimer

from kiosk.ui.dock.feed import Happening

PAUSE_MS = 1200
"""Between the resting page and the next document; and between a page that wants the code of a
card, or the card back, and the hand that does it."""
NOTICED_MS = 6000
"""A card that was laid is noticed in so long; else its owner shows the code all the same."""
CODES_SHOWN = 2
"""In one visit: a card that does not open to its code will not open to it a third time. Its
owner waits, and the kiosk's own time-out ends the visit."""


class Hand(Protocol):
    """What a patient does, as far as the script does it."""

    def next_patient(self) -> bool:
        """Choose who comes next; False if nobody has a document."""
        ...

    def show_document(self) -> None:
        """Hold up the first document of whoever was chosen."""
        ...

    def lay_card(self) -> bool:
        """Lay their chip card on the reader; False if they have none, or there is no reader."""
        ...

    def put_card_back(self) -> None: ...


class Playing(QObject):
    """Decides what a hand does when. Every second patient who has a chip card lays it.

    Only the way in is played here; the pages are answered by the front's script.
    """

    def __init__(self, hand: Hand) -> None:
        super().__init__()
        self._hand = hand
        self._on = False
        self._resting = False
        self._chip_next = True
        self._codes_shown = 0
        self._wait = QTimer(self, singleShot=True)
        self._wait.timeout.connect(self._act)
        self._do: Callable[[], None] = self._step_up
        self.pause_ms = PAUSE_MS
        self.noticed_ms = NOTICED_MS

    @property
    def on(self) -> bool:
        return self._on

    @property
    def waits(self) -> bool:
        """Whether the hand is about to do something."""
        return self._wait.isActive()

    def set_on(self, on: bool) -> None:
        """Begin with the next patient when the kiosk rests, or stop."""
        self._on = on
        self._wait.stop()
        if on and self._resting:
            self._after(self.pause_ms, self._step_up)

    def happened(self, happening: Happening) -> None:
        """Hear of each page."""
        if happening.kind not in ("asked", "shown"):
            return
        self._resting = happening.name == "Welcome"
        if not self._on:
            return
        match happening.name:
            case "Welcome":
                self._after(self.pause_ms, self._step_up)
            case "UnlockCard":
                self._after(self.pause_ms, self._show_code)
            case "LayCard":
                self._after(self.pause_ms, self._hand.put_card_back)
            case _:
                self._wait.stop()

    def _after(self, milliseconds: int, do: Callable[[], None]) -> None:
        self._do = do
        self._wait.start(milliseconds)

    def _act(self) -> None:
        self._do()

    def _step_up(self) -> None:
        if not self._hand.next_patient():
            return
        self._codes_shown = 0
        if self._chip_next and self._hand.lay_card():
            self._chip_next = False
            self._after(self.noticed_ms, self._show_code)
        else:
            self._chip_next = True
            self._show_code()

    def _show_code(self) -> None:
        if self._codes_shown < CODES_SHOWN:
            self._codes_shown += 1
            self._hand.show_document()
