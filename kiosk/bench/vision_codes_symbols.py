"""What is printed or shown on what is held up: invented people's codes, as pictures."""

import random
import unicodedata
from dataclasses import dataclass

import cv2
import numpy as np
import qrcode
import zxingcpp
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
"""Grey, shape (height, width)."""

_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ")
_MIDDLE = ("Văn", "Thị", "Hữu", "Đức", "Ngọc", "Quốc", "Minh", "Thùy", "Bảo", "Xuân", "Khánh")
_GIVEN = ("An", "Ấn", "Ánh", "Bưởi", "Cường", "Đạt", "Giàu", "Hằng", "Khuê", "Lựu", "Mỹ", "Ngữ")
_GIVEN_TOO = ("Oanh", "Phước", "Quỳnh", "Sửu", "Thủy", "Uyên", "Vượng", "Xoài", "Ý", "Tuấn", "Ổi")
_STREET = ("Đường Thử Nghiệm", "Ngõ Mẫu", "Thôn Ví Dụ", "Tổ dân phố Bịa", "Xóm Giả Định", "Ấp Mới")
_WARD = ("Phường Hồ Sen", "Xã Bằng Lăng", "Phường Tre Ngà", "Thị trấn Cỏ May", "Xã Hoa Sữa")
_CITY = ("Hà Nội", "TP Hồ Chí Minh", "Đắk Lắk", "Thừa Thiên Huế", "Quảng Ngãi", "Bà Rịa – Vũng Tàu")


@dataclass(frozen=True, slots=True)
class Symbol:
    symbology: str
    """As :attr:`kiosk.devices.camera.codes.Code.symbology`."""
    data: bytes
    modules: Pixels
    """A pixel for each module, quiet zone and all; bars of linear codes are as high as printed."""


def identity_card(chance: random.Random) -> str:
    """The text of an invented identity card's QR code."""
    year = chance.randrange(1930, 2024)
    woman = chance.random() < 0.5
    century = (2 if year >= 2000 else 0) + woman
    number = f"{chance.randrange(1, 97):03}{century}{year % 100:02}{chance.randrange(10**6):06}"
    given = chance.choice(_GIVEN + _GIVEN_TOO)
    name = " ".join((chance.choice(_FAMILY), *chance.sample(_MIDDLE, chance.randrange(3)), given))
    address = ", ".join(
        (
            f"{chance.randrange(1, 400)} {chance.choice(_STREET)}",
            chance.choice(_WARD),
            chance.choice(_CITY),
        )
    )
    old = "" if chance.random() < 0.4 else f"{chance.randrange(10**9):09}"
    birth = f"{chance.randrange(1, 29):02}{chance.randrange(1, 13):02}{year}"
    sex = "Nữ" if woman else "Nam"
    issued = (
        f"{chance.randrange(1, 29):02}{chance.randrange(1, 13):02}{chance.randrange(2021, 2026)}"
    )
    return f"{number}|{old}|{name}|{birth}|{sex}|{address}|{issued}"


def insurance_card(chance: random.Random) -> str:
    """The text of an invented health insurance card's: name and address are hex of UTF-8."""
    group, level = chance.choice(("DN", "HT", "GD", "TE")), chance.randrange(1, 6)
    number = f"{group}{level}{chance.randrange(10**12):012}"
    name, address = (
        text.encode().hex()
        for text in (f"{chance.choice(_FAMILY)} {chance.choice(_GIVEN)}", chance.choice(_WARD))
    )
    birth = (
        f"{chance.randrange(1, 29):02}/{chance.randrange(1, 13):02}/{chance.randrange(1930, 2024)}"
    )
    sex = chance.choice("12")
    return f"{number}|{name}|{birth}|{sex}|{address}|79 - 014|01/01/2026|31/12/2026|01/01/2026|$"


def vietnamese_payloads(count: int, seed: int = 5) -> tuple[bytes, ...]:
    """UTF-8 of invented cards, one in five decomposed (NFD), as some software writes names."""
    chance = random.Random(seed)
    cards = (identity_card(chance) if turn % 4 else insurance_card(chance) for turn in range(count))
    return tuple(
        unicodedata.normalize("NFC" if turn % 5 else "NFD", card).encode()
        for turn, card in enumerate(cards)
    )


def qr(data: bytes, level: str = "M", mask: int = 3) -> Symbol:
    """A QR code of bytes, without a mark of their encoding, as Vietnamese cards have them.

    Drawn by a library that shares nothing with what reads codes. Raises ``ValueError`` where
    the content is too long.
    """
    code = qrcode.QRCode(error_correction="MLHQ".index(level), mask_pattern=mask, border=4)
    code.add_data(data, optimize=0)
    dark = np.array(code.get_matrix(), dtype=bool)
    return Symbol("QR", data, np.where(dark, 0, 255).astype(np.uint8))


_DRAWN = {
    "MicroQR": (zxingcpp.BarcodeFormat.MicroQRCode, 1),
    "DataMatrix": (zxingcpp.BarcodeFormat.DataMatrix, 1),
    "PDF417": (zxingcpp.BarcodeFormat.PDF417, 1),
    "Code128": (zxingcpp.BarcodeFormat.Code128, 1),
    "EAN13": (zxingcpp.BarcodeFormat.EAN13, 1),
    "EAN8": (zxingcpp.BarcodeFormat.EAN8, 1),
}


def other(symbology: str, content: str) -> Symbol:
    """A code of another symbology; ``content`` in ASCII, for EAN with its check digit."""
    made, scale = _DRAWN[symbology]
    drawn = np.asarray(zxingcpp.create_barcode(content, made).to_image(scale=scale))
    quiet = 8 if symbology in ("Code128", "EAN13", "EAN8") else 2
    modules = cv2.copyMakeBorder(drawn, 2, 2, quiet, quiet, cv2.BORDER_CONSTANT, value=(255,))
    return Symbol(symbology, content.encode(), np.asarray(modules, dtype=np.uint8))


def any_symbol(chance: random.Random) -> Symbol:
    """What patients hold: nearly always an identity or insurance card's QR code."""
    draw = chance.random()
    if draw < 0.62:
        return qr(identity_card(chance).encode(), chance.choice("LM"), chance.randrange(8))
    if draw < 0.78:
        return qr(insurance_card(chance).encode(), chance.choice("LM"), chance.randrange(8))
    patient = f"BN{chance.randrange(10**8):08}"
    if draw < 0.86:
        return qr(patient.encode(), chance.choice("MQ"), chance.randrange(8))
    if draw < 0.98:
        return other(chance.choice(("Code128", "Code128", "DataMatrix", "PDF417")), patient)
    return other("MicroQR", f"{chance.randrange(10**7):07}")
