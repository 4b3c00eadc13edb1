"""What patients agreed to at kiosks, kept."""

import uuid

from msgspec.structs import replace

from kiosk.frontdesk import refusals
from kiosk.frontdesk.records import Consent
from kiosk.frontdesk.store.store import Store


class Consents:
    """Methods that change something belong into a transaction, and are audited."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def record(self, given: Consent) -> tuple[Consent, bool]:
        """Keep it, unless it came before; answers what is kept, and whether it is new.

        Refuses with ``patient-not-found``, and with ``key-reused`` for another one under the key
        of one that is there.
        """
        known = self._store.consents.by_key(given.key)
        if known is not None:
            if replace(known, id="", withdrawn=None) != given:
                raise refusals.key_reused()
            return known, False
        if self._store.people.patient(given.patient) is None:
            raise refusals.patient_not_found()
        kept = replace(given, id=f"consent-{uuid.uuid4().hex}")
        self._store.consents.add(kept)
        self._store.audit("consent", kept.id)
        return kept, True

    def consent(self, consent: str) -> Consent:
        """Refuses with ``consent-not-found``."""
        found = self._store.consents.consent(consent)
        if found is None:
            raise refusals.consent_not_found()
        return found
