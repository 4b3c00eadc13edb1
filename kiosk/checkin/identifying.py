"""The chip card's place in a visit: from a QR code or a card on the reader to a document."""

from kiosk.checkin.asking import VisitFailed
from kiosk.checkin.card_errors import code_of
from kiosk.checkin.cards import Laid
from kiosk.checkin.equipment import Equipment
from kiosk.checkin.failures import FAILURES, Failure, Step
from kiosk.checkin.front import Front
from kiosk.checkin.holder import disagreement, holder_of, keys_of
from kiosk.checkin.laying import gone_for, id_card_laid, what_lies
from kiosk.checkin.meanwhile import ask_meanwhile
from kiosk.checkin.opened_chip import OpenedChip
from kiosk.checkin.screens import Back, LayCard, NoDocument, ReadingCard, WithoutChip
from kiosk.checkin.trace import Trace
from kiosk.checkin.unlocking import Typed, Unlocking
from kiosk.emrtd.errors import (
    AccessDenied,
    CardRefused,
    EmrtdError,
    Malformed,
    SecureMessagingError,
)
from kiosk.emrtd.identity import Identity
from kiosk.emrtd.passwords import AccessKeys
from kiosk.errors import CardGone, DeviceError, NotADocument
from kiosk.log import log
from kiosk.model.document import Document, DocumentKind

TRIES = 2
"""Noise on the air is gone the second time; whatever fails twice will fail again."""
NO_READER = "no-reader"
"""Why a chip cannot be read whose reader went, and did not come back as long as a card may be
away: nobody can lay a card there."""
LAYINGS = 10
"""A card that was taken away so often is not read any more."""

Identified = Document | Failure | NoDocument | None
"""A document to go on with; what to say on the resting page; that a number will be typed
instead; or the resting page alone."""


