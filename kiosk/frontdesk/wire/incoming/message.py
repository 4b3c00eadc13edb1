"""FHIR JSON from outside to structs of the elements that are read."""

import json
from typing import Any, TypeVar

import msgspec

from kiosk.frontdesk import refusals

MOST = 16
"""So many identifiers or parameters of one kind at most."""


class Part(msgspec.Struct, rename="camel"):
    """What all parts of messages share: unknown elements are ignored, as FHIR wants."""


class Identifier(Part):
    system: str = ""
    value: str = ""


class Reference(Part):
    reference: str = ""


M = TypeVar("M", bound=Part)


def read(body: bytes, kind: type[M]) -> M:
    """Refuses what is no UTF-8, no JSON, names an element twice or has the wrong form."""
    name = kind.__name__.removeprefix("_")
    try:
        _check_names(body)
        return msgspec.json.decode(body, type=kind)
    except UnicodeDecodeError:
        raise refusals.invalid("the body is no UTF-8") from None
    except (ValueError, RecursionError) as error:
        # msgspec names the place in the message after " - at "; before it may be content.
        _, _, place = str(error).rpartition(" - at ")
        where = f" at {place}" if place.startswith("`$") else ""
        raise refusals.invalid(f"the body is no valid {name}{where}") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("an element is there twice")
    return found


_DECODER = json.JSONDecoder(object_pairs_hook=_once)


def _check_names(body: bytes) -> None:
    """No element twice (FHIR R4, 2.6.2, follows RFC 8259, section 4): a proxy that looks at the
    first and a server that takes the last would speak of two patients. msgspec cannot tell.

    But what it writes as it came has no name twice: so are bodies from our kiosks, and this takes
    a third of the time.
    """
    if not _is_written_so(body):
        _DECODER.decode(body.decode())


def _is_written_so(body: bytes) -> bool:
    try:
        return msgspec.json.encode(msgspec.json.decode(body)) == body
    except (ValueError, RecursionError):
        return False
