"""Noticing what a keyboard scanner does to Vietnamese.

Scanners in USB keyboard mode type characters, and drop every byte from 0x80 up:
``Trần Thị Hà`` arrives as ``Trn Th H``. Numbers and dates stay right, so such a code
passes every check of digits and would register a patient under half a name.

What is left is pure ASCII. That alone proves nothing (``Cao Lan Anh, Gia Lai`` is whole), but
words without a vowel do, and so does what remains of words that stand in most addresses.
Short names can still lose their marks unnoticed (``Thảo`` is left as ``Tho``).
"""

import re

_PROVINCES = (
    "An Giang", "Bà Rịa - Vũng Tàu", "Bạc Liêu", "Bắc Giang", "Bắc Kạn", "Bắc Ninh", "Bến Tre",
    "Bình Dương", "Bình Định", "Bình Phước", "Bình Thuận", "Cà Mau", "Cao Bằng", "Cần Thơ",
    "Đà Nẵng", "Đắk Lắk", "Đắk Nông", "Điện Biên", "Đồng Nai", "Đồng Tháp", "Gia Lai",
    "Hà Giang", "Hà Nam", "Hà Nội", "Hà Tĩnh", "Hải Dương", "Hải Phòng", "Hậu Giang",
    "Hòa Bình", "Hồ Chí Minh", "Huế", "Hưng Yên", "Khánh Hòa", "Kiên Giang", "Kon Tum",
    "Lai Châu", "Lạng Sơn", "Lào Cai", "Lâm Đồng", "Long An", "Nam Định", "Nghệ An",
    "Ninh Bình", "Ninh Thuận", "Phú Thọ", "Phú Yên", "Quảng Bình", "Quảng Nam", "Quảng Ngãi",
    "Quảng Ninh", "Quảng Trị", "Sóc Trăng", "Sơn La", "Tây Ninh", "Thái Bình", "Thái Nguyên",
    "Thanh Hóa", "Thừa Thiên Huế", "Tiền Giang", "Trà Vinh", "Tuyên Quang", "Vĩnh Long",
    "Vĩnh Phúc", "Yên Bái",
)  # fmt: skip
"""All that cards of any year name, before and after the mergers of 2025."""


def _typed(text: str) -> str:
    """What a keyboard scanner leaves of this text."""
    return " ".join("".join(c for c in text if c.isascii()).split()).casefold()


_PROVINCES_LEFT = frozenset(_typed(p) for p in _PROVINCES if not p.isascii())
_WORDS_LEFT = frozenset(_typed(word) for word in ("Nguyễn", "Huỳnh", "Quận", "Huyện"))
"""Remains that keep a vowel and are yet no word."""

_PREFIX = re.compile(r"(?:tp\.?|tnh|thnh ph|t\.)\s*")
_WORD = re.compile(r"[A-Za-z]+")
_VOWELLESS = re.compile(r"[^aeiouy]+", re.IGNORECASE)


def is_damaged(name: str, address: str) -> bool:
    """Whether a name and an address lost their letters beyond ASCII on the way."""
    if not (name.isascii() and address.isascii()):
        return False
    if "?" in name:
        return True
    in_name = _WORD.findall(name)
    # Addresses abbreviate (TP, KP, QL): only words in small letters tell something there.
    in_address = [w for w in _WORD.findall(address) if len(w) > 2 and not w.isupper()]
    return (
        any(len(word) > 1 and _VOWELLESS.fullmatch(word) for word in in_name)
        or any(_VOWELLESS.fullmatch(word) for word in in_address)
        or any(word.casefold() in _WORDS_LEFT for word in (*in_name, *in_address))
        or _province_of(address) in _PROVINCES_LEFT
    )


def _province_of(address: str) -> str:
    return _PREFIX.sub("", _typed(address.rpartition(",")[2]), count=1)
