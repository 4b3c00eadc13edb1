"""BER-TLV data objects (ISO/IEC 7816-4:2013, 5.2.2), as a card writes and reads them."""

_MANY = 64
"""More data objects than any command to a card has."""


class Garbled(ValueError):
    """These bytes are no sequence of data objects."""


def encode(tag: int, *values: bytes) -> bytes:
    """One data object; ``tag`` as a number such as 0x7F49. The values are concatenated."""
    value = b"".join(values)
    return tag.to_bytes((tag.bit_length() + 7) // 8 or 1) + length(len(value)) + value


def length(count: int) -> bytes:
    """A length field in the shortest form, up to four bytes of length."""
    if count < 0x80:
        return bytes((count,))
    size = (count.bit_length() + 7) // 8
    return bytes((0x80 | size,)) + count.to_bytes(size)


def decode(data: bytes) -> dict[int, bytes]:
    """The data objects that stand side by side in ``data``, by tag.

    Raises :class:`Garbled` for anything else: a length that reaches beyond the end, a tag of
    more than three bytes, an indefinite length, the same tag twice, too many of them.
    """
    found: dict[int, bytes] = {}
    at = 0
    while at < len(data):
        tag, at = _tag(data, at)
        count, at = _length(data, at)
        if at + count > len(data) or tag in found or len(found) == _MANY:
            raise Garbled
        found[tag] = data[at : at + count]
        at += count
    return found


def whole(data: bytes) -> bool:
    """Whether ``data`` begins with a data object that is there to its end."""
    try:
        _, at = _tag(data, 0)
        count, at = _length(data, at)
    except Garbled:
        return False
    return at + count <= len(data)


def _tag(data: bytes, at: int) -> tuple[int, int]:
    first = _byte(data, at)
    if first & 0x1F != 0x1F:
        return first, at + 1
    second = _byte(data, at + 1)
    if second < 0x80:
        return first << 8 | second, at + 2
    third = _byte(data, at + 2)
    if third >= 0x80:
        raise Garbled
    return first << 16 | second << 8 | third, at + 3


def _length(data: bytes, at: int) -> tuple[int, int]:
    first = _byte(data, at)
    if first < 0x80:
        return first, at + 1
    size = first & 0x7F
    if not 1 <= size <= 4 or at + 1 + size > len(data):
        raise Garbled
    return int.from_bytes(data[at + 1 : at + 1 + size]), at + 1 + size


def _byte(data: bytes, at: int) -> int:
    if at >= len(data):
        raise Garbled
    return data[at]
