"""ASN.1 written byte by byte (ITU-T X.690), sharing nothing with the code under test."""

SHA256 = "2.16.840.1.101.3.4.2.1"
DIGESTS = {
    "1.2.840.113549.2.5": "md5",
    "1.3.14.3.2.26": "sha1",
    "2.16.840.1.101.3.4.2.4": "sha224",
    SHA256: "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}


def tlv(tag: int, *parts: bytes) -> bytes:
    value = b"".join(parts)
    size = len(value)
    length = size.to_bytes((size.bit_length() + 7) // 8 or 1, "big")
    head = tag.to_bytes((tag.bit_length() + 7) // 8 or 1, "big")
    return head + (length if size < 0x80 else bytes([0x80 + len(length)]) + length) + value


def sequence(*parts: bytes) -> bytes:
    return tlv(0x30, *parts)


def set_of(*parts: bytes) -> bytes:
    return tlv(0x31, *sorted(parts))


def integer(number: int) -> bytes:
    return tlv(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def octets(value: bytes) -> bytes:
    return tlv(0x04, value)


def bits(value: bytes) -> bytes:
    return tlv(0x03, b"\0", value)


def oid(dotted: str) -> bytes:
    first, second, *rest = map(int, dotted.split("."))
    out = bytearray()
    for number in (40 * first + second, *rest):
        septets = [number & 0x7F]
        while number := number >> 7:
            septets.append(number & 0x7F | 0x80)
        out += bytes(reversed(septets))
    return tlv(0x06, bytes(out))


def algorithm(dotted: str, *, null: bool = True) -> bytes:
    return sequence(oid(dotted), tlv(0x05) if null else b"")


def digest_oid(name: str) -> str:
    return next(dotted for dotted, one in DIGESTS.items() if one == name)
