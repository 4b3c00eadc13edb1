# ruff: noqa: N815 - QML reads these names, and its names are in camel case
"""The dock's part that lays chip cards on the simulated reader."""

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot

from kiosk.ui.dock.controls import (
    CardFault,
    CardKind,
    CardState,
    CardTable,
    CardToLay,
    DockPerson,
)

LOOK_MS = 250
"""How often the dock looks whether the card still lies there, in milliseconds."""
LAST_COMMAND = 9999
"""A command's number that can be typed has four digits: no reading sends more."""


class CardDesk(QObject):
    """What lies on the reader, and what is wrong with the next card. In Qt's main thread.

    Properties for QML:

    ===============  =====================================================
    ``state``        a :class:`~kiosk.ui.dock.controls.CardState`
    ``kind``         a :class:`~kiosk.ui.dock.controls.CardKind`, ``""`` before the first card
    ``label``        whose card was laid last
    ``ready``        the chosen person has a chip card
    ``faults``       the values of those chosen for the next card; ``allFaults`` of all
    ``pulledAt``     ``flippedAt``: number of a command, 0 is never
    ===============  =====================================================
    """

    stateChanged = Signal()
    laidChanged = Signal()
    readyChanged = Signal()
    faultsChanged = Signal()

    def __init__(self, table: CardTable) -> None:
        super().__init__()
        self._table = table
        self._state = table.state
        self._person: DockPerson | None = None
        self._kind: CardKind | None = None
        self._label = ""
        self._faults: frozenset[CardFault] = frozenset()
        self._pulled_at = 0
        self._flipped_at = 0
        # A card that is pulled half-way goes by itself, in the reader's own time.
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self.look)
        self._look.start()

    def choose(self, person: DockPerson | None) -> None:
        """Whose card :meth:`lay` takes."""
        self._person = person
        self.readyChanged.emit()

    # What the tester does.

    @Slot(result=bool)
    def lay(self) -> bool:
        """Lay the chosen person's card, with the faults chosen; False if they have none."""
        person = self._person
        if person is None or not person.chip:
            return False
        self._lay(CardKind.PERSON, person.label, person.chip)
        return True

    @Slot()
    def layBankCard(self) -> None:
        """Lay a chip card that is no ID card."""
        self._lay(CardKind.BANK, "")

    @Slot()
    def layWrongSide(self) -> None:
        """Lay something that does not answer."""
        self._lay(CardKind.MUTE, "")

    @Slot()
    def putBack(self) -> None:
        """Lay the same card again, as a patient does who took it away too early."""
        if self._kind is not None:
            self._table.put_back()
            self.look()

    @Slot()
    def takeAway(self) -> None:
        self._table.take_away()
        self.look()

    @Slot(bool)
    def setPlugged(self, plugged: bool) -> None:
        self._table.plug(plugged)
        self.look()

    @Slot(str, bool)
    def setFault(self, value: str, on: bool) -> None:
        """Choose a :class:`~kiosk.ui.dock.controls.CardFault` for the next card, or not."""
        fault = {CardFault(value)}
        self._faults = self._faults | fault if on else self._faults - fault
        self.faultsChanged.emit()

    @Slot(int)
    def setPulledAt(self, command: int) -> None:
        """Take the next card away at this command, counted from 1; 0 is never."""
        self._pulled_at = min(max(0, command), LAST_COMMAND)
        self.faultsChanged.emit()

    @Slot(int)
    def setFlippedAt(self, command: int) -> None:
        """Flip a bit in the next card's answer to this command, counted from 1; 0 is never."""
        self._flipped_at = min(max(0, command), LAST_COMMAND)
        self.faultsChanged.emit()

    @Slot()
    def clearFaults(self) -> None:
        """Nothing is wrong with the next card."""
        self._faults, self._pulled_at, self._flipped_at = frozenset(), 0, 0
        self.faultsChanged.emit()

    # How it stands.

    def look(self) -> None:
        """Ask the reader how it stands."""
        state = self._table.state
        if state is not self._state:
            self._state = state
            self.stateChanged.emit()

    def _lay(self, kind: CardKind, label: str, number: str = "") -> None:
        self._kind, self._label = kind, label
        self._table.lay(CardToLay(kind, number, self._faults, self._pulled_at, self._flipped_at))
        self.laidChanged.emit()
        self.look()

    # What the page reads.

    state = Property(str, lambda self: self._state.value, notify=stateChanged)
    plugged = Property(
        bool, lambda self: self._state is not CardState.UNPLUGGED, notify=stateChanged
    )
    kind = Property(str, lambda self: self._kind.value if self._kind else "", notify=laidChanged)
    label = Property(str, lambda self: self._label, notify=laidChanged)
    ready = Property(
        bool, lambda self: self._person is not None and self._person.chip != "", notify=readyChanged
    )
    allFaults = Property(list, lambda self: [fault.value for fault in CardFault], constant=True)
    faults = Property(
        list,
        lambda self: [fault.value for fault in CardFault if fault in self._faults],
        notify=faultsChanged,
    )
    pulledAt = Property(int, lambda self: self._pulled_at, notify=faultsChanged)
    flippedAt = Property(int, lambda self: self._flipped_at, notify=faultsChanged)
    wrongs = Property(
        int,
        lambda self: len(self._faults) + (self._pulled_at > 0) + (self._flipped_at > 0),
        notify=faultsChanged,
    )
