"""OpenAPI: patients, and whether they are insured."""

from kiosk.frontdesk.wire.openapi import examples as ex
from kiosk.frontdesk.wire.openapi.answers import ALWAYS, WITH_BODY, answer
from kiosk.frontdesk.wire.openapi.elements import Schema, text
from kiosk.frontdesk.wire.openapi.parts import operation, parameter, posted, read

FORM = "application/x-www-form-urlencoded"


def paths() -> dict[str, dict[str, Schema]]:
    """By path below ``/fhir``, then by method in lower case."""
    return {
        "/Patient/_search": {"post": _search_patients()},
        "/Patient/{id}": {"get": read("Patient", ex.PATIENT)},
        "/Patient": {"post": _register()},
        "/CoverageEligibilityRequest/$submit": {"post": _submit()},
    }


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
    return operation(
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
    return posted(
        "createPatient",
        "Register a patient, unless one is there",
        {"200": there, "201": new},
        412,
        parameters=[
            parameter("If-None-Exist", "header", text(), condition, required=True),
        ],
        takes=("NewPatient", ex.NEW_PATIENT),
    )


def _submit() -> Schema:
    return posted(
        "submitEligibility",
        "Ask the insurer",
        {"200": answer("What it says.", "CoverageEligibilityResponse", ex.ELIGIBILITY)},
        404,
        takes=("EligibilityAsked", ex.ELIGIBILITY_ASKED),
    )
