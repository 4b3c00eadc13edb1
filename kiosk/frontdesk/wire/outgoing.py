"""What the hospital answers: plain values to FHIR R4 resources, as dictionaries."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from kiosk.frontdesk.clock import stamp
from kiosk.frontdesk.insurer import Verdict
from kiosk.frontdesk.premises import Premises, Room, Service, Text
from kiosk.frontdesk.queue.standings import ServiceLoad
from kiosk.frontdesk.queue.tickets import Place
from kiosk.frontdesk.records import Appointment, Consent, Encounter, Lease, Patient
from kiosk.frontdesk.refusals import Offer, Refusal
from kiosk.frontdesk.wire.incoming import EligibilityAsked
from kiosk.frontdesk.wire.systems import CONSENT, KIOSK, PROVISIONAL, URI, WORDING, Systems

Resource = dict[str, Any]

INSTEAD = "urn:kiosk:instead"
TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"
_ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
_CONSENT_SCOPE = "http://terminology.hl7.org/CodeSystem/consentscope"
_BENEFIT_TYPE = "http://terminology.hl7.org/CodeSystem/benefit-type"
_MINUTES = {"unit": "min", "system": "http://unitsofmeasure.org", "code": "min"}


def operation_outcome(refusal: Refusal) -> Resource:
    issue: Resource = {
        "severity": "error",
        "code": refusal.issue,
        "diagnostics": refusal.text,
    }
    if refusal.reason:
        issue["details"] = {"coding": [{"system": "urn:kiosk:refusal", "code": refusal.reason}]}
    if refusal.instead:
        issue["extension"] = [_offer(offer) for offer in refusal.instead]
    return {"resourceType": "OperationOutcome", "issue": [issue]}


def _offer(offer: Offer) -> Resource:
    """What takes patients in place of what was asked for."""
    wait = {"url": "estimated-wait", "valueDuration": {"value": offer.wait, **_MINUTES}}
    parts: list[Resource] = [
        {"url": "service", "valueCode": offer.service.code},
        {"url": "name", **translated("valueString", offer.service.name)},
        {"url": "room", "valueString": offer.room.number},
        {"url": "floor", "valueString": offer.room.floor},
        wait,
    ]
    return {"url": INSTEAD, "extension": parts}


def translated(element: str, text: Text) -> Resource:
    """An element in Vietnamese, with its English translation as FHIR's extension."""
    english = [{"url": "lang", "valueCode": "en"}, {"url": "content", "valueString": text.en}]
    return {
        element: text.vi,
        f"_{element}": {"extension": [{"url": TRANSLATION, "extension": english}]},
    }


def bundle(resources: Iterable[Resource]) -> Resource:
    """A searchset."""
    entries = [{"resource": resource, "search": {"mode": "match"}} for resource in resources]
    answer: Resource = {"resourceType": "Bundle", "type": "searchset", "total": len(entries)}
    # FHIR has no empty lists.
    return answer | {"entry": entries} if entries else answer


def patient(found: Patient, systems: Systems) -> Resource:
    answer: Resource = {
        "resourceType": "Patient",
        "id": found.id,
        "identifier": [
            {"system": systems.uri(number.kind), "value": number.value}
            for number in found.identifiers
        ],
        "name": [{"text": found.name}],
        "gender": found.gender,
        "birthDate": found.birth,
    }
    if found.address:
        answer["address"] = [{"text": found.address}]
    if found.phone:
        answer["telecom"] = [{"system": "phone", "value": found.phone}]
    if found.face_enrolled:
        answer["extension"] = [{"url": "urn:kiosk:face-enrolled", "valueBoolean": True}]
    return answer


def eligibility(asked: EligibilityAsked, found: Verdict, name: Text, now: datetime) -> Resource:
    answer: Resource = {
        "resourceType": "CoverageEligibilityResponse",
        "status": "active",
        "purpose": ["validation"],
        "patient": {"reference": f"Patient/{asked.patient}"},
        "created": stamp(now),
        "servicedDate": now.date().isoformat(),
        "request": {"identifier": {"value": asked.request}} if asked.request else {"display": "-"},
        "requestor": {"display": name.vi},
        "insurer": {"display": "Bảo hiểm xã hội Việt Nam"},
        "outcome": found.outcome,
    }
    if found.result:
        answer["extension"] = [{"url": "urn:kiosk:bhyt-result", "valueCode": found.result}]
    if found.coverage:
        benefit = {
            "type": {"coding": [{"system": _BENEFIT_TYPE, "code": "benefit"}]},
            "allowedUnsignedInt": found.percent,
        }
        answer["insurance"] = [
            {
                "coverage": {"reference": f"Coverage/{found.coverage}"},
                "inforce": found.in_force,
                "item": [{"benefit": [benefit]}],
            }
        ]
    return answer


def appointment(found: Appointment, premises: Premises) -> Resource:
    coding: Resource = {"code": found.service}
    service = premises.services.get(found.service)
    if service:
        coding |= translated("display", service.name)
    participants = [{"reference": f"Patient/{found.patient}"}]
    room = premises.rooms.get(found.room)
    if room:
        participants += [
            {"reference": f"Practitioner/{room.doctor.id}", "display": room.doctor.name},
            {"reference": f"Location/{room.number}", "display": room.number},
        ]
    return {
        "resourceType": "Appointment",
        "id": found.id,
        "status": found.status,
        "serviceType": [{"coding": [coding]}],
        "start": found.start,
        "participant": [{"actor": actor, "status": "accepted"} for actor in participants],
    }


