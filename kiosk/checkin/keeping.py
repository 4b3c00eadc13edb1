"""What the hospital keeps of a patient's face: kept with a consent of its own, deleted on a tap."""

from kiosk.checkin.asking import failure_of
from kiosk.checkin.consenting import Consents
from kiosk.checkin.equipment import Equipment
from kiosk.checkin.failures import Step
from kiosk.checkin.front import Front
from kiosk.checkin.persisting import Heard, persist
from kiosk.checkin.presenting import Presented
from kiosk.checkin.recognising import can_recognise
from kiosk.checkin.screens import AskFaceConsent, KeptFace, Working
from kiosk.errors import HospitalError
from kiosk.hospital.base import Capability
from kiosk.log import log
from kiosk.model.consent import Consent, ConsentPurpose
from kiosk.model.person import Patient


class Keeping:
    """Of one visit's patient."""

    def __init__(self, front: Front, equipment: Equipment, consents: Consents) -> None:
        self._front = front
        self._equipment = equipment
        self._consents = consents
        self._deletion: KeptFace | None = None

    @property
    def wanted(self) -> bool:
        """Whether patients are asked here at all if their face is to be kept."""
        return can_recognise(self._equipment)

    def stands(self, patient: Patient, presented: Presented) -> KeptFace:
        """How it is with this patient's face, as far as who stands there may know and change it.

        Whoever types or shows somebody's number proves nothing by it: they are not told that a
        face is kept. The card with its chip is in one hand only, and who was recognised by the
        face is its owner.
        """
        if self._deletion is not None:
            return self._deletion
        can_delete = Capability.FACES in self._equipment.hospital.capabilities
        recognised = presented.recognised is not None
        is_kept = recognised or (patient.face_enrolled and presented.document.verified)
        return KeptFace.KEPT if is_kept and can_delete else KeptFace.NO

    async def forget(self, patient: Patient) -> None:
        """Delete it; :meth:`stands` says what came of it. It may be tried again."""
        if self._deletion is KeptFace.DELETED:
            return
        self._front.show(Working(Step.FACE))
        try:
            await self._equipment.hospital.forget_face(patient)
        except HospitalError as error:
            log("hospital-error", kind=failure_of(error, Step.FACE).kind, step="forget-face")
            self._deletion = KeptFace.NOT_DELETED
        else:
            log("face-kept", kept=False)
            self._deletion = KeptFace.DELETED

    async def offer(self, patient: Patient, descriptor: bytes) -> None:
        """Ask whether this face is to be kept; the hospital is told in the background. Nothing is
        asked without a ``descriptor``."""
        if not descriptor or patient.face_enrolled or not self.wanted:
            return
        page = AskFaceConsent(ConsentPurpose.FACE_IDENTIFICATION, keeps=True)
        consent = await self._consents.ask(page)
        if consent is not None:
            self._equipment.afterwards.start(self._enrol(consent, descriptor))

    async def _enrol(self, consent: Consent, descriptor: bytes) -> None:
        hospital, clock = self._equipment.hospital, self._equipment.clock
        heard = await persist(clock, Step.FACE, lambda: hospital.enroll_face(consent, descriptor))
        if heard is Heard.TAKEN:
            log("face-kept", kept=True)
