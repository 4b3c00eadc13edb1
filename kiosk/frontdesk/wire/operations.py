"""The operations that FHIR has no word for: what each takes and answers, as data."""

from collections.abc import Mapping
from types import MappingProxyType

from kiosk.frontdesk.wire.lease_operations import LEASE_NUMBERS, RETURN_NUMBERS
from kiosk.frontdesk.wire.operation import Operation, Parameter
from kiosk.frontdesk.wire.operation import answered as _out
from kiosk.frontdesk.wire.operation import given as _in

_BASE = "http://hl7.org/fhir/OperationDefinition"

_CHECK_IN = Operation(
    "check-in",
    "CheckIn",
    "Take a place in a queue",
    "Gives a patient a place in the queue of a service or of an appointment, with a number that "
    "nobody else has that day.",
    "system",
    "",
    True,
    (
        _in("patient", "Reference", "1..1", "Patient/{id}."),
        _in("service", "Reference", "0..1", "HealthcareService/{id}; this or appointment."),
        _in("appointment", "Reference", "0..1", "Appointment/{id}; this or service."),
        _in("coverage", "Reference", "0..1", "Coverage/{id}, of the same patient."),
        _in(
            "priority",
            "code",
            "0..*",
            "Why the patient goes ahead by law: under-6, pregnant, disability, age-75, merit.",
        ),
        _in(
            "identity-check",
            "code",
            "0..1",
            "How it was seen that the patient is who the document names: document (nothing was "
            "proved), chip (the card is genuine), face (and its holder's face), desk (staff are "
            "to look at the card). document where it is absent.",
        ),
        _in(
            "provisional",
            "string",
            "0..1",
            "The number that the kiosk gave the patient by itself while the hospital was away, for "
            "example K1-007. It does not tell one request from another under the same key.",
        ),
        _in(
            "leased",
            "string",
            "0..1",
            "The number of a block (lease-numbers) that the kiosk gave the patient while the "
            "hospital was away, for example A-042: the ticket has this number.",
        ),
        _in("begun", "dateTime", "0..1", "When it gave that; with leased, and only there."),
        _in("kiosk", "string", "1..1", "The kiosk's id."),
        _in("key", "uuid", "1..1", "Made once for this wish (UUIDv7); also Idempotency-Key."),
        _out("encounter", "Encounter", "1..1", "With number and keys as identifiers."),
        _out("number", "string", "1..1", "As printed, for example A-042."),
        _out("service", "string", "1..1", "Translated."),
        _out("room", "string", "1..1", "The room's number."),
        _out("floor", "string", "1..1", "The floor's name."),
        _out("direction", "string", "1..1", "How to walk there, translated."),
        _out("people-ahead", "integer", "1..1", "Who will be called before."),
        _out("estimated-wait", "Duration", "0..1", "In minutes."),
        _out("issued", "dateTime", "1..1", "When the number was given."),
        _out("follow-up", "url", "0..1", "A page for the patient's phone, without names."),
        _out("priority", "boolean", "1..1", "Whether the patient goes ahead by law."),
        _out("reissued", "boolean", "1..1", "Whether the patient held this number before."),
    ),
    comment="One transaction. The same key and body answer the same ticket (200), the same key "
    "with another body is refused with key-reused. A patient has one open ticket for each "
    "service and day: another check-in answers it.",
)

_QUEUE_STATUS = Operation(
    "queue-status",
    "QueueStatus",
    "How busy the services are",
    "How many rooms take patients now, how many people wait, and how long who comes now will "
    "wait, for each service that patients can choose.",
    "type",
    "HealthcareService",
    False,
    (
        Parameter(
            "service",
            "out",
            "",
            "0..*",
            "One for each service, in the order in which a patient should see them.",
            (
                _out("code", "code", "1..1", "Id of the HealthcareService."),
                _out("rooms-open", "integer", "1..1", "Rooms that take patients now."),
                _out("waiting", "integer", "1..1", "People who wait in all its rooms."),
                _out("estimated-wait", "Duration", "0..1", "In minutes; absent if unknown."),
            ),
        ),
    ),
)

_TICKET_PRINTED = Operation(
    "ticket-printed",
    "TicketPrinted",
    "Whether the ticket is on paper",
    "Tells the hospital whether the patient has the ticket on paper. Repeating is harmless.",
    "instance",
    "Encounter",
    True,
    (
        _in("outcome", "code", "1..1", "printed or failed."),
        _out("return", "Encounter", "1..1", "The encounter."),
    ),
)

_CANCEL = Operation(
    "cancel-check-in",
    "CancelCheckIn",
    "Give a place back",
    "Cancels a place that is still waiting; its number stays used, its appointment can be kept "
    "again. Repeating is harmless.",
    "instance",
    "Encounter",
    True,
    (_out("return", "Encounter", "1..1", "The encounter, cancelled unless it had been called."),),
)

_SUBMIT = Operation(
    "submit",
    "SubmitEligibility",
    "Ask the insurer",
    "Asks the health-insurance (BHYT) gateway whether a patient is insured today.",
    "type",
    "CoverageEligibilityRequest",
    False,
    (
        _in("resource", "CoverageEligibilityRequest", "1..1", "Who is asked about."),
        _out(
            "return",
            "CoverageEligibilityResponse",
            "1..1",
            "The gateway's result code is the extension urn:kiosk:bhyt-result.",
        ),
    ),
    base=f"{_BASE}/CoverageEligibilityRequest-submit",
)

_DESCRIPTOR = _in(
    "descriptor",
    "base64Binary",
    "1..1",
    "128 numbers, IEEE 754 binary32, least significant byte first, as dlib's "
    "dlib_face_recognition_resnet_model_v1 describes a face.",
)

_FACE_MATCH = Operation(
    "face-match",
    "FaceMatch",
    "Whose face it is",
    "Looks for the one patient who agreed to be known again and whose face this is.",
    "type",
    "Patient",
    False,
    (_DESCRIPTOR, _out("patient", "Patient", "0..1", "Who it may be; the patient confirms it.")),
    comment="At most one: a face that is near to that of two patients is nobody's. Each client may "
    "ask twenty times a minute. Hospitals may do without: not-offered.",
)

_FACE_ENROLL = Operation(
    "face-enroll",
    "FaceEnroll",
    "Know a face again",
    "Keeps a description of the patient's face, with their consent to it: both or none.",
    "instance",
    "Patient",
    True,
    (
        _DESCRIPTOR,
        _in("consent", "Consent", "1..1", "Of this patient, to face-identification."),
        _out("return", "Consent", "1..1", "As it is kept."),
    ),
    comment="Of each patient the last three descriptors are kept. Repeating is harmless. Hospitals "
    "may do without: not-offered.",
)

_FACE_FORGET = Operation(
    "face-forget",
    "FaceForget",
    "Forget a face",
    "Deletes all that is kept of the patient's face, and withdraws the consent. Always possible.",
    "instance",
    "Patient",
    True,
    (_out("forgotten", "integer", "1..1", "How many descriptors there were."),),
    comment="Repeating is harmless.",
)

OPERATIONS: Mapping[str, Operation] = MappingProxyType(
    {
        one.code: one
        for one in (
            _CHECK_IN,
            LEASE_NUMBERS,
            RETURN_NUMBERS,
            _QUEUE_STATUS,
            _TICKET_PRINTED,
            _CANCEL,
            _SUBMIT,
            _FACE_MATCH,
            _FACE_ENROLL,
            _FACE_FORGET,
        )
    }
)
"""By code."""
