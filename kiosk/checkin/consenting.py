"""What the patient of one visit agrees to; the hospital hears of it, and of no refusal."""

from dataclasses import replace

from kiosk.checkin.equipment import Equipment
from kiosk.checkin.failures import Step
from kiosk.checkin.front import Front
from kiosk.checkin.persisting import Heard, persist
from kiosk.checkin.screens import AskFaceConsent, FaceConsent
from kiosk.hospital.base import Capability
from kiosk.model.consent import Consent, ConsentPurpose
from kiosk.model.document import Document
from kiosk.model.person import Patient

TEXT_VERSIONS = {
    AskFaceConsent(ConsentPurpose.FACE_VERIFICATION): "face-verification/1",
    AskFaceConsent(ConsentPurpose.FACE_IDENTIFICATION): "face-search/1",
    AskFaceConsent(ConsentPurpose.FACE_IDENTIFICATION, keeps=True): "face-enrolment/1",
}
"""Which wording each page has now. Raised with every change of the words in any language, as a
consent is to what was read (FHIR R4 ``Consent.policyRule``)."""


class Consents:
    """Of one visit; whoever asks remembers the answer."""

    def __init__(self, front: Front, equipment: Equipment) -> None:
        self._front = front
        self._equipment = equipment
        self._unrecorded: list[Consent] = []
        self._patient = ""

    async def ask(self, page: AskFaceConsent) -> Consent | None:
        """The consent; ``None`` for a refusal. Its patient is empty while nobody knows who it is.

        It is recorded as soon as that is known; what is kept (``keeps``) is left to the caller,
        who tells the hospital with what it is to keep.
        """
        if await self._front.ask(page) is not FaceConsent.WITH_FACE:
            return None
        given = self._given(page)
        if not page.keeps:
            self._unrecorded.append(given)
            self._record()
        return given

    def belong_to(self, patient: Patient) -> None:
        """This is who gave, and will give, the consents of this visit."""
        self._patient = patient.id
        self._record()

    def belong_to_holder(self, document: Document) -> None:
        """The holder of this document gave them, who has a number, and whom the hospital could not
        be asked about: it hears of the consents when it is back and knows of the check-in."""
        if self._patient or not self._is_recorded:
            return
        while self._unrecorded:
            self._equipment.owing.add(self._unrecorded.pop(0), document)

    def forget(self) -> None:
        """Whoever agreed is not known, and may be gone: it is nobody else's consent."""
        self._unrecorded.clear()

    def _given(self, page: AskFaceConsent) -> Consent:
        return Consent(
            patient=self._patient,
            purpose=page.purpose,
            text_version=TEXT_VERSIONS[page],
            language=self._front.language,
            given_at=self._equipment.clock.now(),
            kiosk=self._equipment.rules.kiosk,
        )

    @property
    def _is_recorded(self) -> bool:
        return Capability.CONSENT in self._equipment.hospital.capabilities

    def _record(self) -> None:
        if not self._patient or not self._is_recorded:
            return
        while self._unrecorded:
            consent = replace(self._unrecorded.pop(0), patient=self._patient)
            self._equipment.afterwards.start(self._tell(consent))

    async def _tell(self, consent: Consent) -> None:
        hospital, clock = self._equipment.hospital, self._equipment.clock
        heard = Heard.NOT_YET
        try:
            heard = await persist(clock, Step.FACE, lambda: hospital.record_consent(consent))
        finally:
            if heard is Heard.NOT_YET:
                self._equipment.owing.add(consent)
