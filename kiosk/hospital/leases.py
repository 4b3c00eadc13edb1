"""Numbers ahead: ``$lease-numbers`` and ``$return-numbers`` of ``docs/hospital-api``."""

from kiosk.errors import HospitalGarbled
from kiosk.hospital import answers, decode, wire
from kiosk.hospital.connection import Request
from kiosk.hospital.wire import encode
from kiosk.model.checkin import CheckIn, Ticket
from kiosk.model.leases import LeasedNumber, LeaseRequest

_LONGEST = 12
"""Characters that fit on the ticket in its largest type."""


def lease(asked: LeaseRequest) -> Request:
    wanted: list[dict[str, object]] = [
        {
            "name": "wanted",
            "part": [
                {
                    "name": "service",
                    "valueReference": {"reference": f"HealthcareService/{service}"},
                },
                {"name": "count", "valueInteger": count},
            ],
        }
        for service, count in asked.wanted
    ]
    body = _parameters(
        _string("kiosk", asked.kiosk),
        {"name": "key", "valueUuid": f"urn:uuid:{asked.key}"},
        *wanted,
        *(_string("held", number) for number in asked.held),
    )
    return Request("POST", "$lease-numbers", body=body)


def leased(body: bytes, asked: LeaseRequest) -> tuple[LeasedNumber, ...]:
    """The numbers that may be given from now on.

    Raises ``HospitalGarbled`` for one that is there twice, for more than were asked for, and for a
    service of which none was wanted, unless the number is one that was held.
    """
    found = tuple(
        _number(one)
        for one in decode.resource(body, wire.Parameters).parameter
        if one.name == "number"
    )
    held, wanted = set(asked.held), dict(asked.wanted)
    if len({one.number for one in found}) < len(found):
        raise HospitalGarbled("$lease-numbers: a number is there twice")
    for one in found:
        if one.number in held:
            continue
        wanted[one.service] = wanted.get(one.service, 0) - 1
        if wanted[one.service] < 0:
            raise HospitalGarbled("$lease-numbers: more than was asked for")
    return found


def give_back(kiosk: str, numbers: tuple[str, ...]) -> Request:
    body = _parameters(_string("kiosk", kiosk), *(_string("number", number) for number in numbers))
    return Request("POST", "$return-numbers", body=body)


def given_back(body: bytes) -> None:
    """Raises ``HospitalGarbled`` for what is no answer."""
    if not any(one.name == "returned" for one in decode.resource(body, wire.Parameters).parameter):
        raise HospitalGarbled("$return-numbers: returned is missing")


def checked(ticket: Ticket, request: CheckIn) -> Ticket:
    """The ticket. Raises ``HospitalGarbled`` for another number than the patient has on paper,
    unless it is one that they had before."""
    if request.leased and not ticket.reissued and ticket.number != request.leased:
        raise HospitalGarbled("$check-in: another number than the patient was given")
    return ticket


def _number(found: wire.Parameter) -> LeasedNumber:
    by_name = {part.name: part for part in found.part}
    nothing = wire.Value(name="")

    def said(name: str) -> str:
        text = answers.tidy(by_name.get(name, nothing).value_string or "")
        if not text:
            raise HospitalGarbled(f"$lease-numbers: {name} is missing")
        return text

    number, service = said("value"), by_name.get("service", nothing).value_code or ""
    ends = by_name.get("ends", nothing).value_date_time
    if len(number) > _LONGEST or not answers.is_id(service) or ends is None:
        raise HospitalGarbled("$lease-numbers: a number, its service or its end is none")
    if not 2020 <= ends.year <= 2199:
        raise HospitalGarbled("$lease-numbers: a time far from now")
    direction = by_name.get("direction", nothing)
    return LeasedNumber(
        number=number,
        service=service,
        room=said("room"),
        floor=answers.tidy(by_name.get("floor", nothing).value_string or ""),
        direction=answers.text(direction.value_string or "", direction.value_string_extended),
        ends=ends,
    )


def _string(name: str, value: str) -> dict[str, object]:
    return {"name": name, "valueString": value}


def _parameters(*parameters: dict[str, object]) -> bytes:
    return encode({"resourceType": "Parameters", "parameter": list(parameters)})
