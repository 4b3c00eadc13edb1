"""The hospital's patients: who they are, and whether they are insured."""

import uuid
from collections.abc import Iterable

from msgspec.structs import replace

from kiosk.frontdesk import refusals
from kiosk.frontdesk.clock import Clock
from kiosk.frontdesk.insurer import Verdict, verdict
from kiosk.frontdesk.records import CODE, Identifier, Patient
from kiosk.frontdesk.store.store import Store


class Registry:
    def __init__(self, store: Store, now: Clock) -> None:
        self._store = store
        self._now = now

    def search(self, identifiers: Iterable[Identifier]) -> tuple[Patient, ...]:
        """Everybody who has one of these identifiers."""
        return tuple(self.patient(holder) for holder in self._store.holders(identifiers))

    def patient(self, patient: str) -> Patient:
        """Refuses with ``patient-not-found``."""
        found = self._store.patient(patient)
        if found is None:
            raise refusals.patient_not_found()
        return found

    def register(self, patient: Patient, asked: Iterable[Identifier]) -> tuple[Patient, bool]:
        """Create the patient, unless one has an identifier of theirs or one that was ``asked``.

        Answers the patient and whether they are new; id and patient code are given here.
        Who is there stays as they are. Refuses with ``ambiguous`` if several are there.
        """
        with self._store.transaction():
            holders = self._store.holders((*asked, *patient.identifiers))
            if len(holders) > 1:
                raise refusals.ambiguous()
            if holders:
                return self.patient(holders[0]), False
            code = Identifier(CODE, str(self._store.last_code() + 1))
            new = replace(
                patient, id=f"pt-{uuid.uuid4().hex}", identifiers=(*patient.identifiers, code)
            )
            self._store.add_patients([new])
        return self.patient(new.id), True

    def eligibility(self, patient: str) -> Verdict:
        """What the insurer says today. Refuses with ``patient-not-found``."""
        self.patient(patient)
        return verdict(self._store.coverage(patient), self._now().date())
