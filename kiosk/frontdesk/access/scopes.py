"""What a client may do, in the words of SMART App Launch 2.2, "Scopes for requesting FHIR
Resources": ``system/Patient.rs`` lets read and search patients."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType

ALLOWED: Mapping[str, str] = MappingProxyType(
    {
        "Patient": "crs",
        "CoverageEligibilityRequest": "c",
        "Appointment": "rs",
        "HealthcareService": "rs",
        "Encounter": "cus",
        "CommunicationRequest": "c",
        "Consent": "cr",
        "Basic": "cds",
    }
)
"""What there is to allow: create, read, update, search. Operations count as what they do:
``$check-in`` creates an Encounter, ``$lease-numbers`` promises some, ``$return-numbers``,
``$ticket-printed`` and ``$cancel-check-in`` update them.
Descriptors of faces, for which FHIR has no resource, are Basic: ``$face-enroll`` creates one,
``$face-match`` searches them, ``$face-forget`` deletes them."""

KIOSK = " ".join(f"system/{resource}.{may}" for resource, may in ALLOWED.items())
"""All that a kiosk needs, which is all there is."""

NEEDED: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("POST", "/fhir/Patient/_search"): "Patient.s",
        ("GET", "/fhir/Patient/{id}"): "Patient.r",
        ("POST", "/fhir/Patient"): "Patient.c",
        ("POST", "/fhir/CoverageEligibilityRequest/$submit"): "CoverageEligibilityRequest.c",
        ("GET", "/fhir/Appointment"): "Appointment.s",
        ("GET", "/fhir/Appointment/{id}"): "Appointment.r",
        ("GET", "/fhir/HealthcareService"): "HealthcareService.s",
        ("GET", "/fhir/HealthcareService/$queue-status"): "HealthcareService.r",
        ("POST", "/fhir/$check-in"): "Encounter.c",
        ("POST", "/fhir/$lease-numbers"): "Encounter.c",
        ("POST", "/fhir/$return-numbers"): "Encounter.u",
        ("GET", "/fhir/Encounter"): "Encounter.s",
        ("POST", "/fhir/Encounter/{id}/$ticket-printed"): "Encounter.u",
        ("POST", "/fhir/Encounter/{id}/$cancel-check-in"): "Encounter.u",
        ("POST", "/fhir/CommunicationRequest"): "CommunicationRequest.c",
        ("POST", "/fhir/Consent"): "Consent.c",
        ("GET", "/fhir/Consent/{id}"): "Consent.r",
        ("POST", "/fhir/Patient/$face-match"): "Basic.s",
        ("POST", "/fhir/Patient/{id}/$face-enroll"): "Basic.c",
        ("POST", "/fhir/Patient/{id}/$face-forget"): "Basic.d",
    }
)
"""The permission of each interaction."""

OPEN = frozenset(
    {
        ("GET", "/fhir/metadata"),
        ("GET", "/fhir/openapi.json"),
        ("GET", "/fhir/OperationDefinition/{id}"),
    }
)
"""What tells nothing of anybody: how to ask."""

LONGEST = 1024
_WORD = re.compile(r"system/(?P<resource>[A-Za-z]{1,64}|\*)\.(?P<may>c?r?u?d?s?)")

Permissions = frozenset[str]
"""``Patient.r`` and the like, one letter each."""


@lru_cache(maxsize=256)
def permissions(scope: str) -> Permissions | None:
    """Every permission that the words of ``scope`` give, among those there are.

    ``None`` if a word is none of this server's: another context than ``system/``, a resource that
    it does not have, or the words of SMART 1 (``.read``). Kept, because each request asks.
    """
    found: set[str] = set()
    if len(scope) > LONGEST:
        return None
    for word in scope.split():
        match = _WORD.fullmatch(word)
        if match is None or not match["may"]:
            return None
        resources = tuple(ALLOWED) if match["resource"] == "*" else (match["resource"],)
        if any(resource not in ALLOWED for resource in resources):
            return None
        found |= {
            f"{one}.{may}" for one in resources for may in match["may"] if may in ALLOWED[one]
        }
    return frozenset(found)


def written(given: Permissions) -> str:
    """The shortest words for them, in the order of :data:`ALLOWED`."""
    words = (
        (resource, "".join(letter for letter in "cruds" if f"{resource}.{letter}" in given))
        for resource in ALLOWED
    )
    return " ".join(f"system/{resource}.{may}" for resource, may in words if may)


def granted(asked: str, allowed: str) -> str | None:
    """What a client gets that asks for ``asked`` and may have ``allowed``.

    ``None`` if it asks for what is not here, or for nothing that it may have (SMART Backend
    Services, "Enforce Authorization").
    """
    wanted, may = permissions(asked), permissions(allowed)
    if wanted is None or may is None or not wanted & may:
        return None
    return written(wanted & may)


def unguarded(routes: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Interactions that nobody has decided about."""
    return {route for route in routes if route not in NEEDED and route not in OPEN}
