"""A conversation with a card through PC/SC."""

import threading
import time
from typing import Final

from kiosk.devices.card_reader.base import Slot
from kiosk.devices.card_reader.pcsc.turns import Turns
from kiosk.devices.card_reader.pcsc.winscard import Context, Handle, PcscError
from kiosk.errors import CardGone, DeviceError

CONNECT_S = 5.0
TRANSMIT_S = 10.0
"""A card that signs or agrees on a key takes a second or two; one that asks for ever more time
(ISO/IEC 14443-4, waiting time extension) is hostile or broken."""
TAKEN_S = 1.0
"""Other programs look at a card that is laid, for a moment; so does the reset of a conversation
that was just closed."""
AGAIN_S = 0.02
LONGEST_COMMAND = 4 + 3 + 65535 + 2
"""Bytes; ISO/IEC 7816-3, section 12.1.3."""
WRONG_LENGTH = b"\x67\x00"
"""Status word of ISO/IEC 7816-4, section 5.6."""

_GONE = frozenset(
    {
        "W_REMOVED_CARD", "W_RESET_CARD", "E_NO_SMARTCARD", "E_READER_UNAVAILABLE",
        "E_UNKNOWN_READER", "E_NO_READERS_AVAILABLE", "E_NO_SERVICE", "E_SERVICE_STOPPED",
        "E_INVALID_HANDLE", "E_SHUTDOWN", "F_COMM_ERROR",
    }
)  # fmt: skip
"""Card, reader or service is not there any more."""
_LOST = _GONE | {
    "E_NOT_TRANSACTED", "E_COMM_DATA_LOST", "W_UNPOWERED_CARD", "W_UNRESPONSIVE_CARD",
}  # fmt: skip
"""In a conversation that had begun: the card left the field in the middle of a command."""

_NO_ANSWER = "The reader gives no answer: unplug it, and plug it in again."
_BROKEN = "The reader fails: unplug it, and plug it in again."
_ADVICE = {
    "W_UNRESPONSIVE_CARD": "The card does not answer: lay it on the reader again, flat.",
    "W_UNPOWERED_CARD": "The card does not answer: lay it on the reader again, flat.",
    "E_PROTO_MISMATCH": "The card does not answer: lay it on the reader again, flat.",
    "E_SHARING_VIOLATION": "Another program holds the card: end it (gpg's scdaemon, a browser).",
}


class PcscConnection:
    """Made by :func:`connect`. Another thread may close it, also during a command."""

    def __init__(self, atr: bytes, context: Context, handle: Handle, turns: Turns) -> None:
        self.atr: Final = atr
        self._context = context
        self._handle = handle
        self._turns = turns
        self._over = False
        self._lost = False
        self._closing = threading.Lock()
        self._closed = False
        self._short_only = handle.longest_apdu() == 0

    def transmit(self, command: bytes) -> bytes:
        """See :class:`~kiosk.devices.card_reader.base.CardConnection`.

        An extended command for a reader that passes on short ones only is answered here, as a
        card would that knows none: 6700, wrong length.
        """
        if not 4 <= len(command) <= LONGEST_COMMAND:
            raise ValueError(f"a command has 4 to {LONGEST_COMMAND} bytes, not {len(command)}")
        if self._over:
            raise CardGone("the conversation with the card has ended")
        if self._short_only and _is_extended(command):
            return WRONG_LENGTH
        try:
            response = self._turns.call(lambda: self._handle.transmit(command), TRANSMIT_S)
        except TimeoutError:
            self._over = True
            raise DeviceError(_NO_ANSWER) from None
        except PcscError as error:
            self._over = self._lost = True
            raise _failure(error, _LOST) from None
        if len(response) < 2:  # how some drivers put it
            self._over = self._lost = True
            raise CardGone("the card was taken away (an answer without status word)")
        return response

    def close(self) -> None:
        """See :class:`~kiosk.devices.card_reader.base.CardConnection`. Returns at once."""
        self._over = True
        with self._closing:
            if self._closed:
                return
            self._closed = True
        self._turns.end(self._release)

    def _release(self) -> None:
        # pcscd 1.9 takes a card that cannot be reset, because it is gone, for a mute one.
        self._handle.disconnect(reset=not self._lost)
        self._context.release()


def connect(slot: Slot) -> PcscConnection:
    """A conversation with the card on this reader, whichever card that is now.

    Waits a second for another program to let go of it. Raises
    :class:`~kiosk.errors.CardGone` if there is none, :class:`~kiosk.errors.DeviceError` with
    what to do if there is no talking to it.
    """
    turns = Turns("card")
    contexts: list[Context] = []

    def open_() -> PcscConnection:
        contexts.append(context := Context())
        return PcscConnection(slot.atr, context, _connected(context, slot.reader), turns)

    def give_up() -> None:
        for context in contexts:  # takes a handle that came too late along
            context.release()

    try:
        return turns.call(open_, CONNECT_S)
    except TimeoutError:
        turns.end(give_up)
        raise DeviceError(_NO_ANSWER) from None
    except PcscError as error:
        turns.end(give_up)
        raise _failure(error, _GONE) from None


def _connected(context: Context, reader: str) -> Handle:
    until = time.monotonic() + TAKEN_S
    while True:
        try:
            return context.connect(reader)
        except PcscError as error:
            if error.name != "E_SHARING_VIOLATION" or time.monotonic() > until:
                raise
        time.sleep(AGAIN_S)


def _is_extended(command: bytes) -> bool:
    """ISO/IEC 7816-3, section 12.1.3: C5 is zero and more than a short Le follows."""
    return len(command) > 5 and command[4] == 0


def _failure(error: PcscError, gone: frozenset[str]) -> DeviceError:
    if error.name in gone:
        return CardGone(f"the card is not on the reader any more ({error.name})")
    return DeviceError(_ADVICE.get(error.name, f"{_BROKEN} ({error.name})"))
