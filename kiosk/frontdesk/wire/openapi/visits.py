"""OpenAPI: appointments, services, check-ins, calls for staff."""

from kiosk.frontdesk.wire.openapi import examples as ex
from kiosk.frontdesk.wire.openapi.answers import ALWAYS, answer
from kiosk.frontdesk.wire.openapi.elements import ID, Schema, constant, one_of, text
from kiosk.frontdesk.wire.openapi.parts import of_id, operation, parameter, posted, read

_KEY = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"


def paths() -> dict[str, dict[str, Schema]]:
    """By path below ``/fhir``, then by method in lower case."""
    return {
        "/Appointment": {"get": _search_appointments()},
        "/Appointment/{id}": {"get": read("Appointment", ex.APPOINTMENT)},
        "/HealthcareService": {"get": _search_services()},
        "/HealthcareService/$queue-status": {"get": _queue_status()},
        "/$check-in": {"post": _check_in()},
        "/Encounter": {"get": _search_encounters()},
        "/Encounter/{id}/$ticket-printed": {"post": _ticket_printed()},
        "/Encounter/{id}/$cancel-check-in": {"post": _cancel()},
        "/CommunicationRequest": {"post": _call_staff()},
    }


def _search_appointments() -> Schema:
    bounds: Schema = {
        "type": "array",
        "items": text(pattern="^(ge|lt)[0-9]{4}-[0-9]{2}-[0-9]{2}"),
        "maxItems": 2,
    }
    found = answer("By start.", "AppointmentBundle", ex.searchset(ex.APPOINTMENT))
    return operation(
        "searchAppointments",
        "A patient's appointments",
        {"200": found},
        400,
        *ALWAYS,
        parameters=[
            parameter("patient", "query", text(pattern=ID), ex.PATIENT_ID, required=True),
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
    return operation(
        "searchServices",
        "What patients can choose",
        {"200": found},
        400,
        *ALWAYS,
        parameters=[parameter("active", "query", one_of("true", "false"), "true")],
    )


def _queue_status() -> Schema:
    found = answer("One for each service.", "QueueStatus", ex.QUEUE_STATUS)
    return operation("queueStatus", "How busy the services are", {"200": found}, *ALWAYS)


def _check_in() -> Schema:
    new = answer("A new ticket.", "Ticket", ex.TICKET)
    encounter = {"path.id": "$response.body#/parameter/0/resource/id"}
    new["links"] = {
        "printed": {"operationId": "ticketPrinted", "parameters": encounter},
        "cancel": {"operationId": "cancelCheckIn", "parameters": encounter},
    }
    closed = answer(
        "`service-closed`, with what takes patients instead; `appointment-not-today`; or, of a "
        "number that the kiosk had ahead, `lease-used` or `lease-lapsed`.",
        "OperationOutcome",
        ex.SERVICE_CLOSED,
    )
    return posted(
        "checkIn",
        "Take a place in a queue",
        {"200": answer("A ticket given before.", "Ticket", ex.TICKET), "201": new, "409": closed},
        404,
        422,
        parameters=[parameter("Idempotency-Key", "header", text(pattern=_KEY), ex.KEY)],
        takes=("CheckIn", ex.CHECK_IN),
    )


def _search_encounters() -> Schema:
    token = f"urn:kiosk:check-in-key|{ex.KEY}"
    held = "arrived,in-progress"
    found = answer(
        "At most one of a key; of a patient one for each service.",
        "EncounterBundle",
        ex.searchset(ex.ENCOUNTER),
    )
    return operation(
        "searchEncounters",
        "What a lost answer would have said, or which tickets a patient holds",
        {"200": found},
        400,
        *ALWAYS,
        description="Either `identifier`, or `patient` with `status`.",
        parameters=[
            parameter("identifier", "query", text(), token),
            parameter("patient", "query", text(pattern=ID), ex.PATIENT_ID),
            parameter("status", "query", constant(held), held),
        ],
    )


def _ticket_printed() -> Schema:
    return posted(
        "ticketPrinted",
        "Whether the ticket is on paper",
        {"200": answer("The encounter.", "Encounter", ex.ENCOUNTER)},
        404,
        parameters=[of_id(ex.ENCOUNTER_ID)],
        takes=("TicketPrinted", ex.PRINTED),
    )


def _cancel() -> Schema:
    cancelled = ex.ENCOUNTER | {"status": "cancelled"}
    return operation(
        "cancelCheckIn",
        "Give a place back",
        {"200": answer("The encounter.", "Encounter", cancelled)},
        404,
        *ALWAYS,
        parameters=[of_id(ex.ENCOUNTER_ID)],
    )


def _call_staff() -> Schema:
    return posted(
        "callStaff",
        "Call a member of staff to a kiosk",
        {"201": answer("Noted.", "CommunicationRequest", ex.CALL)},
        takes=("CallStaff", ex.CALL_STAFF),
    )
