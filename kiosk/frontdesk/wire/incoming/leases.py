"""Numbers that kiosks want to have ahead, and those that they give back."""

from dataclasses import dataclass

from msgspec import field

from kiosk.frontdesk import refusals
from kiosk.frontdesk.queue.asked import LeaseAsked
from kiosk.frontdesk.wire.incoming import values
from kiosk.frontdesk.wire.incoming.message import Part, Reference, read
from kiosk.frontdesk.wire.incoming.visits import ticket_number

_MOST_WANTED = 100
"""Services; a hospital has fewer."""
_MOST_HELD = 2000
_MOST_OF_ONE = 20


class _Piece(Part):
    name: str
    value_reference: Reference | None = None
    value_integer: int | None = None


class _Parameter(Part):
    name: str
    value_string: str | None = None
    value_uuid: str | None = None
    part: list[_Piece] = field(default_factory=list)


class _Parameters(Part, tag_field="resourceType", tag="Parameters"):
    parameter: list[_Parameter]


@dataclass(frozen=True, slots=True)
class NumbersReturned:
    kiosk: str
    numbers: tuple[str, ...]


def read_lease(body: bytes) -> LeaseAsked:
    """The body of ``$lease-numbers``."""
    sent = read(body, _Parameters).parameter
    wanted = tuple(_wanted(one) for one in _all(sent, "wanted", _MOST_WANTED))
    if len({service for service, _ in wanted}) < len(wanted):
        raise refusals.invalid("a service is wanted twice")
    return LeaseAsked(
        key=values.key(_one(sent, "key").value_uuid or ""),
        kiosk=_kiosk(sent),
        wanted=wanted,
        held=_numbers(sent, "held"),
    )


def read_return(body: bytes) -> NumbersReturned:
    """The body of ``$return-numbers``."""
    sent = read(body, _Parameters).parameter
    numbers = _numbers(sent, "number")
    if not numbers:
        raise refusals.invalid("there is no parameter number")
    return NumbersReturned(_kiosk(sent), numbers)


def _wanted(found: _Parameter) -> tuple[str, int]:
    pieces = {piece.name: piece for piece in found.part}
    nothing = _Piece("")
    service = pieces.get("service", nothing).value_reference or Reference()
    count = pieces.get("count", nothing).value_integer
    if count is None or not 1 <= count <= _MOST_OF_ONE:
        raise refusals.invalid(f"a count is not 1 to {_MOST_OF_ONE}")
    return values.reference(service.reference, "HealthcareService"), count


def _kiosk(sent: list[_Parameter]) -> str:
    return values.line(_one(sent, "kiosk").value_string or "", "kiosk", 64)


def _numbers(sent: list[_Parameter], name: str) -> tuple[str, ...]:
    return tuple(ticket_number(one.value_string or "") for one in _all(sent, name, _MOST_HELD))


def _one(sent: list[_Parameter], name: str) -> _Parameter:
    found = _all(sent, name, 1)
    if not found:
        raise refusals.invalid(f"there is not just one parameter {name}")
    return found[0]


def _all(sent: list[_Parameter], name: str, most: int) -> list[_Parameter]:
    found = [one for one in sent if one.name == name]
    if len(found) > most:
        raise refusals.invalid(f"too many parameters {name}")
    return found
