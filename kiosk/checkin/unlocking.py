"""From a card that lies on the reader to what opens it: its QR code, or six typed digits."""

import re
from dataclasses import dataclass

from kiosk.checkin.cards import Laid
from kiosk.checkin.equipment import Equipment
from kiosk.checkin.failures import FAILURES, Failure, Step
from kiosk.checkin.front import Front
from kiosk.checkin.laying import gone_for
from kiosk.checkin.meanwhile import ask_meanwhile
from kiosk.checkin.screens import Back, EnterCan, UnlockBy, UnlockCard, WithoutChip
from kiosk.checkin.seeing import next_document
from kiosk.checkin.trace import Trace
from kiosk.emrtd.errors import AccessDenied
from kiosk.emrtd.passwords import AccessKeys, Can
from kiosk.model.document import Document

CODES = 2
"""QR codes that are tried on one card. A card counts wrong keys, and more would only be those of
people who hold somebody else's card."""
TYPED = 3
"""The same for typed digits."""


@dataclass(frozen=True, slots=True)
class Typed:
    """Keys that the patient typed."""

    keys: AccessKeys


class Unlocking:
    """Leads one patient to what opens their card, and counts what did not."""

    def __init__(self, front: Front, equipment: Equipment, trace: Trace) -> None:
        self._front = front
        self._equipment = equipment
        self._trace = trace
        self._refused: list[AccessKeys] = []
        self._codes_left = CODES
        self._typed_left = TYPED
        self._typing = False
        self._wrong: Failure | None = None

    @property
    def is_exhausted(self) -> bool:
        """Whether nothing is left to try on a card but what was refused: laying it again gives
        no further tries."""
        return self._typed_left <= 0

    def may_try(self, keys: AccessKeys) -> bool:
        """Whether keys of a QR code should be tried; if not, the next page says why."""
        if keys in self._refused or not self._codes_left:
            self._say_that_codes_differ(None)
            return False
        return True

    def code_refused(self, keys: AccessKeys, error: AccessDenied) -> None:
        """The card does not take the keys of a QR code."""
        self._refused.append(keys)
        self._codes_left -= 1
        if error.retries is not None and error.retries <= 1:
            self._codes_left = 0  # the last try is for somebody who reads the digits
        self._say_that_codes_differ(error.retries)

    def digits_refused(self, error: AccessDenied) -> Failure | None:
        """The card does not take the typed digits; a failure if no more may be typed."""
        self._typed_left -= 1
        left = self._typed_left
        if error.retries is not None:
            left = min(left, error.retries)
        if left <= 0:
            return FAILURES["can-refused"].at(Step.CARD)
        self._typing = True
        kind = "can-wrong-last" if left == 1 else "can-wrong"
        self._wrong = FAILURES[kind].at(Step.CARD, f"left-{left}")
        return None

    async def ask(self) -> Document | Typed | WithoutChip | Back:
        """The document that is shown, or keys that are typed. ``Back`` if the card was taken
        away, or if there is nothing to go back to but the resting page."""
        while True:
            if self._typing or not self._equipment.reader.available:
                wrong, self._wrong, self._typing = self._wrong, None, False
                got = await self._enter_can(wrong)
                if got is Back.BACK and self._equipment.reader.available:
                    continue
                return got
            wrong, self._wrong = self._wrong, None
            shown = await ask_meanwhile(
                self._front,
                UnlockCard(wrong),
                next_document(self._front, self._equipment.reader, self._trace),
                self._equipment.reader.availability_changed(),
                self._taken_away(),
            )
            if shown is UnlockBy.TYPE:
                self._typing = True
            elif shown is not None:
                return shown

    async def _enter_can(self, wrong: Failure | None) -> Document | Typed | Back:
        while True:
            got = await ask_meanwhile(
                self._front,
                EnterCan(wrong),
                next_document(self._front, self._equipment.reader, self._trace),
            )
            if not isinstance(got, str):
                return got
            if re.fullmatch(r"\d{6}", got, re.ASCII):
                return Typed(AccessKeys(Can(got)))
            wrong = FAILURES["can-wrong"].at(Step.CARD, "form")

    async def _taken_away(self) -> Back:
        """Returns when the card has been away for longer than it takes to show its other side."""
        await gone_for(
            self._equipment.rules.lifted_s,
            self._equipment.clock,
            self._equipment.cards,
            lambda state: state.laid is Laid.ID_CARD,
        )
        return Back.BACK

    def _say_that_codes_differ(self, retries: int | None) -> None:
        reason = "" if retries is None else f"left-{retries}"
        self._wrong = FAILURES["card-and-code-differ"].at(Step.CARD, reason)
