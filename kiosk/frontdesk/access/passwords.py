"""Passwords of staff: argon2id (RFC 9106), checked without holding up anybody else."""

import asyncio
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

from kiosk.errors import KioskError

SHORTEST = 10
"""Characters. NIST SP 800-63B asks for eight at least, for a password alone for more."""
LONGEST = 256
"""Characters; argon2 would hash megabytes."""
_AT_ONCE = 2
"""Each takes 64 MiB and a processor for some 50 ms (RFC 9106, 4, second choice)."""
_WAITING = 16


class WeakPassword(KioskError):
    """A password that nobody may choose; the message says why."""


class Crowded(Exception):
    """More people log in at this moment than can be checked: later."""


def hashed(password: str) -> str:
    """The argon2id hash to keep. Raises :class:`WeakPassword`."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise WeakPassword(f"a password has {SHORTEST} to {LONGEST} characters")
    return _hasher().hash(_composed(password))


class Passwords:
    """Checks passwords in other threads, few at a time."""

    def __init__(self) -> None:
        self._hasher = _hasher()
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._waiting = 0

    async def fits(self, hash_: str | None, password: str) -> bool:
        """Whether it is the password of this hash; ``None``, nobody's, takes as long and never is,
        so that nobody learns whose names there are.

        Raises :class:`Crowded`.
        """
        if len(password) > LONGEST:
            return False
        if self._waiting >= _WAITING:
            raise Crowded
        self._waiting += 1
        try:
            async with self._turns:
                return await asyncio.to_thread(self._verify, hash_, password)
        finally:
            self._waiting -= 1

    def _verify(self, hash_: str | None, password: str) -> bool:
        if hash_ is None:
            self._hasher.hash(_composed(password))
            return False
        try:
            return self._hasher.verify(hash_, _composed(password))
        except (VerifyMismatchError, VerificationError, InvalidHashError):
            return False


def _hasher() -> PasswordHasher:
    return PasswordHasher()


def _composed(password: str) -> str:
    """Keyboards write Vietnamese composed or decomposed (NIST SP 800-63B: NFKC)."""
    return unicodedata.normalize("NFKC", password)
