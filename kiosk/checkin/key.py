"""Idempotency keys."""

import secrets
import uuid


def new_key(unix_ms: int) -> str:
    """A UUIDv7 (RFC 9562, section 5.7): 48 bits of Unix milliseconds, then 74 random bits.

    Ordered by time, so that a hospital's index on keys grows at one end.
    """
    random = secrets.randbits(74)
    value = (unix_ms & 0xFFFF_FFFF_FFFF) << 80
    value |= 0x7 << 76 | (random >> 62) << 64
    value |= 0b10 << 62 | random & (1 << 62) - 1
    return str(uuid.UUID(int=value))
