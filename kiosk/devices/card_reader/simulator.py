"""Card readers made of nothing, onto which testers lay simulated cards."""

import threading
from dataclasses import dataclass

from kiosk.devices.card_reader.base import CardConnection, Slot, SlotState
from kiosk.devices.card_reader.board import SlotBoard
from kiosk.devices.card_reader.card.card import SimulatedCard
from kiosk.devices.card_reader.card.faults import Pulled
from kiosk.devices.card_reader.card.link import Link
from kiosk.errors import CardGone, DeviceError

_NAME = "simulated reader"
_MOST = 16


@dataclass(slots=True)
class _Place:
    """One reader."""

    name: str
    card: SimulatedCard | None = None
    serial: int = 0
    connected: bool = False


class SimulatedCardReader:
    """One or more readers behind a simulated contactless link.

    Steerable from any thread, also while a card is read: :meth:`lay`, :meth:`pull`,
    :meth:`unplug`, :meth:`plug`. A command that is under way when its card goes ends at once.
    """

    def __init__(self, *, readers: int = 1, link: Link | None = None, plugged: bool = True) -> None:
        """``link`` gives every exchange its time (its ``sleep`` is not used: a wait ends when
        the card is pulled); without one, answers take what the card computes."""
        if not 1 <= readers <= _MOST:
            raise ValueError(f"1 to {_MOST} readers")
        names = [_NAME] if readers == 1 else [f"{_NAME} {nth:02d}" for nth in range(1, readers + 1)]
        self._places = [_Place(name) for name in names]
        self._link = link
        self._changed = threading.Condition()
        self._plugged = plugged
        self._serial = 0
        self._board = SlotBoard()
        self._show()

    @property
    def name(self) -> str:
        return "simulated"

    @property
    def slots(self) -> tuple[Slot, ...]:
        return self._board.slots

    @property
    def plugged(self) -> bool:
        """Whether the readers' cable is in."""
        with self._changed:
            return self._plugged

    async def changed(self, seen: tuple[Slot, ...]) -> tuple[Slot, ...]:
        return await self._board.changed(seen)

    async def close(self) -> None:
        self._board.close()

    def lay(self, card: SimulatedCard, reader: int = 0) -> None:
        """Lay a card on a reader, instead of what lies there. It begins from power-on.

        Raises ``IndexError`` if there are not so many readers.
        """
        with self._changed:
            self._put(self._places[reader], card)

    def pull(self, reader: int = 0) -> None:
        """Take the card away; nothing happens if none lies there."""
        with self._changed:
            self._put(self._places[reader], None)

    def unplug(self) -> None:
        """Pull the readers' cable. Cards stay where they lie, without power."""
        with self._changed:
            self._plugged = False
            self._show()

    def plug(self) -> None:
        """Put the cable back: cards that still lie there are new ones."""
        with self._changed:
            if self._plugged:
                return
            self._plugged = True
            for place in self._places:
                self._put(place, place.card)

    def connect(self, slot: Slot) -> CardConnection:
        with self._changed:
            place = next((one for one in self._places if one.name == slot.reader), None)
            if place is None or not self._lies(place, slot.serial) or place.card is None:
                raise CardGone("that card has been taken away")
            if slot.state is not SlotState.CARD:
                raise DeviceError("what lies on the reader does not answer: turn it over")
            if place.connected:
                raise DeviceError("somebody else is talking to that card")
            place.connected = True
            return _Connection(self, place, place.card)

    def _put(self, place: _Place, card: SimulatedCard | None) -> None:
        if card is not None:
            card.reset()
            self._serial += 1
            place.serial = self._serial
        place.card = card
        place.connected = False
        self._show()

    def _show(self) -> None:
        self._board.show(tuple(map(_slot, self._places)) if self._plugged else ())
        with self._changed:
            self._changed.notify_all()

    def _lies(self, place: _Place, serial: int) -> bool:
        """Whether the card of that serial is there. The lock is held."""
        return self._plugged and place.card is not None and place.serial == serial


class _Connection:
    """A conversation with one card, used by one thread at a time."""

    def __init__(self, reader: SimulatedCardReader, place: _Place, card: SimulatedCard) -> None:
        self._reader = reader
        self._place = place
        self._card = card
        self._serial = place.serial
        self._atr = card.atr
        self._closed = False

    @property
    def atr(self) -> bytes:
        return self._atr

    def transmit(self, command: bytes) -> bytes:
        reader = self._reader
        with reader._changed:
            self._check()
        try:
            # Without the lock: it takes milliseconds, and pulling the card must not wait.
            response = self._card.process(command)
        except Pulled:
            with reader._changed:
                if reader._lies(self._place, self._serial):
                    reader._put(self._place, None)
            raise CardGone("the card was taken away") from None
        with reader._changed:
            if reader._link is not None:
                seconds = reader._link.seconds(len(command), len(response))
                reader._changed.wait_for(lambda: not self._there(), seconds)
            self._check()
        return response

    def close(self) -> None:
        with self._reader._changed:
            if not self._closed and self._there():
                self._card.reset()
                self._place.connected = False
            self._closed = True

    def _there(self) -> bool:
        return self._reader._lies(self._place, self._serial)

    def _check(self) -> None:
        if self._closed:
            raise DeviceError("the conversation with that card has ended")
        if not self._there():
            raise CardGone("the card was taken away")


def _slot(place: _Place) -> Slot:
    if place.card is None:
        return Slot(place.name, SlotState.EMPTY, serial=place.serial)
    atr = place.card.atr
    return Slot(place.name, SlotState.CARD if atr else SlotState.MUTE, atr, place.serial)
