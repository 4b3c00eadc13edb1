"""Is this you? With what else is said on that page: who goes ahead, and what is kept of a face."""

from kiosk.checkin.equipment import Equipment
from kiosk.checkin.front import Front
from kiosk.checkin.keeping import Keeping
from kiosk.checkin.presenting import Presented
from kiosk.checkin.screens import Confirmed, ConfirmIdentity, KeptFace, StatePriority
from kiosk.checkin.wish import Offer
from kiosk.model.care import Cover, Priority
from kiosk.model.document import Document
from kiosk.model.person import Patient
from kiosk.model.priority import priority_by_age


class NotMe(Exception):
    """The patient says that the document is somebody else's. Ends the visit, is no failure."""


class Confirming:
    """One tap by the person whom the document names."""

    def __init__(self, front: Front, equipment: Equipment, keeping: Keeping) -> None:
        self._front = front
        self._equipment = equipment
        self._keeping = keeping
        self._stated: tuple[Priority, ...] = ()

    async def confirm(
        self,
        presented: Presented,
        patient: Patient | None,
        offer: Offer | None,
        *,
        asked: bool = True,
    ) -> tuple[Priority, ...]:
        """Who goes ahead by law. ``asked`` is false where the hospital is away and said nothing.

        Raises :class:`NotMe`.
        """
        document = presented.document
        person = patient or described_by(document)
        appointment = offer.appointment_for(document) if offer else None
        by_age = priority_by_age(person.birth, self._equipment.clock.now().date())
        all_known = appointment and offer and offer.insurance.cover is Cover.COVERED
        if all_known and not self._equipment.rules.confirm:
            return by_age
        while True:
            priority = by_age + tuple(p for p in self._stated if p not in by_age)
            face = KeptFace.NO
            if patient is not None:
                face = self._keeping.stands(patient, presented)
            answer = await self._front.ask(
                ConfirmIdentity(
                    person,
                    patient is not None,
                    offer.insurance if offer else None,
                    appointment,
                    priority,
                    document.verified,
                    face,
                    asked,
                )
            )
            match answer:
                case Confirmed.YES:
                    return priority
                case Confirmed.NOT_ME:
                    raise NotMe
                case Confirmed.STATE_PRIORITY:
                    self._stated = await self._front.ask(StatePriority(self._stated))
                case Confirmed.FORGET_FACE:
                    if patient is not None and face in (KeptFace.KEPT, KeptFace.NOT_DELETED):
                        await self._keeping.forget(patient)


def described_by(document: Document) -> Patient:
    """A person whom the hospital does not know yet, or cannot be asked for."""
    return Patient(
        id="",
        name=document.name,
        sex=document.sex,
        birth=document.birth,
        identifiers=document.identifiers,
        address=document.address,
    )
