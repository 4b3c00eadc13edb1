"""The least time that a reading can take on a link: the fewest commands, nothing between them.

Counted from the standard and not from what our reader sends, so that a command too many shows.
Lengths are those of PACE with generic mapping on a curve of 256 bits and AES-128, the usual
card's (Doc 9303-11, sections 4.4.4, 9.8; ISO/IEC 7816-4, 5.1).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kiosk.devices.card_reader.card.link import Link

_STATUS = 2
_MAC_AND_STATUS = 4 + 10
"""Of a protected response: DO'99' and DO'8E'."""
_READ = 19
"""A protected READ BINARY of short length: header, Lc, DO'97', DO'8E', Le."""
_READ_EXTENDED = 23
"""The same with Lc and Le of three and two bytes and a DO'97' of two."""
_PACE = (
    (20, 2),  # MSE:SET AT: the protocol's name and which password
    (8, 22),  # the encrypted nonce
    (75, 71),  # mapping keys
    (75, 71),  # ephemeral keys
    (18, 14),  # tokens
)
_SELECT = (35, 16)
_AES_BLOCK = 16
_SHORT = 256


@dataclass(frozen=True, slots=True)
class Floor:
    """What no reader can be below."""

    exchanges: int
    seconds: float


def floor(link: Link, card_access: int, files: Sequence[int], longest: int = _SHORT) -> Floor:
    """For EF.CardAccess and ``files`` of so many bytes each, behind PACE.

    ``longest`` is how many bytes of data a protected response may have: 256 in short length.
    """
    exchanges = list(_exchanges(card_access, files, longest))
    return Floor(len(exchanges), sum(link.seconds(*one) for one in exchanges))


def _exchanges(card_access: int, files: Sequence[int], longest: int) -> Iterator[tuple[int, int]]:
    yield 5, card_access + _STATUS
    yield from _PACE
    yield _SELECT
    block = largest_block(longest)
    for size in files:
        for start in range(0, size, block):
            command = _READ if longest <= _SHORT else _READ_EXTENDED
            yield command, _protected(min(block, size - start)) + _STATUS


def largest_block(longest: int) -> int:
    """Bytes of a file that fit into a protected response with ``longest`` bytes of data."""
    return next(size for size in range(longest, 0, -1) if _protected(size) <= longest)


def _protected(size: int) -> int:
    """Data of a protected response that carries ``size`` bytes."""
    padded = (size // _AES_BLOCK + 1) * _AES_BLOCK + 1
    length = 1 if padded < 0x80 else 2 if padded < 0x100 else 3
    return 1 + length + padded + _MAC_AND_STATUS
