"""The files of the eMRTD application, as bytes (Doc 9303-10, 4; DG13 as Vietnam fills it)."""

import io
from collections.abc import Iterable
from datetime import date

from PIL import Image

from kiosk.devices.card_reader.card import der, mrz
from kiosk.devices.card_reader.card.holder import CardHolder
from kiosk.devices.card_reader.card.tlv import encode

TAGS = {1: 0x61, 2: 0x75, 3: 0x63, 13: 0x6D, 14: 0x6E, 15: 0x6F}
"""Tags of the data groups that are made here, by number."""
_COM_TAG = 0x60
_UTF8 = "1.0.10646.1.0.8"


def com(groups: Iterable[int]) -> bytes:
    """EF.COM: version 1.7 of the data structure, Unicode 4.0, and which groups there are."""
    tags = bytes(TAGS[number] for number in sorted(groups))
    return encode(
        _COM_TAG,
        encode(0x5F01, b"0107"),
        encode(0x5F36, b"040000"),
        encode(0x5C, tags),
    )


def dg1(holder: CardHolder) -> bytes:
    """The machine-readable zone."""
    return encode(TAGS[1], encode(0x5F1F, mrz.lines(holder).encode("ascii")))


def dg2(face: bytes) -> bytes:
    """One face: ISO/IEC 19794-5:2005 in the biometric template of ISO/IEC 7816-11.

    ``face`` is a JPEG or JPEG 2000 file; raises ``ValueError`` for anything else.
    """
    record = _facial_record(face)
    header = encode(
        0xA1,
        encode(0x80, b"\x01\x01"),  # version of the header
        encode(0x81, b"\x02"),  # facial features
        encode(0x82, b"\x00"),
        encode(0x87, b"\x01\x01"),  # format owner: ISO/IEC JTC 1/SC 37
        encode(0x88, b"\x00\x08"),  # format: ISO/IEC 19794-5
    )
    template = encode(0x7F60, header, encode(0x5F2E, record))
    return encode(TAGS[2], encode(0x7F61, encode(0x02, b"\x01"), template))


def dg3() -> bytes:
    """Fingerprints: a template that holds none. Nobody can read it anyhow."""
    return encode(TAGS[3], encode(0x7F61, encode(0x02, b"\x00")))


def dg13(holder: CardHolder) -> bytes:
    """What Vietnam stores besides: numbered entries, some of them empty."""
    entries = (der.sequence(der.integer(number), value) for number, value in _vietnamese(holder))
    content = der.sequence(der.integer(1), der.oid(_UTF8), encode(0x31, *entries))
    return encode(TAGS[13], content)


def dg14(security_infos: bytes) -> bytes:
    """Security infos, a SET OF in DER."""
    return encode(TAGS[14], security_infos)


def dg15(public_key_info: bytes) -> bytes:
    """The public key of active authentication, a SubjectPublicKeyInfo in DER."""
    return encode(TAGS[15], public_key_info)


def _vietnamese(holder: CardHolder) -> Iterable[tuple[int, bytes]]:
    birth = f"{holder.birth:%Y}" if holder.birth_year_only else _day(holder.birth)
    yield 1, der.printable(holder.personal_number)
    yield 2, der.utf8(holder.name)
    yield 3, der.printable(birth)
    yield 4, der.utf8("Nam" if holder.sex == "M" else "Nữ")
    yield 5, der.utf8("Việt Nam")
    yield 6, der.utf8("Kinh")
    yield 7, der.utf8("Không")
    yield 8, der.utf8(holder.origin)
    yield 9, der.utf8(holder.residence)
    yield 10, der.utf8("Nốt ruồi cách 1 cm dưới đuôi mắt trái")
    yield 11, der.printable(_day(holder.issued))
    yield 12, _expiry(holder.expires)
    yield 13, der.sequence(der.utf8(""), der.utf8(""))
    yield 15, der.printable(holder.old_number)


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _expiry(expires: date | None) -> bytes:
    return der.utf8("Không thời hạn") if expires is None else der.printable(_day(expires))


def _facial_record(face: bytes) -> bytes:
    """ISO/IEC 19794-5:2005, 5: record header, one facial information block, one image."""
    kind, (width, height) = _measured(face)
    image_information = b"".join(
        (
            b"\x01",  # full frontal
            kind,
            width.to_bytes(2),
            height.to_bytes(2),
            b"\x01\x02",  # sRGB, from a digital still camera
            bytes(2),
            bytes(2),
        )
    )
    facial_information = (4 + 16 + len(image_information) + len(face)).to_bytes(4) + bytes(16)
    block = facial_information + image_information + face
    return b"FAC\x00010\x00" + (14 + len(block)).to_bytes(4) + b"\x00\x01" + block


def _measured(face: bytes) -> tuple[bytes, tuple[int, int]]:
    try:
        with Image.open(io.BytesIO(face), formats=("JPEG", "JPEG2000")) as image:
            return (b"\x00" if image.format == "JPEG" else b"\x01"), image.size
    except OSError:
        raise ValueError("a face is a JPEG or JPEG 2000 file") from None
