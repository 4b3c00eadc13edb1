"""The chip of a card that was read in this visit, for the picture of its holder's face."""

from collections.abc import Callable

from kiosk.checkin.card_errors import NoReader, OtherCard
from kiosk.checkin.cards import Laid
from kiosk.checkin.equipment import Equipment
from kiosk.checkin.front import Front
from kiosk.checkin.laying import gone_for, id_card_laid, what_lies
from kiosk.checkin.meanwhile import ask_meanwhile
from kiosk.checkin.screens import LayCard, ReadingCard, WithoutChip
from kiosk.emrtd.errors import AccessDenied, EmrtdError
from kiosk.emrtd.identity import Portrait
from kiosk.emrtd.passwords import AccessKeys
from kiosk.errors import CardGone, DeviceError

TRIES = 2
"""Noise on the air is gone the second time; whatever fails twice will fail again."""
LAYINGS = 4
"""A card that was taken away so often is not read any more."""


class OpenedChip:
    """Holds the keys of one card for as long as one visit."""

    def __init__(
        self, front: Front, equipment: Equipment, keys: AccessKeys, personal_number: str
    ) -> None:
        self._front = front
        self._equipment = equipment
        self._cards = equipment.cards
        self._keys = keys
        self._number = personal_number

    async def portrait(self) -> Portrait | None:
        """The picture; ``None`` if the patient goes on without it.

        A card that was lifted meanwhile is asked back. Raises
        :class:`~kiosk.errors.CardGone` if it never stays,
        :class:`~kiosk.checkin.card_errors.OtherCard` or
        :class:`~kiosk.emrtd.errors.AccessDenied` for another one,
        :class:`~kiosk.checkin.card_errors.NoReader` and what
        :meth:`~kiosk.checkin.cards.Cards.portrait` raises.
        """
        failures = 0
        read = self._cards.portrait
        for _ in range(LAYINGS):
            try:
                got = await ask_meanwhile(
                    self._front, ReadingCard(optional=True), read(self._front.progress)
                )
                return None if isinstance(got, WithoutChip) else got
            except CardGone:
                pass
            except (AccessDenied, OtherCard):
                raise
            except (DeviceError, EmrtdError):
                failures += 1
                if failures >= TRIES:
                    raise
            if not await self._lies_again():
                return None
            read = self._read_anew
        raise CardGone("the card was taken away again and again")

    async def _lies_again(self) -> bool:
        """Whether the card lies there; ``False`` if the patient goes on without it."""
        self._cards.take_again()
        if await what_lies(self._cards) is Laid.ID_CARD:
            return True
        laid = await ask_meanwhile(
            self._front,
            LayCard(again=True, optional=True),
            id_card_laid(self._front, self._cards),
            self._reader_gone(),
        )
        if laid is None:
            raise NoReader("the card reader is gone")
        return laid is not WithoutChip.GO_ON

    async def _read_anew(self, on_progress: Callable[[float], None]) -> Portrait:
        """From the start, as the session with the chip is over."""
        identity = await self._cards.read(self._keys, lambda share: on_progress(share / 4))
        if identity.number != self._number or not identity.authenticity.is_verified:
            raise OtherCard("this is not the card that was read before")
        return await self._cards.portrait(lambda share: on_progress((1 + 3 * share) / 4))

    async def _reader_gone(self) -> None:
        """Returns when there was no card reader for as long as a card may be away."""
        await gone_for(
            self._equipment.rules.lifted_s,
            self._equipment.clock,
            self._cards,
            lambda state: state.reader,
        )
