"""JSON schemas of the resources that the server answers (FHIR R4, as far as they are filled)."""

from kiosk.frontdesk.wire.openapi.elements import (
    DATE,
    ID,
    IDENTITY_CHECK,
    MINUTES,
    MOMENT,
    TRANSLATIONS,
    Schema,
    constant,
    listed,
    named,
    number,
    one_of,
    parameters,
    record,
    refers,
    text,
    translated,
)

RESULT_CODES = (
    "000", "001", "002", "003", "004", "010", "050", "051", "052", "053", "060", "061", "070",
    "100", "101", "110", "120", "121", "122", "123", "124", "130", "401", "500",
)  # fmt: skip
"""Of the insurer's gateway."""

_OFFER = record(
    {
        "url": constant("urn:kiosk:instead"),
        "extension": listed(
            record(
                {"url": one_of("service", "name", "room", "floor", "estimated-wait")},
                valueCode=text(),
                valueString=text(),
                _valueString=named("Translations"),
                valueDuration=MINUTES,
            ),
            least=5,
        ),
    }
)
_CODING = record({"code": text()}, system=text())
_SERVICE_CODING = record({"code": text()}, display=text(), _display=named("Translations"))
_IDENTIFIER = record({"system": text(), "value": text()})

_OUTCOME = record(
    {
        "resourceType": constant("OperationOutcome"),
        "issue": listed(
            record(
                {
                    "severity": constant("error"),
                    "code": text(),
                    "diagnostics": text(),
                },
                details=record({"coding": listed(_CODING, 1, 1)}),
                extension=listed(_OFFER, least=1),
            ),
            1,
            1,
        ),
    }
)

_PATIENT = record(
    {
        "resourceType": constant("Patient"),
        "id": text(pattern=ID),
        "identifier": listed(_IDENTIFIER, least=1),
        "name": listed(record({"text": text()}), 1, 1),
        "gender": one_of("male", "female", "other", "unknown"),
        "birthDate": text(pattern=DATE),
    },
    address=listed(record({"text": text()}), 1, 1),
    telecom=listed(record({"system": constant("phone"), "value": text()}), 1, 1),
    extension=listed(
        record({"url": constant("urn:kiosk:face-enrolled"), "valueBoolean": {"const": True}}),
        1,
        1,
    ),
)

_BENEFIT = record(
    {
        "type": record({"coding": listed(_CODING, 1, 1)}),
        "allowedUnsignedInt": number(minimum=0, maximum=100),
    }
)
_ELIGIBILITY = record(
    {
        "resourceType": constant("CoverageEligibilityResponse"),
        "status": constant("active"),
        "purpose": listed(constant("validation"), 1, 1),
        "patient": refers("Patient"),
        "created": text(pattern=MOMENT),
        "request": {"type": "object"},
        "outcome": one_of("complete", "queued", "error"),
        "insurer": record({"display": text()}),
    },
    servicedDate=text(pattern=DATE),
    requestor=record({"display": text()}),
    extension=listed(
        record({"url": constant("urn:kiosk:bhyt-result"), "valueCode": one_of(*RESULT_CODES)}),
        1,
        1,
    ),
    insurance=listed(
        record(
            {
                "coverage": refers("Coverage"),
                "inforce": {"type": "boolean"},
                "item": listed(record({"benefit": listed(_BENEFIT, 1, 1)}), 1, 1),
            }
        ),
        1,
        1,
    ),
)

_APPOINTMENT = record(
    {
        "resourceType": constant("Appointment"),
        "id": text(pattern=ID),
        "status": one_of("booked", "arrived", "fulfilled", "cancelled"),
        "start": text(pattern=MOMENT),
        "serviceType": listed(
            record({"coding": listed(_SERVICE_CODING, 1, 1)}),
            1,
            1,
        ),
        "participant": listed(
            record(
                {
                    "actor": record({"reference": text()}, display=text()),
                    "status": constant("accepted"),
                }
            ),
            1,
            3,
        ),
    }
)

_SERVICE = record(
    {
        "resourceType": constant("HealthcareService"),
        "id": text(pattern=ID),
        "active": {"type": "boolean"},
        **translated("name"),
        **translated("comment"),
    }
)

