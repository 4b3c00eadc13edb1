"""The PIN of the staff page: argon2id (RFC 9106), checked in another thread."""

import asyncio
from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from kiosk.errors import KioskError

SHORTEST = 6
LONGEST = 12
"""Digits. More are not remembered, and are written on the kiosk."""
_FEWEST_DIGITS = 3
"""Different ones: 111111 and 121212 are what everybody tries first."""


class WeakPin(KioskError):
    """A PIN that nobody may choose; the message says why, and never holds it."""


def hashed(pin: str) -> str:
    """The argon2id hash to keep in the settings (RFC 9106, section 4, second choice: 64 MiB).

    Raises :class:`WeakPin`.
    """
    if not (pin.isascii() and pin.isdecimal() and SHORTEST <= len(pin) <= LONGEST):
        raise WeakPin(f"a PIN has {SHORTEST} to {LONGEST} digits, and nothing else")
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    if len(set(pin)) < _FEWEST_DIGITS or steps in ({1}, {9}):
        raise WeakPin("this PIN is one that everybody tries first: choose another")
    return PasswordHasher().hash(pin)


async def fits(hash_: str, pin: str) -> bool:
    """Whether it is the PIN of this hash. The comparison takes as long for every wrong one
    (argon2's own, of whole digests). A hash that is none fits nothing."""
    if not 0 < len(pin) <= LONGEST:
        return False
    return await asyncio.to_thread(_verified, hash_, pin)


def _verified(hash_: str, pin: str) -> bool:
    try:
        return PasswordHasher().verify(hash_, pin)
    except (VerificationError, InvalidHashError):
        return False
