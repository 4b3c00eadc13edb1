"""The chip cards that lie on the kiosk's card reader, as a visit sees them."""

import asyncio
import enum
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from kiosk.emrtd.identity import Identity, Portrait
from kiosk.emrtd.passwords import AccessKeys
from kiosk.errors import CardGone


class Laid(enum.Enum):
    """What lies on the reader."""

    NOTHING = "nothing"
    """Nothing, or only what was set aside."""
    LOOKING = "looking"
    """Something that is being looked at; known within a second or so."""
    ID_CARD = "id-card"
    OTHER = "other"
    """A card or a phone that answers and is no chip ID card."""
    MUTE = "mute"
    """Something that does not answer, or not so that it can be understood."""


@dataclass(frozen=True, slots=True)
class CardState:
    """What a visit knows before it reads anything."""

    reader: bool = False
    """Whether a card reader is there."""
    laid: Laid = Laid.NOTHING
    serial: int = 0
    """Another number for each card that is laid, also for the same card laid again."""
    lies: bool = False
    """Whether anything lies there at all, what was set aside included: somebody's card."""


class Cards(Protocol):
    """The card readers of this kiosk, and what lies on them. Belongs to one event loop."""

    @property
    def state(self) -> CardState:
        """What lies there now. Of several cards the one that can be read, and was laid last."""
        ...

    async def changed(self, seen: CardState) -> CardState:
        """Wait until :attr:`state` differs from ``seen``, and return it."""
        ...

    async def read(self, keys: AccessKeys, on_progress: Callable[[float], None]) -> Identity:
        """Read the ID card that lies there, from the start; cancelling stops it.

        ``on_progress`` is called in the event loop with the share that is done, 0.0 to 1.0.

        Raises :class:`~kiosk.errors.CardGone` if there is none or it is taken away, another
        :class:`~kiosk.errors.DeviceError` if the reader fails or the chip takes too long, and
        :class:`~kiosk.emrtd.errors.EmrtdError` for what the chip does.
        """
        ...

    async def portrait(self, on_progress: Callable[[float], None]) -> Portrait:
        """The picture of the holder's face (DG2), of the card that was read last and has lain
        there since; otherwise as :meth:`read`. Its verdict says whether it is the signed one.

        Raises :class:`~kiosk.errors.CardGone` also if the card was set aside meanwhile.
        """
        ...

    def set_aside(self) -> None:
        """Overlook what lies there from now on, until it is taken away. Ends conversations."""
        ...

    def take_again(self) -> None:
        """Look again at what was set aside."""
        ...


class NoCards:
    """A kiosk without a card reader."""

    state = CardState()

    async def changed(self, seen: CardState) -> CardState:
        while self.state == seen:
            await asyncio.Event().wait()
        return self.state

    async def read(self, keys: AccessKeys, on_progress: Callable[[float], None]) -> Identity:
        raise CardGone("this kiosk has no card reader")

    async def portrait(self, on_progress: Callable[[float], None]) -> Portrait:
        raise CardGone("this kiosk has no card reader")

    def set_aside(self) -> None:
        pass

    def take_again(self) -> None:
        pass

    async def close(self) -> None:
        pass
