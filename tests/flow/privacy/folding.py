"""One text for all ways to write it: case, marks, composition, and what encodings hide.

Not the secrets are encoded in all ways, but what is searched is decoded in all of them, one
inside the other: a number in JSON in base64 is found too.
"""

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterator

DEPTH = 3
"""Encodings one inside the other."""

_MARKS = re.compile("[\u0300-\u036f]+")
_ESCAPED = re.compile(r"\\+u\{?([0-9a-fA-F]{4})\}?")
_ESCAPED_BYTES = re.compile(r"(?:\\+x[0-9a-fA-F]{2})+")
_PERCENT = re.compile(r"(?:%[0-9a-fA-F]{2})+")
_HEX = re.compile(rb"[0-9a-fA-F]{8,}")
_HEX_APART = re.compile(rb"(?:(?:0x)?[0-9a-fA-F]{2}[ :,-]+){3,}(?:0x)?[0-9a-fA-F]{2}")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{6,}")
_NOT_PLAIN = re.compile("[^\t\n\r\x20-\x7e\u00a0-\u1eff]")
_GROUPED = re.compile(r"(?<![0-9])[0-9]+(?:[ ._-][0-9]+)+(?![0-9])")


def fold(text: str) -> str:
    """Lower case, without marks: ``Đỗ Thị HÀ`` and ``đo thị hà`` are the same."""
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", text))
    return bare.casefold().replace("đ", "d")


def views(data: bytes, depth: int = DEPTH) -> Iterator[tuple[str, bool]]:
    """What ``data`` says, and what each encoded part of it says; folded, and whether it is text
    rather than the bytes of a cipher or of a wrong guess."""
    seen: set[bytes] = set()
    waiting = [(data, depth)]
    while waiting:
        part, left = waiting.pop()
        text = unescaped(part.decode("utf-8", "replace"))
        plain = _is_text(text)
        yield fold(text), plain
        for number in _GROUPED.findall(text):
            yield re.sub("[^0-9]", "", number), plain
        if left:
            again = part if text.isascii() and len(text) == len(part) else text.encode()
            for found in decoded(again):
                if found not in seen:
                    seen.add(found)
                    waiting.append((found, left - 1))


def unescaped(text: str) -> str:
    r"""Without ``\u1ea7`` (JSON, ascii()), ``\xe1\xba\xa7`` (repr() of bytes) and ``%E1%BA%A7``."""
    if "\\" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
        text = _ESCAPED_BYTES.sub(lambda found: _utf8(re.sub(r"\\+x", "", found[0])), text)
    if "%" in text:
        text = _PERCENT.sub(lambda found: _utf8(found[0].replace("%", "")), text)
    return text


def decoded(data: bytes) -> Iterator[bytes]:
    """What each run of hex and of base64 (RFC 4648, also for addresses) may say. Where in the run
    it begins is not known, so each place is tried."""
    for run in _HEX.findall(data):
        for start in (0, 1):
            even = run[start : start + (len(run) - start) // 2 * 2]
            yield binascii.unhexlify(even)
    for run in _HEX_APART.findall(data):
        yield binascii.unhexlify(re.sub(rb"0x|[ :,-]", b"", run))
    for run in _BASE64.findall(data):
        standard = run.replace(b"-", b"+").replace(b"_", b"/")
        for start in range(4):
            part = standard[start:]
            if len(part) % 4 == 1:
                part = part[:-1]
            yield base64.b64decode(part + b"=" * (-len(part) % 4))


def _utf8(digits: str) -> str:
    """Bytes; or, as ascii() writes them, letters below U+0100."""
    data = bytes.fromhex(digits)
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _is_text(text: str) -> bool:
    return len(_NOT_PLAIN.findall(text, 0, 4096)) * 20 <= min(len(text), 4096)
