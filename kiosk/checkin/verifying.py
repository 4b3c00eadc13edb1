"""Whether the patient is the holder of the card: the live face against the chip's picture (1:1).

Nothing here keeps anybody from a ticket. What stands in the patient's hand (declining, taking
the card away, a face that is not like the picture) leads to the desk, which looks at the card
once; what does not (a camera that is away, a picture that cannot be decoded) is logged, said to
who had agreed to be compared, and the chip alone counts.
"""

from dataclasses import dataclass, field

from kiosk.checkin.card_errors import OtherCard, code_of
from kiosk.checkin.consenting import Consents
from kiosk.checkin.equipment import Equipment
from kiosk.checkin.facing import Facing
from kiosk.checkin.failures import FAILURES, Step
from kiosk.checkin.front import Front
from kiosk.checkin.opened_chip import OpenedChip
from kiosk.checkin.presenting import Presented
from kiosk.checkin.screens import AskFaceConsent
from kiosk.emrtd.errors import AccessDenied, EmrtdError
from kiosk.errors import CardGone, DeviceError
from kiosk.log import log
from kiosk.model.consent import ConsentPurpose
from kiosk.model.face import FaceOutcome, FaceUnreadable, IdentityCheck


@dataclass(frozen=True, slots=True)
class Verified:
    """How far the patient's identity was seen."""

    identity: IdentityCheck
    descriptor: bytes = field(default=b"", repr=False)
    """Of the face that matched, where it was asked for. Dropped unless the patient has it kept."""


class _Settled(Exception):
    """No comparison: this is how it stands. Caught in this module."""

    def __init__(self, identity: IdentityCheck, reason: str) -> None:
        super().__init__(reason)
        self.identity = identity
        self.reason = reason


async def verify(
    front: Front,
    equipment: Equipment,
    consents: Consents,
    presented: Presented,
    *,
    descriptor: bool,
) -> Verified:
    """Ask, compare, and forget the picture; ``descriptor`` asks for the live face's description.

    Of a document without a proven chip nothing is asked: to be like the picture in a chip that
    may be forged proves nothing.
    """
    if presented.recognised is not None:
        return Verified(IdentityCheck.FACE)
    if not presented.document.verified:
        return Verified(IdentityCheck.DOCUMENT)
    if not equipment.rules.face_verify or presented.chip is None:
        return Verified(IdentityCheck.CHIP)
    if not equipment.faces.available:
        log("face-skipped", reason="camera")
        return Verified(IdentityCheck.CHIP)
    if await consents.ask(AskFaceConsent(ConsentPurpose.FACE_VERIFICATION)) is None:
        return Verified(IdentityCheck.DESK)
    try:
        reference = await _reference(equipment, presented.chip)
        return await _compared(front, equipment, reference, descriptor)
    except _Settled as settled:
        log("face-skipped", reason=settled.reason)
        if settled.identity is IdentityCheck.CHIP:
            await _say_so(front, equipment, settled.reason)
        return Verified(settled.identity)
    finally:
        equipment.faces.forget()


async def _say_so(front: Front, equipment: Equipment, reason: str) -> None:
    """What was agreed to does not happen, through no fault of the patient: that stands over the
    page long enough to be read. Who is sent to the desk is told so on the last page."""
    front.tell(FAILURES["face-not-compared"].at(Step.FACE, reason))
    await equipment.clock.sleep(equipment.rules.face_again_s)


async def _compared(
    front: Front, equipment: Equipment, reference: int, descriptor: bool
) -> Verified:
    facing = Facing(front, equipment, ConsentPurpose.FACE_VERIFICATION)
    verdict = await facing.look(reference, descriptor=descriptor)
    if verdict is not None:
        return Verified(IdentityCheck.FACE, verdict.descriptor)
    if facing.outcomes and set(facing.outcomes) == {FaceOutcome.AWAY}:
        raise _Settled(IdentityCheck.CHIP, "camera")
    return Verified(IdentityCheck.DESK)


async def _reference(equipment: Equipment, chip: OpenedChip) -> int:
    """The chip's picture, in the process that compares."""
    try:
        portrait = await chip.portrait()
    except (CardGone, OtherCard, AccessDenied) as error:
        raise _Settled(IdentityCheck.DESK, code_of(error)) from error
    except (DeviceError, EmrtdError) as error:
        raise _Settled(IdentityCheck.CHIP, code_of(error)) from error
    if portrait is None:
        raise _Settled(IdentityCheck.DESK, "without-chip")
    if portrait.verdict.is_failed:
        raise _Settled(IdentityCheck.DESK, portrait.verdict.reason)
    if not portrait.verdict.is_verified:
        raise _Settled(IdentityCheck.CHIP, portrait.verdict.reason)
    try:
        return await equipment.faces.reference(portrait.face.image)
    except FaceUnreadable as error:
        raise _Settled(IdentityCheck.CHIP, error.reason) from error
