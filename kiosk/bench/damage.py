"""Ways to damage bytes that parsers of nested lengths stumble over."""

import random
from collections.abc import Callable

_MOST_BYTES = 70_000
_LENGTHS = (
    b"\x80",
    b"\x84\xff\xff\xff\xff",
    b"\x84\xb2\xd0\x5e\x00",  # three gigabytes
    b"\x83\x01\x00\x00",
    b"\x82\x7f\xff",
    b"\x82\x00\x01",
    b"\x81\x80",
    b"\xff",
    b"\x00",
)


def damaged(data: bytes, rng: random.Random) -> bytes:
    """``data`` with one to three damages; seldom the same as before."""
    held = bytearray(data)
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        rng.choice(_WAYS)(held, rng)
    return bytes(held[:_MOST_BYTES])


def _place(held: bytearray, rng: random.Random) -> int:
    """Mostly near the start, where the structure is."""
    if not held:
        return 0
    return rng.randrange(min(len(held), 48) if rng.random() < 0.5 else len(held))


def _flip(held: bytearray, rng: random.Random) -> None:
    if held:
        held[_place(held, rng)] ^= 1 << rng.randrange(8)


def _overwrite(held: bytearray, rng: random.Random) -> None:
    if held:
        held[_place(held, rng)] = rng.choice((0x00, 0x01, 0x7F, 0x80, 0xFF, rng.randrange(256)))


def _lie_about_length(held: bytearray, rng: random.Random) -> None:
    at = _place(held, rng)
    held[at : at + 1] = rng.choice(_LENGTHS)


def _cut_out(held: bytearray, rng: random.Random) -> None:
    at = _place(held, rng)
    del held[at : at + rng.choice((1, 2, 8, 64))]


def _repeat(held: bytearray, rng: random.Random) -> None:
    at = _place(held, rng)
    part = bytes(held[at : at + rng.choice((1, 8, 64, 512))])
    held[at:at] = part * rng.choice((1, 2, 50))


def _insert(held: bytearray, rng: random.Random) -> None:
    at = _place(held, rng)
    held[at:at] = rng.randbytes(rng.choice((1, 2, 16, 300)))


def _cut_off(held: bytearray, rng: random.Random) -> None:
    del held[rng.randrange(len(held) + 1) :]


def _nest(held: bytearray, rng: random.Random) -> None:
    held[0:0] = rng.choice(
        (b"\x30\x80", b"\x7f\x61\x82\x7f\xff", b"\x31\x82\x10\x00")
    ) * rng.choice((1, 20, 2000))


_WAYS: tuple[Callable[[bytearray, random.Random], None], ...] = (
    _flip,
    _flip,
    _overwrite,
    _overwrite,
    _lie_about_length,
    _lie_about_length,
    _cut_out,
    _repeat,
    _insert,
    _cut_off,
    _nest,
)
