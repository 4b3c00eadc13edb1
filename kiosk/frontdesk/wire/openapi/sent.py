"""JSON schemas of what kiosks send."""

from kiosk.frontdesk.wire.openapi.elements import (
    DATE,
    IDENTITY_CHECK,
    MOMENT,
    UUID,
    Schema,
    constant,
    listed,
    one_of,
    parameters,
    record,
    refers,
    text,
)

_LINE = {"minLength": 1, "maxLength": 100}

_NEW_PATIENT = record(
    {
        "resourceType": constant("Patient"),
        "identifier": listed(record({"system": text(), "value": text(**_LINE)}), 1, 16),
        "name": listed(record({"text": text(**_LINE)}), 1),
        "birthDate": text(pattern=DATE),
    },
    gender=one_of("male", "female", "other", "unknown"),
    address=listed(record({"text": text(minLength=1, maxLength=300)})),
    telecom=listed(record({"system": text(), "value": text()})),
)

_ELIGIBILITY_ASKED = record(
    {
        "resourceType": constant("CoverageEligibilityRequest"),
        "patient": refers("Patient"),
    },
    identifier=listed(record({"system": text(), "value": text(**_LINE)})),
    status=constant("active"),
    purpose=listed(constant("validation"), 1, 1),
)

_CHECK_IN = parameters(
    {
        "patient": {"valueReference": refers("Patient")},
        "kiosk": {"valueString": text(minLength=1, maxLength=64)},
        "key": {"valueUuid": text(pattern=UUID)},
    },
    service={"valueReference": refers("HealthcareService")},
    appointment={"valueReference": refers("Appointment")},
    coverage={"valueReference": refers("Coverage")},
    priority={"valueCode": one_of("under-6", "pregnant", "disability", "age-75", "merit")},
    identity_check={"valueCode": IDENTITY_CHECK},
    provisional={"valueString": text(pattern="^[A-Z0-9]{1,6}-[0-9]{3,6}$")},
    leased={"valueString": text(pattern="^[A-Za-z]-[0-9]{3,6}$")},
    begun={"valueDateTime": text(pattern=MOMENT)},
)

_PRINTED = parameters({"outcome": {"valueCode": one_of("printed", "failed")}})

_CALL = record(
    {
        "resourceType": constant("CommunicationRequest"),
        "sender": record(
            {"identifier": record({"value": text(minLength=1, maxLength=64)})},
        ),
        "payload": listed(record({"contentString": text(pattern="^[A-Za-z0-9._-]{1,64}$")}), 1),
    },
    status=constant("active"),
)

SENT: dict[str, Schema] = {
    "CallStaff": _CALL,
    "CheckIn": _CHECK_IN,
    "EligibilityAsked": _ELIGIBILITY_ASKED,
    "NewPatient": _NEW_PATIENT,
    "TicketPrinted": _PRINTED,
}
"""By name in ``components.schemas``."""
