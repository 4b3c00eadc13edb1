"""Whose face is kept, and whose no more."""

from kiosk.frontdesk import refusals
from kiosk.frontdesk.consents import Consents
from kiosk.frontdesk.records import IDENTIFICATION, Consent, Patient
from kiosk.frontdesk.store.store import Store

PER_PATIENT = 3
"""Descriptors that are kept of one patient, the last ones: with and without glasses, in another
light. With more of them more strangers would be near one."""
NOBODY = "nobody"
"""What the audit says a face was matched to, where it was nobody's."""


class Enrolment:
    """Methods belong into a transaction, and are audited; never with what a face is like."""

    def __init__(self, store: Store, consents: Consents) -> None:
        self._store = store
        self._consents = consents

    def enroll(self, given: Consent, descriptor: bytes) -> Consent:
        """Keep the descriptor of the consent's patient, and the consent. Sent twice it is kept
        once, and not again after :meth:`forget`.

        Refuses with ``patient-not-found``, ``key-reused``, ``consent-withdrawn``, and with
        ``invalid`` for a consent to something else.
        """
        if given.purpose != IDENTIFICATION:
            raise refusals.invalid("the consent is not one to keep the face")
        kept, _ = self._consents.record(given)
        if kept.withdrawn is not None:
            raise refusals.consent_withdrawn()
        if descriptor not in self._store.faces.of_consent(kept.id):
            self._store.faces.add(kept.patient, kept.id, descriptor)
            self._store.faces.keep_last(kept.patient, PER_PATIENT)
            self._store.audit("face-enroll", kept.patient)
        return kept

    def forget(self, patient: str) -> int:
        """Keep nothing of the patient's face any more; answers how many descriptors there were.
        What they agreed to is withdrawn. Refuses with ``patient-not-found``."""
        if self._store.people.patient(patient) is None:
            raise refusals.patient_not_found()
        count = self._store.faces.remove(patient)
        self._store.consents.withdraw(patient, IDENTIFICATION, self._store.at)
        self._store.audit("face-forget", patient)
        return count

    def matched(self, patient: str | None) -> Patient | None:
        """Note whose a face was found to be; answers the patient, unless they were forgotten in
        that very moment."""
        known = patient is not None and self._store.faces.has(patient)
        self._store.audit("face-match", patient if patient is not None and known else NOBODY)
        return self._store.people.patient(patient) if patient is not None and known else None
