"""What kiosks send, checked: FHIR JSON, forms and query strings to plain values.

All of it is hostile. Whatever is not as the contract says is refused with ``invalid``,
and no refusal quotes what was sent.
"""

from kiosk.frontdesk.wire.incoming.consents import read_consent, read_enrolment, read_face
from kiosk.frontdesk.wire.incoming.leases import NumbersReturned, read_lease, read_return
from kiosk.frontdesk.wire.incoming.patients import (
    EligibilityAsked,
    PatientsAsked,
    read_eligibility,
    read_identifiers,
    read_patient,
    read_patient_search,
)
from kiosk.frontdesk.wire.incoming.values import is_id
from kiosk.frontdesk.wire.incoming.visits import (
    AppointmentsAsked,
    EncountersAsked,
    StaffCall,
    read_appointment_search,
    read_call,
    read_check_in,
    read_encounter_search,
    read_outcome,
    read_service_search,
)

__all__ = [
    "AppointmentsAsked",
    "EligibilityAsked",
    "EncountersAsked",
    "NumbersReturned",
    "PatientsAsked",
    "StaffCall",
    "is_id",
    "read_appointment_search",
    "read_call",
    "read_check_in",
    "read_consent",
    "read_eligibility",
    "read_encounter_search",
    "read_enrolment",
    "read_face",
    "read_identifiers",
    "read_lease",
    "read_outcome",
    "read_patient",
    "read_patient_search",
    "read_return",
    "read_service_search",
]
