"""What a card reader is to the kiosk.

A driver stands for every reader that it can see, as patients may put their card on any of
them. Commands and answers are APDUs as bytes (ISO/IEC 7816-4); what they mean is the affair of
``kiosk.emrtd``.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Protocol, runtime_checkable


class SlotState(Enum):
    """What lies on a reader."""

    EMPTY = "empty"
    CARD = "card"
    MUTE = "mute"
    """Something lies there that does not answer: a contact card the wrong way round, a coin,
    two cards at once."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One reader and what lies on it."""

    reader: str
    """The reader's name; no two readers of a driver share one."""
    state: SlotState
    atr: bytes = b""
    """The answer to reset (ISO/IEC 7816-3; for contactless cards composed as PC/SC part 3,
    section 3.1.3.2.3, says), at most 33 bytes. Empty unless the state is ``CARD``."""
    serial: int = 0
    """Grows with every card that is laid on a reader of this driver, so that the same card laid
    again is a new one. Taking a card away leaves it as it is."""


class CardConnection(Protocol):
    """A conversation with one card. Used by one thread at a time; any other may close it."""

    @property
    def atr(self) -> bytes:
        """The answer to reset of the card that was connected to."""
        ...

    def transmit(self, command: bytes) -> bytes:
        """Send a command APDU and return the response: data and status word, 2 to 65,538 bytes.

        Blocks no longer than the driver's bound. Raises :class:`~kiosk.errors.CardGone` when
        the card or its reader is gone, and from then on always; other
        :class:`~kiosk.errors.DeviceError` when the reader fails.
        """
        ...

    def close(self) -> None:
        """End the conversation, and reset the card so that no later one goes on with it.

        Returns at once, also during a command: that one may still be answered, the next raises
        ``DeviceError``. Closing again does nothing; it raises nothing.
        """
        ...


class CardReader(Protocol):
    """The readers of this kiosk. Used from one event loop; :meth:`connect` from worker threads."""

    @property
    def name(self) -> str:
        """For staff: what is looked for, or which readers are there."""
        ...

    @property
    def slots(self) -> tuple[Slot, ...]:
        """What is known now, one for each reader, by name; ``()`` while no reader is there."""
        ...

    async def changed(self, seen: tuple[Slot, ...]) -> tuple[Slot, ...]:
        """Wait until :attr:`slots` differs from ``seen``, and return it.

        Starts looking for readers when it is called first. Never raises for what devices do;
        after :meth:`close` it returns ``()`` at once.
        """
        ...

    def connect(self, slot: Slot) -> CardConnection:
        """Talk to the card of ``slot``, alone. Blocks: call it in a worker thread.

        Raises :class:`~kiosk.errors.CardGone` when that card has been taken away, even if it
        or another one is back; :class:`~kiosk.errors.DeviceError` when the card cannot be
        talked to, with what to do.
        """
        ...

    async def close(self) -> None:
        """Stop looking, and end the driver's threads. Connections are closed by who made them."""
        ...


class ServiceState(Enum):
    """How the machine's service for card readers is."""

    STARTING = "starting"
    """It was not asked, or has not answered yet."""
    READY = "ready"
    NO_READER = "no-reader"
    """It runs and has no reader, or none that is wanted."""
    NO_SERVICE = "no-service"
    """It does not run, or does not let this user in."""


@runtime_checkable
class Served(Protocol):
    """A driver that depends on a service of the machine, as PC/SC does."""

    @property
    def state(self) -> ServiceState: ...
