"""One conversation with one chip card, held in a worker thread."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from kiosk.devices.card_reader.base import CardConnection, CardReader, Slot
from kiosk.emrtd.identity import Identity, Portrait, Stage
from kiosk.emrtd.passwords import AccessKeys
from kiosk.errors import CardGone, DeviceError


class Reading(Protocol):
    """What :class:`~kiosk.emrtd.reading.ChipReading` does for a visit."""

    def probe(self) -> None:
        """Raises :class:`~kiosk.emrtd.errors.NotAnEmrtd` for another card; needs no keys."""
        ...

    def identify(self, keys: AccessKeys) -> Identity: ...

    def face(self) -> Portrait: ...


Transmit = Callable[[bytes], bytes]
OnProgress = Callable[[Stage, float], None]
Begin = Callable[[Transmit, bytes, OnProgress], Reading]
"""Makes a reading from a link to the card, its answer to reset, and who hears of progress."""


class Stopped(DeviceError):
    """The visit does not want this conversation any more. Heard by nobody but its thread."""


class Conversation:
    """Talks to the card of one slot. :meth:`stop` is called from any thread, all else from the
    worker thread, one call after another.

    Between two commands it looks whether it was stopped, so that it never outlives a visit by
    more than one answer of the card, which the driver bounds.
    """

    def __init__(self, reader: CardReader, slot: Slot, begin: Begin) -> None:
        self._reader = reader
        self._slot = slot
        self._begin = begin
        self._stopped = threading.Event()
        self._connection: CardConnection | None = None
        self._reading: Reading | None = None
        self._hear: Callable[[float], None] | None = None
        self._identified = False
        self.commands = 0
        """How many were sent."""

    def stop(self) -> None:
        """Let the next command raise :class:`Stopped`."""
        self._stopped.set()

    def probe(self) -> None:
        """Look whether the card is an eMRTD, without keys. The conversation stays open if it is.

        Raises :class:`~kiosk.emrtd.errors.NotAnEmrtd`, other
        :class:`~kiosk.emrtd.errors.EmrtdError` and :class:`~kiosk.errors.DeviceError`; the
        conversation is over then.
        """
        with self._over_after_errors():
            self._begun().probe()

    def identify(self, keys: AccessKeys, hear: Callable[[float], None]) -> Identity:
        """Who the card's holder is. The conversation stays open, so that the face can follow.

        ``hear`` is called in the worker thread with the share that is done. Raises what
        :meth:`probe` raises; the conversation is over then.
        """
        self._hear = hear
        with self._over_after_errors():
            identity = self._begun().identify(keys)
        self._identified = True
        return identity

    def face(self, hear: Callable[[float], None]) -> Portrait:
        """The picture of the holder's face, after :meth:`identify`; otherwise as there.

        Raises :class:`~kiosk.errors.CardGone` too if nobody was identified in this conversation.
        """
        if not self._identified:
            raise CardGone("this conversation is over")
        self._hear = hear
        with self._over_after_errors():
            return self._begun().face()

    def close(self) -> None:
        """Let go of the card, and of the keys of its session."""
        self._stopped.set()
        self._identified = False
        self._reading = self._hear = None
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    @contextmanager
    def _over_after_errors(self) -> Iterator[None]:
        try:
            yield
        except BaseException:  # a cancelled visit, too, leaves nothing open to the card
            self.close()
            raise

    def _begun(self) -> Reading:
        if self._reading is None:
            if self._stopped.is_set():
                raise Stopped("the conversation is over")
            self._connection = self._reader.connect(self._slot)
            self._reading = self._begin(self._transmit, self._connection.atr, self._progress)
        return self._reading

    def _transmit(self, command: bytes) -> bytes:
        if self._stopped.is_set() or self._connection is None:
            raise Stopped("the conversation is over")
        self.commands += 1
        return self._connection.transmit(command)

    def _progress(self, stage: Stage, share: float) -> None:
        if self._hear is not None and not self._stopped.is_set():
            self._hear(share)
