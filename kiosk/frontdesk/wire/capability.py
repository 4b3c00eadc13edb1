"""What the server says of itself: FHIR R4 CapabilityStatement and OperationDefinition resources.

The same resources stand in ``docs/hospital-api``; a test compares.
"""

from collections.abc import Collection
from typing import Any

from kiosk import __version__
from kiosk.frontdesk.wire.operation import Operation
from kiosk.frontdesk.wire.operations import OPERATIONS

Resource = dict[str, Any]

PUBLISHED = "2026-11-23"
"""Day of the last change to the contract."""

_ENCOUNTERS = {"identifier": "token", "patient": "reference", "status": "token"}
_URL = "urn:kiosk:capability-statement:frontdesk"
_SERVICE = "http://terminology.hl7.org/CodeSystem/restful-security-service"


_FACES = frozenset({"face-match", "face-enroll"})
"""Operations that a hospital may do without. Taking a face back is always possible."""
_LEASES = frozenset({"lease-numbers", "return-numbers"})
"""The same: of hospitals that give kiosks numbers ahead."""


def capability_statement(*, faces: bool, leases: bool) -> Resource:
    """FHIR R4, 2.2 (http://hl7.org/fhir/R4/capabilitystatement.html). ``faces``: whether patients
    are known by theirs; ``leases``: whether kiosks have numbers ahead."""
    return {
        "resourceType": "CapabilityStatement",
        "id": "frontdesk",
        "url": _URL,
        "version": __version__,
        "name": "KioskFrontdesk",
        "title": "The hospital API of check-in kiosks",
        "status": "active",
        "date": PUBLISHED,
        "description": "Finds and registers patients, asks their insurance, lists their "
        "appointments and the hospital's services, gives places in queues, and keeps what "
        "patients agree to.",
        "kind": "instance",
        "software": {"name": "kiosk.frontdesk", "version": __version__},
        "implementation": {"description": "The kiosk's embedded hospital"},
        "fhirVersion": "4.0.1",
        "format": ["application/fhir+json"],
        "rest": [
            {
                "mode": "server",
                "security": {
                    "cors": False,
                    "service": [{"coding": [{"system": _SERVICE, "code": "SMART-on-FHIR"}]}],
                    "description": "Open on the machine itself. Beyond it: TLS, and an access "
                    "token (SMART Backend Services) or a client certificate.",
                },
                "resource": _resources(frozenset() if faces else _FACES),
                "operation": _operations("", frozenset() if leases else _LEASES),
            }
        ],
    }


def operation_definition(operation: Operation) -> Resource:
    """FHIR R4, 2.4 (http://hl7.org/fhir/R4/operationdefinition.html)."""
    found: Resource = {
        "resourceType": "OperationDefinition",
        "id": operation.code,
        "url": operation.url,
        "version": __version__,
        "name": operation.name,
        "title": operation.title,
        "status": "active",
        "kind": "operation",
        "date": PUBLISHED,
        "description": operation.description,
        "affectsState": operation.affects_state,
        "code": operation.code,
    }
    if operation.comment:
        found["comment"] = operation.comment
    if operation.base:
        found["base"] = operation.base
    if operation.resource:
        found["resource"] = [operation.resource]
    return found | {
        "system": operation.level == "system",
        "type": operation.level == "type",
        "instance": operation.level == "instance",
        "parameter": [parameter.written() for parameter in operation.parameters],
    }


def _resources(without: Collection[str]) -> list[Resource]:
    return [
        _resource("Appointment", ["read", "search-type"], patient="reference", date="date"),
        _resource("CommunicationRequest", ["create"]),
        _resource("Consent", ["read", "create"]),
        _resource("CoverageEligibilityRequest", []),
        _resource("Encounter", ["search-type"], **_ENCOUNTERS),
        _resource("HealthcareService", ["search-type"], active="token"),
        _resource("OperationDefinition", ["read"]),
        _resource(
            "Patient",
            ["read", "search-type", "create"],
            without,
            identifier="token",
            phone="token",
            birthdate="date",
        )
        | {"conditionalCreate": True},
    ]


def _resource(
    kind: str, interactions: list[str], without: Collection[str] = (), **searches: str
) -> Resource:
    """``without`` these operations."""
    found: Resource = {"type": kind}
    # FHIR has no empty lists.
    if interactions:
        found["interaction"] = [{"code": code} for code in interactions]
    if searches:
        found["searchParam"] = [{"name": name, "type": kind} for name, kind in searches.items()]
    operations = _operations(kind, without)
    return found | {"operation": operations} if operations else found


def _operations(resource: str, without: Collection[str]) -> list[Resource]:
    return [
        {"name": operation.code, "definition": operation.url}
        for operation in OPERATIONS.values()
        if operation.resource == resource and operation.code not in without
    ]
