"""OpenAPI: numbers that kiosks have ahead."""

from kiosk.frontdesk.wire.openapi import examples as ex
from kiosk.frontdesk.wire.openapi.answers import answer
from kiosk.frontdesk.wire.openapi.elements import (
    ID,
    MOMENT,
    UUID,
    Schema,
    constant,
    listed,
    number,
    parameter,
    parameters,
    record,
    refers,
    text,
    translated,
)
from kiosk.frontdesk.wire.openapi.parts import posted

TICKET_NUMBER = "^[A-Za-z]-[0-9]{3,6}$"
_KIOSK = {"name": "kiosk", "valueString": "kiosk-1"}
LEASE: ex.Resource = {
    "resourceType": "Parameters",
    "parameter": [
        _KIOSK,
        {"name": "key", "valueUuid": "urn:uuid:0193573a-7c00-7c1d-8a2b-3f4e5d6c7b8a"},
        {
            "name": "wanted",
            "part": [
                {
                    "name": "service",
                    "valueReference": {"reference": f"HealthcareService/{ex.SERVICE_ID}"},
                },
                {"name": "count", "valueInteger": 1},
            ],
        },
        {"name": "held", "valueString": "A-007"},
    ],
}
LEASED: ex.Resource = {
    "resourceType": "Parameters",
    "parameter": [
        {
            "name": "number",
            "part": [
                {"name": "value", "valueString": "T-042"},
                {"name": "service", "valueCode": ex.SERVICE_ID},
                {"name": "room", "valueString": "205"},
                {"name": "floor", "valueString": "2"},
                {
                    "name": "direction",
                    "valueString": "Thang máy A, tầng 2, rẽ trái.",
                    "_valueString": ex.english("Lift A, 2nd floor, turn left."),
                },
                {"name": "ends", "valueDateTime": "2026-11-23T17:00:00+07:00"},
            ],
        }
    ],
}
RETURN: ex.Resource = {
    "resourceType": "Parameters",
    "parameter": [_KIOSK, {"name": "number", "valueString": "T-042"}],
}
RETURNED: ex.Resource = {
    "resourceType": "Parameters",
    "parameter": [{"name": "returned", "valueInteger": 1}],
}


def _parts(parts: dict[str, Schema]) -> Schema:
    """A parameter's value that is made of all of these."""
    pieces = listed(
        {"anyOf": [parameter(name, value) for name, value in parts.items()]}, len(parts)
    )
    pieces["allOf"] = [{"contains": record({"name": constant(name)})} for name in parts]
    return {"part": pieces}


_SAID = {"kiosk": {"valueString": text(minLength=1, maxLength=64)}}
_NUMBER = {"valueString": text(pattern=TICKET_NUMBER)}
SCHEMAS: dict[str, Schema] = {
    "LeaseNumbers": parameters(
        {**_SAID, "key": {"valueUuid": text(pattern=UUID)}},
        wanted=_parts(
            {
                "service": {"valueReference": refers("HealthcareService")},
                "count": {"valueInteger": number(minimum=1, maximum=20)},
            }
        ),
        held=_NUMBER,
    ),
    "LeasedNumbers": record(
        {"resourceType": constant("Parameters")},
        parameter=listed(
            parameter(
                "number",
                _parts(
                    {
                        "value": _NUMBER,
                        "service": {"valueCode": text(pattern=ID)},
                        "room": {"valueString": text()},
                        "floor": {"valueString": text()},
                        "direction": dict(translated("valueString")),
                        "ends": {"valueDateTime": text(pattern=MOMENT)},
                    }
                ),
            ),
            1,
        ),
    ),
    "NumbersReturned": parameters({"returned": {"valueInteger": number(minimum=0)}}),
    "ReturnNumbers": parameters({**_SAID, "number": _NUMBER}),
}
"""By name in ``components.schemas``."""


def paths() -> dict[str, dict[str, Schema]]:
    """By path below ``/fhir``, then by method in lower case."""
    return {"/$lease-numbers": {"post": _lease()}, "/$return-numbers": {"post": _return()}}


def _lease() -> Schema:
    return posted(
        "leaseNumbers",
        "Have numbers ahead",
        {"200": answer("All that the kiosk may give.", "LeasedNumbers", LEASED)},
        404,
        422,
        description="`not-offered` (404) where the hospital gives kiosks no numbers ahead.",
        takes=("LeaseNumbers", LEASE),
    )


def _return() -> Schema:
    return posted(
        "returnNumbers",
        "Give numbers back",
        {"200": answer("They are nobody's any more.", "NumbersReturned", RETURNED)},
        takes=("ReturnNumbers", RETURN),
    )
