"""What of a check-in is personal, and its form before encryption: JSON."""

from types import MappingProxyType
from typing import Any

import msgspec

from kiosk.model.checkin import CheckIn, Ticket
from kiosk.model.document import Document
from kiosk.model.leases import LeasedNumber
from kiosk.model.person import Identifier

LARGEST = 64 * 1024
"""Bytes of encoded details. A document with everything set, and a ticket, have under 4 KiB."""


class Details(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who checks in, what was asked for them, and what was answered."""

    request: CheckIn | None = None
    """What the hospital is asked; its patient is ``""`` where the hospital was never reached."""
    ticket: Ticket | None = None
    """The hospital's answer."""
    short_name: str = ""
    """In the private form (:func:`~kiosk.model.mask.short_name`), for the paper."""
    identifiers: tuple[Identifier, ...] = ()
    leased: LeasedNumber | None = None
    """What the patient was given from the numbers that the kiosk had ahead."""
    printing_begun: bool = False
    """It may be on paper, or the patient saw on the screen that it is not: it is theirs."""
    document: Document | None = None
    """Whole, where the patient must still be found or registered."""

    def __repr__(self) -> str:
        return "Details(…)"  # the usual one would carry a name into a log or a traceback


def encode(details: Details) -> bytes:
    """Raises ``ValueError`` for more than :data:`LARGEST` bytes."""
    encoded = msgspec.json.encode(details, enc_hook=plain)
    if len(encoded) > LARGEST:
        raise ValueError("the details of a check-in are larger than the journal keeps")
    return encoded


def check_size(details: Details | None) -> None:
    """What :func:`encode` raises, where it can be told, and not in the thread that writes."""
    if details is not None:
        encode(details)


def decode(encoded: bytes) -> Details:
    """What :func:`encode` made. Raises ``ValueError``, without content, for anything else."""
    try:
        return msgspec.json.decode(encoded, type=Details)
    except (ValueError, RecursionError):  # msgspec's errors and UnicodeDecodeError are ValueErrors
        raise ValueError("no details of a check-in") from None


def plain(value: Any) -> Any:
    """``enc_hook`` of msgspec: texts in several languages keep theirs in a read-only mapping, which
    JSON does not know."""
    if isinstance(value, MappingProxyType):
        return dict(value)
    raise NotImplementedError(type(value).__name__)  # so msgspec wants a hook to say it