_LOAD = record(
    {
        "name": constant("service"),
        "part": listed(
            record(
                {"name": one_of("code", "rooms-open", "waiting", "estimated-wait")},
                valueCode=text(),
                valueInteger=number(minimum=0),
                valueDuration=MINUTES,
            ),
            3,
            4,
        ),
    }
)
_QUEUE_STATUS = record({"resourceType": constant("Parameters"), "parameter": listed(_LOAD)})

_ENCOUNTER = record(
    {
        "resourceType": constant("Encounter"),
        "id": text(pattern=ID),
        "identifier": listed(_IDENTIFIER, least=1),
        "status": one_of("arrived", "in-progress", "finished", "cancelled"),
        "class": record({"system": text(), "code": constant("AMB")}),
        "serviceType": record({"coding": listed(_SERVICE_CODING, 1, 1)}),
        "subject": refers("Patient"),
        "period": record({"start": text(pattern=MOMENT)}, end=text(pattern=MOMENT)),
        "location": listed(record({"location": refers("Location", display=text())}), 1, 1),
        "extension": listed(
            record({"url": constant("urn:kiosk:identity-check"), "valueCode": IDENTITY_CHECK}),
            1,
            1,
        ),
    }
)

_FLAG: Schema = {"valueBoolean": {"type": "boolean"}}
_TICKET = parameters(
    {
        "encounter": {"resource": named("Encounter")},
        "number": {"valueString": text(pattern="^[A-Z]-[0-9]{3,}$")},
        "service": {**translated("valueString")},
        "room": {"valueString": text()},
        "floor": {"valueString": text()},
        # A room that is in no file any more has no way that anybody could tell.
        "direction": {**translated("valueString")},
        "people-ahead": {"valueInteger": number(minimum=0)},
        "issued": {"valueDateTime": text(pattern=MOMENT)},
        "priority": _FLAG,
        "reissued": _FLAG,
    },
    estimated_wait={"valueDuration": MINUTES},
    follow_up={"valueUrl": text(format="uri")},
)

_CALL = record(
    {
        "resourceType": constant("CommunicationRequest"),
        "id": text(pattern=ID),
        "status": constant("active"),
        "sender": {"type": "object"},
        "payload": listed(record({"contentString": text()}), 1, 1),
        "authoredOn": text(pattern=MOMENT),
    },
    category=listed(record({"coding": listed(_CODING, 1, 1)}), 1, 1),
)

_STATEMENT = record(
    {
        "resourceType": constant("CapabilityStatement"),
        "status": constant("active"),
        "date": text(),
        "kind": constant("instance"),
        "software": record({"name": text(), "version": text()}),
        "fhirVersion": constant("4.0.1"),
        "format": listed(text(), least=1),
        "rest": listed({"type": "object"}, 1, 1),
    }
)
_DEFINITION = record(
    {
        "resourceType": constant("OperationDefinition"),
        "id": text(pattern=ID),
        "url": text(format="uri"),
        "name": text(pattern="^[A-Z][A-Za-z0-9_]*$"),
        "status": constant("active"),
        "kind": constant("operation"),
        "code": text(),
        "system": {"type": "boolean"},
        "type": {"type": "boolean"},
        "instance": {"type": "boolean"},
        "parameter": listed({"type": "object"}, least=1),
    }
)


def _searchset(kind: str) -> Schema:
    entry = record(
        {"resource": named(kind), "search": record({"mode": constant("match")})},
    )
    return record(
        {
            "resourceType": constant("Bundle"),
            "type": constant("searchset"),
            "total": number(minimum=0),
        },
        entry=listed(entry, least=1),
    )


SCHEMAS: dict[str, Schema] = {
    "Appointment": _APPOINTMENT,
    "AppointmentBundle": _searchset("Appointment"),
    "CapabilityStatement": _STATEMENT,
    "CommunicationRequest": _CALL,
    "CoverageEligibilityResponse": _ELIGIBILITY,
    "Encounter": _ENCOUNTER,
    "EncounterBundle": _searchset("Encounter"),
    "HealthcareService": _SERVICE,
    "HealthcareServiceBundle": _searchset("HealthcareService"),
    "OperationDefinition": _DEFINITION,
    "OperationOutcome": _OUTCOME,
    "Patient": _PATIENT,
    "PatientBundle": _searchset("Patient"),
    "QueueStatus": _QUEUE_STATUS,
    "Ticket": _TICKET,
    "Translations": TRANSLATIONS,
}
"""By name in ``components.schemas``."""
