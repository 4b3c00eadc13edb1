"""Status words of a response by name (ISO/IEC 7816-4:2020, 5.6, tables 5 to 7)."""

OK = 0x9000
END_OF_FILE = 0x6282
WRONG_LENGTH = 0x6700

_NAMES = {
    OK: "normal processing",
    0x6200: "warning, memory unchanged",
    0x6281: "part of the returned data may be corrupted",
    END_OF_FILE: "end of file reached before Le bytes",
    0x6283: "selected file deactivated",
    0x6285: "selected file in termination state",
    0x6300: "authentication failed",
    0x6400: "execution error, memory unchanged",
    0x6581: "memory failure",
    WRONG_LENGTH: "wrong length",
    0x6881: "logical channel not supported",
    0x6882: "secure messaging not supported",
    0x6883: "last command of the chain expected",
    0x6884: "command chaining not supported",
    0x6981: "command incompatible with the file's structure",
    0x6982: "security status not satisfied",
    0x6983: "authentication method blocked",
    0x6984: "reference data not usable",
    0x6985: "conditions of use not satisfied",
    0x6986: "command not allowed, no current file",
    0x6987: "expected secure messaging objects missing",
    0x6988: "incorrect secure messaging objects",
    0x6999: "application not selected",
    0x6A80: "incorrect parameters in the data field",
    0x6A81: "function not supported",
    0x6A82: "file or application not found",
    0x6A83: "record not found",
    0x6A84: "not enough memory",
    0x6A86: "incorrect parameters P1-P2",
    0x6A87: "Lc inconsistent with P1-P2",
    0x6A88: "referenced data not found",
    0x6B00: "offset outside the file",
    0x6D00: "instruction not supported",
    0x6E00: "class not supported",
    0x6F00: "no precise diagnosis",
}


def status_name(status: int) -> str:
    """What a status word (``0x6982``) means, in a few words; never empty.

    Counters and lengths in the second byte (``61xx``, ``63Cx``, ``6Cxx``) are told.
    """
    if status in _NAMES:
        return _NAMES[status]
    if status & 0xFFF0 == 0x63C0:
        return f"authentication failed, {status & 0xF} tries left"
    if status >> 8 == 0x61:
        return f"{status & 0xFF or 256} bytes still available"
    if status >> 8 == 0x6C:
        return f"wrong Le, {status & 0xFF or 256} bytes available"
    return "unknown status"


def tries_left(status: int) -> int | None:
    """The counter of ``63Cx``; ``None`` for every other status word."""
    return status & 0xF if status & 0xFFF0 == 0x63C0 else None
