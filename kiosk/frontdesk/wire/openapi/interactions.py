"""OpenAPI paths: every interaction of the hospital API."""

from typing import Any

from kiosk.frontdesk.wire.capability import capability_statement, operation_definition
from kiosk.frontdesk.wire.openapi import examples as ex
from kiosk.frontdesk.wire.openapi.answers import ALWAYS, FHIR, WITH_BODY, answer, failing
from kiosk.frontdesk.wire.openapi.elements import ID, Schema, named, one_of, text
from kiosk.frontdesk.wire.operations import OPERATIONS

FORM = "application/x-www-form-urlencoded"
_OPEN = (500,)
_KEY = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"


def paths() -> dict[str, dict[str, Schema]]:
    """By path below ``/fhir``, then by method in lower case."""
    return {
        "/metadata": {"get": _metadata()},
        "/openapi.json": {"get": _openapi()},
        "/OperationDefinition/{id}": {"get": _operation_definition()},
        "/Patient/_search": {"post": _search_patients()},
        "/Patient/{id}": {"get": _read("Patient", ex.PATIENT)},
        "/Patient": {"post": _register()},
        "/CoverageEligibilityRequest/$submit": {"post": _submit()},
        "/Appointment": {"get": _search_appointments()},
        "/Appointment/{id}": {"get": _read("Appointment", ex.APPOINTMENT)},
        "/HealthcareService": {"get": _search_services()},
        "/HealthcareService/$queue-status": {"get": _queue_status()},
        "/$check-in": {"post": _check_in()},
        "/Encounter": {"get": _search_encounters()},
        "/Encounter/{id}/$ticket-printed": {"post": _ticket_printed()},
        "/Encounter/{id}/$cancel-check-in": {"post": _cancel()},
        "/CommunicationRequest": {"post": _call_staff()},
    }


def _operation(
    name: str, summary: str, answers: dict[str, Schema], *statuses: int, **more: Any
) -> Schema:
    responses = {**answers, **failing(*statuses)}
    return {
        "operationId": name,
        "summary": summary,
        **more,
        "responses": dict(sorted(responses.items())),
    }


def _parameter(name: str, place: str, schema: Schema, example: str, **more: Any) -> Schema:
    needed = place == "path"
    return {"name": name, "in": place, "required": needed, "schema": schema, "example": example} | (
        more
    )


def _id(example: str) -> Schema:
    return _parameter("id", "path", text(pattern=ID), example)


def _body(schema: str, example: object, media: str = FHIR) -> Schema:
    content = {media: {"schema": named(schema), "example": example}}
    return {"required": True, "content": content}


def _metadata() -> Schema:
    found = answer("Who the server is.", "CapabilityStatement", capability_statement())
    return _operation("metadata", "What the server can do", {"200": found}, *_OPEN, security=[{}])


def _openapi() -> Schema:
    content = {"application/json": {"schema": {"type": "object", "required": ["openapi"]}}}
    found = {"description": "OpenAPI 3.1.", "content": content}
    return _operation("openapi", "This description", {"200": found}, *_OPEN, security=[{}])


def _operation_definition() -> Schema:
    example = operation_definition(OPERATIONS["check-in"])
    found = answer("The operation.", "OperationDefinition", example)
    return _operation(
        "readOperationDefinition",
        "What one operation takes and answers",
        {"200": found},
        404,
        *_OPEN,
        security=[{}],
        parameters=[_id("check-in")],
    )


def _read(kind: str, example: ex.Resource) -> Schema:
    return _operation(
        f"read{kind}",
        f"Read one {kind}",
        {"200": answer("It is there.", kind, example)},
        404,
        *ALWAYS,
        parameters=[_id(example["id"])],
    )


def _search_patients() -> Schema:
    form = {
        "type": "object",
        "properties": {
            "identifier": text(minLength=1),
            "phone": text(minLength=1),
            "birthdate": text(minLength=1),
        },
    }
    asked = {
        "identifier": {
            "value": {"identifier": "http://fhir.ehealth.gov.vn/core/sid/cccd|079190012345"}
        },
        "phone": {"value": {"phone": "0900000123", "birthdate": "1990-03-15"}},
    }
    found = answer("Who matches.", "PatientBundle", ex.searchset(ex.PATIENT))
    found["links"] = {
        "appointments": {
            "operationId": "searchAppointments",
            "parameters": {"query.patient": "$response.body#/entry/0/resource/id"},
        },
    }
    return _operation(
        "searchPatients",
        "Find patients",
        {"200": found},
        *WITH_BODY,
        *ALWAYS,
        description="Either `identifier=system|value` (a comma means or), or `phone` with "
        "`birthdate`. A form, so that personal numbers stay out of access logs.",
        requestBody={"required": True, "content": {FORM: {"schema": form, "examples": asked}}},
    )


