"""The kiosk's card readers through the machine's PC/SC service."""

import asyncio
from collections.abc import Callable

from kiosk.devices.card_reader.base import ServiceState, Slot
from kiosk.devices.card_reader.board import SlotBoard
from kiosk.devices.card_reader.pcsc.connection import PcscConnection, connect
from kiosk.devices.card_reader.pcsc.watch import Watch
from kiosk.errors import CardGone

ENDS_WITHIN_S = 2.0


def _nobody(state: ServiceState) -> None:
    """Nobody wants to hear of the service."""


class PcscCardReader:
    """Every reader of the machine, or those with a word in their name.

    What it does not know: whether a reader is contact or contactless, and what lies on it
    before it has been connected to. Two cards that are swapped faster than the reader looks
    (most look several times a second) are one to it.
    """

    def __init__(
        self, name_part: str = "", *, on_state: Callable[[ServiceState], None] = _nobody
    ) -> None:
        """``name_part`` is looked for in readers' names, in any case; empty is every reader but
        those for security modules. ``on_state`` hears of the service, in the driver's thread.
        """
        self._name_part = name_part
        self._on_state = on_state
        self._board = SlotBoard()
        self._watch: Watch | None = None

    @property
    def name(self) -> str:
        """See :class:`~kiosk.devices.card_reader.base.CardReader`."""
        readers = ", ".join(slot.reader for slot in self.slots)
        return readers or (f"PC/SC, {self._name_part}" if self._name_part else "PC/SC")

    @property
    def slots(self) -> tuple[Slot, ...]:
        """See :class:`~kiosk.devices.card_reader.base.CardReader`."""
        return self._board.slots

    @property
    def state(self) -> ServiceState:
        """How the PC/SC service is; ``STARTING`` until it has been asked."""
        return self._watch.state if self._watch else ServiceState.STARTING

    async def changed(self, seen: tuple[Slot, ...]) -> tuple[Slot, ...]:
        """See :class:`~kiosk.devices.card_reader.base.CardReader`."""
        if self._watch is None and not self._board.closed:
            self._watch = Watch(self._name_part, self._board, self._on_state)
        return await self._board.changed(seen)

    def connect(self, slot: Slot) -> PcscConnection:
        """See :class:`~kiosk.devices.card_reader.base.CardReader`."""
        if slot not in self.slots:
            raise CardGone("the card was taken away")
        connection = connect(slot)
        if slot not in self.slots:  # swapped while it was connected to
            connection.close()
            raise CardGone("the card was taken away")
        return connection

    async def close(self) -> None:
        """See :class:`~kiosk.devices.card_reader.base.CardReader`."""
        self._board.close()
        watch, self._watch = self._watch, None
        if watch is not None:
            await asyncio.to_thread(watch.stop, ENDS_WITHIN_S)
