"""A returning patient without any card: who is it, by the face (1:N) and the birth date.

The hospital answers one candidate at most, and nothing of them is shown before the patient has
typed their birth date.
"""

import re

from kiosk.checkin.asking import ask_hospital
from kiosk.checkin.consenting import Consents
from kiosk.checkin.equipment import Equipment
from kiosk.checkin.facing import Facing
from kiosk.checkin.failures import FAILURES, Failure, Step
from kiosk.checkin.front import Front
from kiosk.checkin.screens import AskFaceConsent, Back, ConfirmBirthDate, Working
from kiosk.checkin.trace import Trace
from kiosk.hospital.base import Capability
from kiosk.model.consent import ConsentPurpose
from kiosk.model.person import BirthDate, Patient

DATES = 2
"""Birth dates that may be typed: a slip of the finger is forgiven, guessing is not."""

Recognised = Patient | Failure | None
"""Who it is; what to say on the resting page; or the resting page alone."""


def can_recognise(equipment: Equipment) -> bool:
    """Whether kiosk and hospital recognise faces, though the camera may be away just now."""
    offered = Capability.FACES in equipment.hospital.capabilities
    return equipment.rules.face_identify and offered


async def recognise(
    front: Front, equipment: Equipment, consents: Consents, trace: Trace
) -> Recognised:
    """Consent, face, birth date. Raises :class:`~kiosk.checkin.asking.VisitFailed` where the
    hospital does not answer."""
    if await consents.ask(AskFaceConsent(ConsentPurpose.FACE_IDENTIFICATION)) is None:
        return None
    facing = Facing(front, equipment, ConsentPurpose.FACE_IDENTIFICATION)
    try:
        verdict = await facing.look(None, descriptor=True)
    finally:
        equipment.faces.forget()
    unknown = FAILURES["face-unknown"].at(Step.FACE)
    if verdict is None or not verdict.descriptor:
        return unknown if len(facing.outcomes) else None
    front.show(Working(Step.FACE))
    matching = equipment.hospital.match_face(verdict.descriptor)
    candidate = await ask_hospital(Step.FACE, trace, matching)
    if candidate is None or candidate.birth is None:
        return unknown
    answer = await _confirmed(front, candidate.birth)
    if answer is None:
        return None
    return candidate if answer else unknown


async def _confirmed(front: Front, known: BirthDate) -> bool | None:
    """Whether the patient typed this date; ``None`` for going back."""
    wrong: Failure | None = None
    for _ in range(DATES):
        answer = await front.ask(ConfirmBirthDate(wrong))
        if isinstance(answer, Back):
            return None
        if _is_same(_typed_date(answer), known):
            return True
        wrong = FAILURES["birth-date-wrong"].at(Step.FACE)
    return False


def _typed_date(text: str) -> BirthDate | None:
    digits = re.sub(r"[\s./-]", "", text[:20])
    try:
        if re.fullmatch(r"\d{8}", digits, re.ASCII):
            return BirthDate(int(digits[4:]), int(digits[2:4]), int(digits[:2]))
        return BirthDate(int(digits)) if re.fullmatch(r"\d{4}", digits, re.ASCII) else None
    except ValueError:
        return None


def _is_same(typed: BirthDate | None, known: BirthDate) -> bool:
    """Of old people the hospital may know the year alone; who knows the day must type it."""
    if typed is None:
        return False
    return typed.year == known.year if known.month is None else typed == known
