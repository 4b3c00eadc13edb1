"""Commands and status words (ISO/IEC 7816-4:2013, 5)."""

from dataclasses import dataclass
from enum import IntEnum

ALL = 65536
"""Ne of an extended Le of 0000: all there is. The short one is 256."""


class Status(IntEnum):
    """Status words that a card answers."""

    OK = 0x9000
    END_OF_FILE = 0x6282
    """Fewer bytes than were asked for: the file ends."""
    AUTHENTICATION_FAILED = 0x6300
    TRIES_LEFT = 0x63C0
    """Authentication failed; the last digit says how many tries are left."""
    WRONG_LENGTH = 0x6700
    NO_LOGICAL_CHANNEL = 0x6881
    LAST_OF_CHAIN_EXPECTED = 0x6883
    SECURITY_STATUS = 0x6982
    BLOCKED = 0x6983
    CONDITIONS_OF_USE = 0x6985
    NO_CURRENT_FILE = 0x6986
    SECURE_MESSAGING_MISSING = 0x6987
    SECURE_MESSAGING_WRONG = 0x6988
    WRONG_DATA = 0x6A80
    FILE_NOT_FOUND = 0x6A82
    WRONG_P1_P2 = 0x6A86
    REFERENCE_NOT_FOUND = 0x6A88
    OFFSET_BEYOND_END = 0x6B00
    EXACT_LENGTH = 0x6C00
    """The length that would be right is in the last byte."""
    UNKNOWN_INSTRUCTION = 0x6D00
    UNKNOWN_CLASS = 0x6E00


class Refused(Exception):
    """The card answers this status word and nothing else."""

    def __init__(self, status: int) -> None:
        super().__init__(f"{status:04X}")
        self.status = status


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command came to."""

    data: bytes = b""
    status: int = Status.OK

    def encode(self) -> bytes:
        return self.data + self.status.to_bytes(2)


@dataclass(frozen=True, slots=True)
class Command:
    """A command APDU."""

    cla: int
    ins: int
    p1: int
    p2: int
    data: bytes = b""
    ne: int = 0
    """Bytes that may come back: 0 for none, 256 or 65,536 for "all"."""
    extended: bool = False
    """Lengths have three bytes or two."""

    @property
    def takes_all(self) -> bool:
        """Whether as much is asked for as the length field can say."""
        return self.ne == (ALL if self.extended else 256)

    @property
    def is_secured(self) -> bool:
        """Whether the class byte says secure messaging."""
        return bool(self.cla & 0x0C)

    @property
    def is_chained(self) -> bool:
        """Whether this is not the last command of a chain."""
        return bool(self.cla & 0x10)

    @property
    def header(self) -> bytes:
        return bytes((self.cla, self.ins, self.p1, self.p2))


def parse(apdu: bytes) -> Command:
    """The command in these bytes: all four cases, short and extended.

    Raises :class:`Refused` (6700) for lengths that contradict each other.
    """
    if len(apdu) < 4:
        raise Refused(Status.WRONG_LENGTH)
    body = apdu[4:]
    extended = len(body) > 1 and not body[0]
    data, ne = _extended(body) if extended else _short(body)
    return Command(apdu[0], apdu[1], apdu[2], apdu[3], data, ne, extended)


def _short(body: bytes) -> tuple[bytes, int]:
    """Data and Ne."""
    if len(body) <= 1:
        return b"", (body[0] or 256) if body else 0
    end = 1 + body[0]
    if len(body) == end:
        return body[1:], 0
    if len(body) == end + 1:
        return body[1:end], body[end] or 256
    raise Refused(Status.WRONG_LENGTH)


def _extended(body: bytes) -> tuple[bytes, int]:
    """Data and Ne."""
    count = int.from_bytes(body[1:3])
    end = 3 + count
    if len(body) == 3:
        return b"", count or ALL
    if count and len(body) == end:
        return body[3:], 0
    if count and len(body) == end + 2:
        return body[3:end], int.from_bytes(body[end:]) or ALL
    raise Refused(Status.WRONG_LENGTH)
