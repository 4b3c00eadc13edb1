"""The dock's chip cards: made in a thread of their own, and laid on the simulated reader."""

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache

from kiosk.app.cards import holder_of, person_with_card
from kiosk.devices.card_reader.base import SlotState
from kiosk.devices.card_reader.card.card import SimulatedCard
from kiosk.devices.card_reader.card.faults import Faults
from kiosk.devices.card_reader.card.holder import CardHolder
from kiosk.devices.card_reader.card.issuer import Issuer
from kiosk.devices.card_reader.card.link import Link
from kiosk.devices.card_reader.card.personalise import personalise
from kiosk.devices.card_reader.simulator import SimulatedCardReader
from kiosk.frontdesk.generate import people
from kiosk.log import unexpected
from kiosk.ui.dock import CardFault, CardKind, CardState, CardToLay

SHORT_BLOCK = 160
"""Bytes: what a chip gives at once that refuses more."""
SLOW_LINK = Link(kbit_s=106, turnaround_s=0.030)
"""The slowest rate of ISO/IEC 14443, on top of the reader's own link."""
_DG13 = 13


class CardsAtTheDock:
    """Implements :class:`~kiosk.ui.dock.controls.CardTable`. Called in Qt's thread, and never
    blocks it: making a card takes a tenth of a second."""

    def __init__(self, reader: SimulatedCardReader, issuer: Issuer) -> None:
        """``issuer`` signs the cards, in the thread that makes them."""
        self._reader = reader
        self._issuer = issuer
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="dock-cards")
        self._lock = threading.Lock()
        self._turn = 0
        self._making = False
        self._last: SimulatedCard | None = None

    @property
    def state(self) -> CardState:
        """How the reader stands now; a card that pulled itself is gone."""
        slots = self._reader.slots
        if not slots:
            return CardState.UNPLUGGED
        with self._lock:
            if self._making:
                return CardState.MAKING
        lies = any(slot.state is not SlotState.EMPTY for slot in slots)
        return CardState.LYING if lies else CardState.EMPTY

    def lay(self, card: CardToLay) -> None:
        """Make this card, and lay it once it is made; what lies there goes at once."""
        turn = self._next_turn(making=True)
        self._reader.pull()
        made = self._worker.submit(self._make, card)
        made.add_done_callback(lambda done: self._lay_made(turn, done))

    def put_back(self) -> None:
        """Lay the card again that was there last, just as it is; nothing before the first."""
        if self._last is not None:
            self._next_turn(making=False)
            self._reader.lay(self._last)

    def take_away(self) -> None:
        """Take away what lies there, or is about to."""
        self._next_turn(making=False)
        self._reader.pull()

    def plug(self, plugged: bool) -> None:
        """Plug the reader in, or out; what lies on it stays there, without power."""
        if plugged:
            self._reader.plug()
        else:
            self._reader.unplug()

    def _next_turn(self, *, making: bool) -> int:
        with self._lock:
            self._turn += 1
            self._making = making
            return self._turn

    def _lay_made(self, turn: int, made: Future[SimulatedCard]) -> None:
        """In the worker's thread."""
        error = made.exception()
        if error is not None:
            unexpected(error)
        with self._lock:
            if turn != self._turn:
                return  # taken away, or replaced, before it was made
            if error is None:
                self._last = made.result()
                self._reader.lay(self._last)
            self._making = False

    def _make(self, card: CardToLay) -> SimulatedCard:
        """In the worker's thread."""
        faults = faults_of(card)
        content = personalise(_holder(card), self._issuer, faults=faults)
        kind = _SlowCard if CardFault.SLOW_LINK in card.faults else SimulatedCard
        return kind(content, faults)


class _SlowCard(SimulatedCard):
    """A card that couples badly with its reader."""

    def process(self, apdu: bytes) -> bytes:
        response = super().process(apdu)
        SLOW_LINK.sleep(SLOW_LINK.seconds(len(apdu), len(response)))
        return response


def faults_of(card: CardToLay) -> Faults:
    """The faults of the dock as the simulated card knows them."""
    chosen = card.faults
    return Faults(
        pulled_at_apdu=card.pulled_at,
        flipped_bit_at=card.flipped_at,
        expired_dsc=CardFault.EXPIRED_SIGNER in chosen,
        missing_dg13=CardFault.NO_DG13 in chosen,
        wrong_hash=_DG13 if CardFault.CHANGED_DATA in chosen else 0,
        largest_le=SHORT_BLOCK if CardFault.SHORT_BLOCKS in chosen else None,
        refuses_select_mf=CardFault.NO_MASTER_FILE in chosen,
        foreign_signer=CardFault.FOREIGN_SIGNER in chosen,
        copied=CardFault.COPIED in chosen,
        bank_card=card.kind is CardKind.BANK,
        wrong_can=CardFault.WRONG_CAN in chosen,
        mute=card.kind is CardKind.MUTE,
    )


def _holder(card: CardToLay) -> CardHolder:
    if card.kind is not CardKind.PERSON:
        return _nobody()
    person = person_with_card(card.number)
    if person is None:
        raise LookupError("no invented person has this card")
    return holder_of(person)


@cache
def _nobody() -> CardHolder:
    """Any holder: of a bank card, or of one that does not answer, nothing can be read."""
    person = next(person for person in people() if person.card_issued is not None)
    return holder_of(person, portrait_bytes=0)