def _register() -> Schema:
    condition = "identifier=http://fhir.ehealth.gov.vn/core/sid/cccd|079190012345"
    new = answer("Created.", "Patient", ex.PATIENT)
    new["links"] = {
        "read": {"operationId": "readPatient", "parameters": {"path.id": "$response.body#/id"}},
        "appointments": {
            "operationId": "searchAppointments",
            "parameters": {"query.patient": "$response.body#/id"},
        },
        "insurance": {
            "operationId": "submitEligibility",
            "requestBody": {
                "resourceType": "CoverageEligibilityRequest",
                "patient": {"reference": "Patient/{$response.body#/id}"},
            },
        },
        "checkIn": {
            "operationId": "checkIn",
            "requestBody": {
                "resourceType": "Parameters",
                "parameter": [
                    {
                        "name": "patient",
                        "valueReference": {"reference": "Patient/{$response.body#/id}"},
                    },
                    *ex.CHECK_IN["parameter"][1:2],
                    *ex.CHECK_IN["parameter"][4:],
                ],
            },
        },
    }
    there = answer("Somebody has one of the identifiers.", "Patient", ex.PATIENT)
    return _operation(
        "createPatient",
        "Register a patient, unless one is there",
        {"200": there, "201": new},
        412,
        *WITH_BODY,
        *ALWAYS,
        parameters=[
            _parameter("If-None-Exist", "header", text(), condition, required=True),
        ],
        requestBody=_body("NewPatient", ex.NEW_PATIENT),
    )


def _submit() -> Schema:
    return _operation(
        "submitEligibility",
        "Ask the insurer",
        {"200": answer("What it says.", "CoverageEligibilityResponse", ex.ELIGIBILITY)},
        404,
        *WITH_BODY,
        *ALWAYS,
        requestBody=_body("EligibilityAsked", ex.ELIGIBILITY_ASKED),
    )


def _search_appointments() -> Schema:
    bounds: Schema = {
        "type": "array",
        "items": text(pattern="^(ge|lt)[0-9]{4}-[0-9]{2}-[0-9]{2}"),
        "maxItems": 2,
    }
    found = answer("By start.", "AppointmentBundle", ex.searchset(ex.APPOINTMENT))
    return _operation(
        "searchAppointments",
        "A patient's appointments",
        {"200": found},
        400,
        *ALWAYS,
        parameters=[
            _parameter("patient", "query", text(pattern=ID), ex.PATIENT_ID, required=True),
            {
                "name": "date",
                "in": "query",
                "description": "ge… and lt…, FHIR dateTime.",
                "schema": bounds,
                "example": ["ge2026-11-23T00:00:00+07:00", "lt2026-11-24T00:00:00+07:00"],
            },
        ],
    )


def _search_services() -> Schema:
    found = answer("In the hospital's order.", "HealthcareServiceBundle", ex.searchset(ex.SERVICE))
    return _operation(
        "searchServices",
        "What patients can choose",
        {"200": found},
        400,
        *ALWAYS,
        parameters=[_parameter("active", "query", one_of("true", "false"), "true")],
    )


def _queue_status() -> Schema:
    found = answer("One for each service.", "QueueStatus", ex.QUEUE_STATUS)
    return _operation("queueStatus", "How busy the services are", {"200": found}, *ALWAYS)


def _check_in() -> Schema:
    new = answer("A new ticket.", "Ticket", ex.TICKET)
    encounter = {"path.id": "$response.body#/parameter/0/resource/id"}
    new["links"] = {
        "printed": {"operationId": "ticketPrinted", "parameters": encounter},
        "cancel": {"operationId": "cancelCheckIn", "parameters": encounter},
    }
    closed = answer(
        "`service-closed`, with what takes patients instead; or `appointment-not-today`.",
        "OperationOutcome",
        ex.SERVICE_CLOSED,
    )
    return _operation(
        "checkIn",
        "Take a place in a queue",
        {"200": answer("A ticket given before.", "Ticket", ex.TICKET), "201": new, "409": closed},
        404,
        422,
        *WITH_BODY,
        *ALWAYS,
        parameters=[_parameter("Idempotency-Key", "header", text(pattern=_KEY), ex.KEY)],
        requestBody=_body("CheckIn", ex.CHECK_IN),
    )


def _search_encounters() -> Schema:
    token = f"urn:kiosk:check-in-key|{ex.KEY}"
    found = answer("At most one.", "EncounterBundle", ex.searchset(ex.ENCOUNTER))
    return _operation(
        "searchEncounters",
        "What a lost answer would have said",
        {"200": found},
        400,
        *ALWAYS,
        parameters=[_parameter("identifier", "query", text(), token, required=True)],
    )


def _ticket_printed() -> Schema:
    return _operation(
        "ticketPrinted",
        "Whether the ticket is on paper",
        {"200": answer("The encounter.", "Encounter", ex.ENCOUNTER)},
        404,
        *WITH_BODY,
        *ALWAYS,
        parameters=[_id(ex.ENCOUNTER_ID)],
        requestBody=_body("TicketPrinted", ex.PRINTED),
    )


def _cancel() -> Schema:
    cancelled = ex.ENCOUNTER | {"status": "cancelled"}
    return _operation(
        "cancelCheckIn",
        "Give a place back",
        {"200": answer("The encounter.", "Encounter", cancelled)},
        404,
        *ALWAYS,
        parameters=[_id(ex.ENCOUNTER_ID)],
    )


def _call_staff() -> Schema:
    return _operation(
        "callStaff",
        "Call a member of staff to a kiosk",
        {"201": answer("Noted.", "CommunicationRequest", ex.CALL)},
        *WITH_BODY,
        *ALWAYS,
        requestBody=_body("CallStaff", ex.CALL_STAFF),
    )
