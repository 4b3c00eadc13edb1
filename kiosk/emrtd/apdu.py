"""Commands and responses (ISO/IEC 7816-4:2020, 5.1 to 5.3), in short and extended form."""

from dataclasses import dataclass, field

from kiosk.emrtd.errors import Malformed

SHORT_DATA = 255
SHORT_LE = 256
EXTENDED_DATA = 65535
EXTENDED_LE = 65536
CHAINED = 0x10
"""Bit of the class byte: more parts of this command follow."""

_NAMES = {
    0x22: "MSE:SET",
    0x82: "EXTERNAL AUTHENTICATE",
    0x84: "GET CHALLENGE",
    0x86: "GENERAL AUTHENTICATE",
    0x88: "INTERNAL AUTHENTICATE",
    0xA4: "SELECT",
    0xB0: "READ BINARY",
    0xB1: "READ BINARY",
    0xC0: "GET RESPONSE",
}
_MSE_NAMES = {0xA4: "MSE:SET AT", 0xA6: "MSE:SET KAT"}


@dataclass(frozen=True, slots=True)
class Command:
    """One command: header, data of 0 to 65535 bytes, and how many bytes it wants back.

    ``le`` is 1 to 65536, ``None`` where no data is expected. Raises ``ValueError`` for what no
    APDU can hold; that is the caller's mistake, never the card's.
    """

    cla: int
    ins: int
    p1: int
    p2: int
    data: bytes = field(default=b"", repr=False)
    le: int | None = None

    def __post_init__(self) -> None:
        if any(not 0 <= byte <= 0xFF for byte in (self.cla, self.ins, self.p1, self.p2)):
            raise ValueError("CLA, INS, P1 and P2 are one byte each")
        if len(self.data) > EXTENDED_DATA:
            raise ValueError(f"a command holds at most {EXTENDED_DATA} bytes")
        if self.le is not None and not 1 <= self.le <= EXTENDED_LE:
            raise ValueError(f"Le is 1 to {EXTENDED_LE}")

    @property
    def name(self) -> str:
        """The command's name, ``READ BINARY``; ``INS xx`` for one that is not known."""
        if self.ins == 0x22 and self.p2 in _MSE_NAMES:
            return _MSE_NAMES[self.p2]
        return _NAMES.get(self.ins, f"INS {self.ins:02X}")

    @property
    def header(self) -> bytes:
        """CLA, INS, P1 and P2."""
        return bytes((self.cla, self.ins, self.p1, self.p2))

    @property
    def is_extended(self) -> bool:
        """Whether the short form cannot hold it."""
        return len(self.data) > SHORT_DATA or (self.le or 0) > SHORT_LE

    def encode(self, extended: bool = False) -> bytes:
        """The command's bytes: short form unless ``extended``.

        Raises ``ValueError`` if the short form cannot hold it.
        """
        if not extended:
            if self.is_extended:
                raise ValueError("too long for a short APDU")
            lc = bytes((len(self.data),)) if self.data else b""
            le = b"" if self.le is None else bytes((self.le & 0xFF,))
            return self.header + lc + self.data + le
        lc = b"\x00" + len(self.data).to_bytes(2, "big") if self.data else b""
        le = b"" if self.le is None else (self.le & 0xFFFF).to_bytes(2, "big")
        # Without data nothing says yet that lengths are extended: the zero stands before Le.
        return self.header + lc + self.data + (b"\x00" if le and not lc else b"") + le


@dataclass(frozen=True, slots=True)
class Response:
    """One response: data of 0 to 65536 bytes and the status word."""

    data: bytes = field(repr=False)
    status: int

    @classmethod
    def parse(cls, raw: bytes) -> "Response":
        """Data and status word of a response as it came; :class:`Malformed` if it is none."""
        if not 2 <= len(raw) <= EXTENDED_LE + 2:
            raise Malformed("response", "shorter or longer than any response")
        return cls(bytes(raw[:-2]), raw[-2] << 8 | raw[-1])
