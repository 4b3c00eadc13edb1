"""The PC/SC calls that the driver makes (winscard.h), typed. pyscard is imported here only.

Names and meanings are those of the PC/SC Workgroup's specification, part 5, and of pcsc-lite's
winscard.h. Every call releases Python's interpreter lock. A context is used by one thread at a
time, except for :meth:`Context.cancel`.
"""

from dataclasses import dataclass

from smartcard import scard

LONGEST_ATR = 33
"""Bytes; ISO/IEC 7816-3, section 8.2."""
NEW_READERS = r"\\?PnP?\Notification"
"""The name to wait for under which readers that are plugged in or unplugged are told."""

UNAWARE: int = scard.SCARD_STATE_UNAWARE
CHANGED: int = scard.SCARD_STATE_CHANGED
PRESENT: int = scard.SCARD_STATE_PRESENT
MUTE: int = scard.SCARD_STATE_MUTE
AWAY: int = scard.SCARD_STATE_IGNORE | scard.SCARD_STATE_UNKNOWN | scard.SCARD_STATE_UNAVAILABLE

_CODES = {
    name.removeprefix("SCARD_"): getattr(scard, name) & 0xFFFFFFFF
    for name in dir(scard)
    if name.startswith(("SCARD_E_", "SCARD_F_", "SCARD_W_"))
}
_NAMES = {code: name for name, code in _CODES.items()}
_NO_READERS = _CODES["E_NO_READERS_AVAILABLE"]
_TIMEOUT = _CODES["E_TIMEOUT"]

# Part 10 of the specification, sections 2.2 and 2.6.14: what a reader can do.
_GET_FEATURES: int = scard.SCARD_CTL_CODE(3400)
_FEATURE_PROPERTIES = 0x12
_PROPERTY_LONGEST_APDU = 0x0A


class PcscError(Exception):
    """A call failed; :attr:`name` is that of the return code, such as ``W_REMOVED_CARD``."""

    def __init__(self, code: int) -> None:
        code &= 0xFFFFFFFF
        self.name = _NAMES.get(code, f"0x{code:08X}")
        super().__init__(self.name)


@dataclass(frozen=True, slots=True)
class Event:
    """What a reader's state is: flags, and in the upper 16 bits how often a card came or went."""

    reader: str
    state: int
    atr: bytes


class Context:
    """A connection to the PC/SC service. Raises :class:`PcscError` if there is none."""

    def __init__(self) -> None:
        code, self._handle = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
        _check(code)

    def readers(self) -> list[str]:
        """The names of all readers, which are different from each other."""
        code, names = scard.SCardListReaders(self._handle, [])
        if code & 0xFFFFFFFF == _NO_READERS:
            return []
        _check(code)
        return [str(name) for name in names]

    def wait(self, known: list[tuple[str, int]], seconds: float) -> list[Event]:
        """Wait until one of these readers is in another state than the one given, or until the
        time is over; the states then. Waiting costs nothing."""
        code, states = scard.SCardGetStatusChange(self._handle, int(seconds * 1000), known)
        if code & 0xFFFFFFFF == _TIMEOUT:
            code = 0
        _check(code)
        return [Event(name, state, bytes(atr)[:LONGEST_ATR]) for name, state, atr in states]

    def cancel(self) -> None:
        """End the :meth:`wait` of another thread, if it waits at this moment."""
        scard.SCardCancel(self._handle)

    def connect(self, reader: str) -> "Handle":
        """Power up the card on this reader, for this program alone."""
        protocols = scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
        code, handle, protocol = scard.SCardConnect(
            self._handle, reader, scard.SCARD_SHARE_EXCLUSIVE, protocols
        )
        _check(code)
        return Handle(handle, protocol)

    def release(self) -> None:
        scard.SCardReleaseContext(self._handle)


class Handle:
    """A card that was connected to."""

    def __init__(self, handle: int, protocol: int) -> None:
        self._handle = handle
        self._protocol = protocol

    def transmit(self, command: bytes) -> bytes:
        code, response = scard.SCardTransmit(self._handle, self._protocol, list(command))
        _check(code)
        return bytes(response)

    def longest_apdu(self) -> int | None:
        """Bytes of the longest APDU that the reader passes on, where it tells: 0 stands for
        short ones only (part 10, dwMaxAPDUDataSize)."""
        code = _tlv(self._control(_GET_FEATURES), _FEATURE_PROPERTIES)
        if code is None:
            return None
        longest = _tlv(self._control(int.from_bytes(code, "big")), _PROPERTY_LONGEST_APDU)
        return None if longest is None else int.from_bytes(longest, "little")

    def disconnect(self, *, reset: bool) -> None:
        """Let the card go, reset or as it is."""
        how = scard.SCARD_RESET_CARD if reset else scard.SCARD_LEAVE_CARD
        scard.SCardDisconnect(self._handle, how)

    def _control(self, code: int) -> bytes:
        """What the reader answers, empty if it does not know the question."""
        result, answer = scard.SCardControl(self._handle, code, [])
        return b"" if result else bytes(answer)


def _tlv(data: bytes, wanted: int) -> bytes | None:
    """The value behind this tag; tags and lengths have one byte each."""
    at = 0
    while at + 2 <= len(data):
        tag, length = data[at], data[at + 1]
        value = data[at + 2 : at + 2 + length]
        if tag == wanted and len(value) == length:
            return value
        at += 2 + length
    return None


def _check(code: int) -> None:
    if code:
        raise PcscError(code)
