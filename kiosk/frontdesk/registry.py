"""The hospital's patients: who they are, and whether they are insured."""

import uuid
from collections.abc import Iterable

from msgspec.structs import replace

from kiosk.frontdesk import refusals
from kiosk.frontdesk.clock import Clock
from kiosk.frontdesk.insurer import Verdict, verdict
from kiosk.frontdesk.records import CODE, Identifier, Patient
from kiosk.frontdesk.store.store import Store

_FEW = 8
"""A family shares a phone; more than these nobody can tell apart."""


class Registry:
    def __init__(self, store: Store, now: Clock) -> None:
        self._store = store
        self._now = now

    def search(self, identifiers: Iterable[Identifier]) -> tuple[Patient, ...]:
        """Everybody who has one of these identifiers."""
        return tuple(self.patient(holder) for holder in self._store.people.holders(identifiers))

    def by_phone(self, phone: str, birth: str) -> tuple[Patient, ...]:
        """Who has this phone number and was born on this date, or in this year: a few at most."""
        holders = self._store.people.holders_of_phone(phone, birth, _FEW)
        return tuple(self.patient(holder) for holder in holders)

    def patient(self, patient: str) -> Patient:
        """Refuses with ``patient-not-found``."""
        found = self._store.people.patient(patient)
        if found is None:
            raise refusals.patient_not_found()
        return found

    def register(self, patient: Patient, asked: Iterable[Identifier]) -> tuple[Patient, bool]:
        """Create the patient, unless one has an identifier of theirs or one that was ``asked``.

        Answers the patient and whether they are new; id and patient code are given here.
        Who is there stays as they are. Refuses with ``ambiguous`` if several are there.
        """
        holders = self._store.people.holders((*asked, *patient.identifiers))
        if len(holders) > 1:
            raise refusals.ambiguous()
        if holders:
            return self.patient(holders[0]), False
        code = Identifier(CODE, str(self._store.people.next_code()))
        new = replace(
            patient, id=f"pt-{uuid.uuid4().hex}", identifiers=(*patient.identifiers, code)
        )
        self._store.people.add([new])
        self._store.audit("register", new.id)
        return self.patient(new.id), True

    def eligibility(self, patient: str) -> Verdict:
        """What the insurer says today. Refuses with ``patient-not-found``."""
        self.patient(patient)
        return verdict(self._store.people.coverage(patient), self._now().date())