def healthcare_service(load: ServiceLoad) -> Resource:
    return {
        "resourceType": "HealthcareService",
        "id": load.service.code,
        "active": True,
        **translated("name", load.service.name),
        **translated("comment", load.service.plain),
    }


def queue_status(loads: Iterable[ServiceLoad]) -> Resource:
    return _parameters([{"name": "service", "part": _load_parts(load)} for load in loads])


def _load_parts(load: ServiceLoad) -> list[Resource]:
    parts: list[Resource] = [
        {"name": "code", "valueCode": load.service.code},
        {"name": "rooms-open", "valueInteger": load.rooms_open},
        {"name": "waiting", "valueInteger": load.waiting},
    ]
    if load.wait is not None:
        parts.append(_minutes("estimated-wait", load.wait))
    return parts


def ticket(place: Place, systems: Systems, follow_up: str) -> Resource:
    """The answer of ``$check-in``; ``follow_up`` is the address of the ticket's page."""
    held = encounter(place.encounter, place.service, place.keys, systems)
    return _parameters(
        [
            {"name": "encounter", "resource": held},
            {"name": "number", "valueString": place.encounter.number},
            {"name": "service", **translated("valueString", place.service.name)},
            {"name": "room", "valueString": place.room.number},
            {"name": "floor", "valueString": place.room.floor},
            {"name": "direction", **translated("valueString", place.room.way)},
            {"name": "people-ahead", "valueInteger": place.standing.ahead},
            _minutes("estimated-wait", place.standing.wait),
            {"name": "issued", "valueDateTime": place.encounter.issued},
            {"name": "follow-up", "valueUrl": follow_up},
            {"name": "priority", "valueBoolean": bool(place.encounter.priority)},
            {"name": "reissued", "valueBoolean": place.reissued},
        ]
    )


def encounter(
    found: Encounter, service: Service, keys: Iterable[str], systems: Systems
) -> Resource:
    """``service`` is the one that the number was given for, and ``keys`` are those of the
    check-ins that this ticket answered."""
    return {
        "resourceType": "Encounter",
        "id": found.id,
        "identifier": [
            {"system": systems.ticket, "value": found.number},
            *({"system": systems.key, "value": key} for key in keys),
            *({"system": PROVISIONAL, "value": one} for one in found.provisional.split()),
        ],
        "status": found.status,
        "class": {"system": _ACT_CODE, "code": "AMB"},
        "serviceType": {"coding": [{"code": found.service, **translated("display", service.name)}]},
        "subject": {"reference": f"Patient/{found.patient}"},
        "period": {"start": found.issued},
        "location": [{"location": {"reference": f"Location/{found.room}", "display": found.room}}],
        "extension": [{"url": "urn:kiosk:identity-check", "valueCode": found.identity}],
    }


def consent(found: Consent) -> Resource:
    """FHIR R4, 6.2; inactive once it was withdrawn."""
    return {
        "resourceType": "Consent",
        "id": found.id,
        "language": found.language,
        "extension": [{"url": KIOSK, "valueString": found.kiosk}],
        "identifier": [{"system": URI, "value": f"urn:uuid:{found.key}"}],
        "status": "active" if found.withdrawn is None else "inactive",
        "scope": {"coding": [{"system": _CONSENT_SCOPE, "code": "patient-privacy"}]},
        "category": [{"coding": [{"system": CONSENT, "code": found.purpose}]}],
        "patient": {"reference": f"Patient/{found.patient}"},
        "dateTime": found.given,
        "policy": [{"uri": WORDING + found.wording}],
    }


def face_matched(found: Patient | None, systems: Systems) -> Resource:
    """The answer of ``$face-match``."""
    return _listed([{"name": "patient", "resource": patient(found, systems)}] if found else [])


def face_forgotten(count: int) -> Resource:
    """The answer of ``$face-forget``."""
    return _parameters([{"name": "forgotten", "valueInteger": count}])


def leased(found: Iterable[Lease], premises: Premises) -> Resource:
    """The answer of ``$lease-numbers``."""
    return _listed([_number(lease, premises.room_of(lease.room)) for lease in found])


def _number(lease: Lease, room: Room) -> Resource:
    parts: list[Resource] = [
        {"name": "value", "valueString": lease.number},
        {"name": "service", "valueCode": lease.service},
        {"name": "room", "valueString": room.number},
        {"name": "floor", "valueString": room.floor},
        {"name": "direction", **translated("valueString", room.way)},
        {"name": "ends", "valueDateTime": lease.ends},
    ]
    return {"name": "number", "part": parts}


def numbers_returned(count: int) -> Resource:
    """The answer of ``$return-numbers``."""
    return _parameters([{"name": "returned", "valueInteger": count}])


def communication_request(call: str, kiosk: str, page: str, now: datetime) -> Resource:
    return {
        "resourceType": "CommunicationRequest",
        "id": call,
        "status": "active",
        "category": [{"coding": [{"system": "urn:kiosk:call", "code": "staff-call"}]}],
        "sender": {"identifier": {"value": kiosk}},
        "payload": [{"contentString": page}],
        "authoredOn": stamp(now),
    }


def _minutes(name: str, minutes: int) -> Resource:
    return {"name": name, "valueDuration": {"value": minutes, **_MINUTES}}


def _listed(parameters: list[Resource]) -> Resource:
    """As :func:`_parameters`; FHIR has no empty lists."""
    return _parameters(parameters) if parameters else {"resourceType": "Parameters"}


def _parameters(parameters: list[Resource]) -> Resource:
    return {"resourceType": "Parameters", "parameter": parameters}