class Unreadable(Exception):
    """The chip cannot be read; ``code`` says why. Caught in this module."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Identifying:
    """Reads one patient's card. Keys live no longer than the visit, in :attr:`chip`."""

    def __init__(self, front: Front, equipment: Equipment, trace: Trace) -> None:
        self._front = front
        self._equipment = equipment
        self._cards = equipment.cards
        self._trace = trace
        self._unlocking = Unlocking(front, equipment, trace)
        self.chip: OpenedChip | None = None
        """The chip that the document is from, if it is from one."""

    async def with_code(self, code: Document) -> Identified:
        """A document was shown. It is enough in itself, unless it is the code of an ID card
        that lies on the reader, or whose chip the hospital wants to be read.

        Raises :class:`~kiosk.checkin.asking.VisitFailed` where only the desk can help.
        """
        keys = keys_of(code)
        if keys is None:
            return code
        there = await what_lies(self._cards) is Laid.ID_CARD
        if there:
            may_try = self._unlocking.may_try(keys)
            return await self._identify(code, keys if may_try else None, there)
        if not self._is_required(code):
            return code
        if not self._cards.state.reader:
            raise VisitFailed(FAILURES["reader-away"].at(Step.CARD))
        return await self._identify(code, keys, there)

    async def with_card(self) -> Identified:
        """A card was laid first. Raises as :meth:`with_code`."""
        if self._unlocking.is_exhausted:
            self._cards.set_aside()
            return FAILURES["can-refused"].at(Step.CARD)
        return await self._identify(None, None, there=True)

    async def _identify(
        self, code: Document | None, keys: AccessKeys | None, there: bool
    ) -> Identified:
        """``code`` is what was shown last, ``keys`` what opens the card as far as known;
        ``there`` says whether a card lay on the reader."""
        typed = False
        while True:
            if keys is None:
                shown = await self._unlocking.ask()
                match shown:
                    case Back():
                        self._cards.set_aside()
                        return None
                    case WithoutChip():
                        return self._without_chip(code)
                    case Typed():
                        keys, typed = shown.keys, True
                    case Document():
                        keys, typed, code = keys_of(shown), False, shown
                        if keys is None:
                            return shown
                        if not self._unlocking.may_try(keys):
                            keys = None
                            continue
            told = None if typed else code
            try:
                identity = await self._read(keys, self._is_optional(told), again=there)
            except AccessDenied as error:
                if not typed:
                    self._unlocking.code_refused(keys, error)
                elif failure := self._unlocking.digits_refused(error):
                    self._cards.set_aside()
                    return failure
                keys = None
            except Unreadable as error:
                return self._unreadable(told, error.code)
            else:
                if identity is None:
                    return self._without_chip(code)
                return self._accepted(identity, told, keys)

    async def _read(self, keys: AccessKeys, optional: bool, *, again: bool) -> Identity | None:
        """What the chip tells; ``None`` if the patient goes on without it.

        ``again`` says whether the card lay there before. Raises :class:`Unreadable`, and
        :class:`~kiosk.emrtd.errors.AccessDenied` after just one try: cards count them.
        """
        failures = 0
        for _ in range(LAYINGS):
            if await what_lies(self._cards) is not Laid.ID_CARD:
                laid = await ask_meanwhile(
                    self._front,
                    LayCard(again, optional),
                    id_card_laid(self._front, self._cards),
                    self._reader_gone(),
                )
                if laid is WithoutChip.GO_ON:
                    return None
                if laid is None:
                    raise Unreadable(NO_READER)
            try:
                return await self._read_what_lies_there(keys, optional)
            except CardGone:
                again = True
            except AccessDenied:
                raise
            except (CardRefused, Malformed, SecureMessagingError, DeviceError) as error:
                failures += 1
                if failures >= TRIES:
                    raise Unreadable(code_of(error)) from error
            except EmrtdError as error:
                raise Unreadable(code_of(error)) from error
        raise Unreadable("card-gone")

    async def _read_what_lies_there(self, keys: AccessKeys, optional: bool) -> Identity | None:
        with self._trace.step(Step.CARD):
            read = await ask_meanwhile(
                self._front,
                ReadingCard(optional),
                self._cards.read(keys, self._front.progress),
            )
        return None if isinstance(read, WithoutChip) else read

    async def _reader_gone(self) -> None:
        """Returns when there was no card reader for as long as a card may be away."""
        await gone_for(
            self._equipment.rules.lifted_s,
            self._equipment.clock,
            self._cards,
            lambda state: state.reader,
        )

    def _accepted(self, identity: Identity, code: Document | None, keys: AccessKeys) -> Identified:
        """The holder as a document, if the card is genuine as far as can be told."""
        verdict = identity.authenticity
        if verdict.is_failed:
            raise VisitFailed(FAILURES["not-genuine"].at(Step.CARD, verdict.reason))
        try:
            holder = holder_of(identity, code, self._equipment.clock.now().date())
        except NotADocument as error:
            log("card-failed", code=error.reason)
            return self._unreadable(code, error.reason)
        if code is not None and (what := disagreement(identity, holder, code)):
            raise VisitFailed(FAILURES["disagrees"].at(Step.CARD, what))
        self.chip = OpenedChip(self._front, self._equipment, keys, identity.number)
        return holder

    def _without_chip(self, code: Document | None) -> Identified:
        """The patient's wish, which is granted where the hospital does not demand the chip."""
        self._cards.set_aside()
        if code is not None and self._is_required(code):
            raise VisitFailed(FAILURES["unreadable"].at(Step.CARD, "without-chip"))
        return code or NoDocument.TYPE

    def _unreadable(self, code: Document | None, why: str) -> Identified:
        """No chip: the QR code is as good as before, and nobody is told what they cannot mend."""
        self._cards.set_aside()
        failure = FAILURES["unreadable"].at(Step.CARD, why)
        if code is None:
            return failure
        if self._is_required(code):
            raise VisitFailed(
                FAILURES["reader-away"].at(Step.CARD) if why == NO_READER else failure
            )
        return code

    def _is_required(self, code: Document) -> bool:
        return self._equipment.rules.chip_required and code.kind is DocumentKind.CCCD

    def _is_optional(self, code: Document | None) -> bool:
        return code is not None and not self._is_required(code)
