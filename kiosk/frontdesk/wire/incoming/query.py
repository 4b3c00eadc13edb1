"""Query strings and form bodies."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

from kiosk.frontdesk import refusals
from kiosk.frontdesk.wire.incoming.message import MOST


def pairs(query: str) -> Mapping[str, list[str]]:
    """The values of each name, in their order. Refuses more than 32."""
    try:
        found = parse_qsl(query, keep_blank_values=True, max_num_fields=2 * MOST)
    except ValueError:
        raise refusals.invalid("too many search parameters") from None
    named: dict[str, list[str]] = {}
    for name, value in found:
        named.setdefault(name, []).append(value)
    return named
