"""The pages of a visit as values: what a front shows, and what it may answer.

``Screen[A]`` is a question whose answer has type ``A``. A front that gets one of these
knows all that its page may show; it asks nobody else.
"""

import enum
from dataclasses import dataclass
from typing import Generic, TypeVar

from kiosk.checkin.failures import Failure, Step
from kiosk.checkin.in_service import Cause
from kiosk.model.care import Appointment, Insurance, Priority, Service
from kiosk.model.checkin import HeldTicket, Ticket
from kiosk.model.consent import ConsentPurpose
from kiosk.model.face import IdentityCheck
from kiosk.model.person import Patient
from kiosk.model.text import LocalText

A = TypeVar("A")


class Screen(Generic[A]):
    """A question to the patient, answered with an ``A``; ``Screen[None]`` is only shown."""

    __slots__ = ()


class Back(enum.Enum):
    """The patient wants the page before."""

    BACK = "back"


class NoDocument(enum.Enum):
    """The patient has no document at hand."""

    TYPE = "type"
    """They will type a number."""
    FACE = "face"
    """They want to be recognised by their face; only where :attr:`Welcome.face` offers it."""


@dataclass(frozen=True, slots=True)
class Welcome(Screen[NoDocument]):
    """The resting page. It reads documents already, so its only answer is to have none."""

    camera: bool = True
    """Whether there is a camera that reads codes."""
    cards: bool = False
    """Whether there is a card reader that reads chips."""
    face: bool = False
    """Whether returning patients can be recognised by their face."""


@dataclass(frozen=True, slots=True)
class EnterCode(Screen["str | Back"]):
    """Type a patient code (8 digits), social-insurance number (10) or personal number (12)."""

    wrong: Failure | None = None
    """What was wrong with the number typed before."""


class UnlockBy(enum.Enum):
    """How a card is unlocked whose QR code cannot be shown."""

    TYPE = "type"
    """The patient will type the six digits that are printed on it."""


class WithoutChip(enum.Enum):
    """The patient goes on without the chip: with the QR code, or from the resting page."""

    GO_ON = "go-on"


@dataclass(frozen=True, slots=True)
class UnlockCard(Screen["UnlockBy | WithoutChip"]):
    """A card lies on the reader: now show its QR side to the camera, or type six digits."""

    wrong: Failure | None = None
    """What was wrong with the code shown before, for example that of another card."""


@dataclass(frozen=True, slots=True)
class EnterCan(Screen["str | Back"]):
    """Type the six digits that are printed on the card (its CAN)."""

    wrong: Failure | None = None
    """What was wrong with the digits typed before."""


@dataclass(frozen=True, slots=True)
class LayCard(Screen[WithoutChip]):
    """Lay the card on the reader; reading begins by itself once it lies there."""

    again: bool = False
    """It was taken away too early: put it back."""
    optional: bool = True
    """Whether going on without the chip is offered; without it this page has no answer."""


@dataclass(frozen=True, slots=True)
class ReadingCard(Screen[WithoutChip]):
    """The chip is being read: keep the card still. How far it is comes by ``Front.progress``."""

    optional: bool = True
    """Whether going on without the chip is offered; without it this page has no answer."""


@dataclass(frozen=True, slots=True)
class Working(Screen[None]):
    """The machine is busy with this step; shown only where it takes long enough to see."""

    step: Step


class FaceConsent(enum.Enum):
    """Both buttons are equal, and neither leads to a page more than the other."""

    WITH_FACE = "with-face"
    WITHOUT_FACE = "without-face"


@dataclass(frozen=True, slots=True)
class AskFaceConsent(Screen[FaceConsent]):
    """May the face be used for this? A face is sensitive data by law.

    Three texts, each with a version of its own that the consent is recorded with
    (:data:`kiosk.checkin.consenting.TEXT_VERSIONS`): whoever changes the words raises it.

    * ``FACE_VERIFICATION``: the face is compared with the picture in the chip, and nothing is
      kept. Without it, staff look at the card.
    * ``FACE_IDENTIFICATION``: the face is looked for among those of patients who agreed to be
      recognised, and nothing is kept. Without it, a card or a number does the same.
    * ``FACE_IDENTIFICATION`` with ``keeps``: a description of the face is kept at the hospital,
      until the patient deletes it, to be recognised without a card.
    """

    purpose: ConsentPurpose
    keeps: bool = False


class WithoutFace(enum.Enum):
    """The patient goes on without the camera looking at them."""

    GO_ON = "go-on"


@dataclass(frozen=True, slots=True)
class FaceCheck(Screen[WithoutFace]):
    """Look into the camera: with the live picture, mirrored, and what to do in words. These and
    how much of the try is done come by ``Front.guide``. It ends by itself."""

    purpose: ConsentPurpose
    wrong: Failure | None = None
    """Why the try before was not enough; a new one begins in a moment. Never an accusation."""


@dataclass(frozen=True, slots=True)
class ConfirmBirthDate(Screen["str | Back"]):
    """Type the birth date: day, month and year in eight digits (``15031952``), or the year alone
    in four. A face was recognised; whose it is, is not shown before this is right."""

    wrong: Failure | None = None
    """What was wrong with the date typed before."""


class Confirmed(enum.Enum):
    YES = "yes"
    NOT_ME = "not-me"
    STATE_PRIORITY = "state-priority"
    """The patient belongs to a group that goes ahead by law: StatePriority, then this again."""
    FORGET_FACE = "forget-face"
    """Delete my face: this again, which says what came of it. Only where the face is kept."""


class KeptFace(enum.Enum):
    """Whether the hospital keeps a description of this patient's face."""

    NO = "no"
    """Or not as far as is known here: nothing is said of faces."""
    KEPT = "kept"
    """It can be deleted: :attr:`Confirmed.FORGET_FACE`."""
    DELETED = "deleted"
    """It was deleted just now."""
    NOT_DELETED = "not-deleted"
    """The hospital did not answer: it can be tried again, and the desk can do it."""


@dataclass(frozen=True, slots=True)
class ConfirmIdentity(Screen[Confirmed]):
    """Is this you? With what the hospital knows, so that nothing known is asked."""

    patient: Patient
    """For a new patient what the document says, with an empty ``id``."""
    known: bool
    insurance: Insurance | None
    """``None`` for a new patient: the insurer is asked once the hospital has a record."""
    appointment: Appointment | None
    """The one appointment of today, if there is just one."""
    priority: tuple[Priority, ...]
    verified: bool = False
    """The chip proved that the card is genuine: the only case in which a tick may be shown."""
    face: KeptFace = KeptFace.NO
    asked: bool = True
    """False: the hospital is away, so that nothing is said of its records."""


@dataclass(frozen=True, slots=True)
class StatePriority(Screen["tuple[Priority, ...]"]):
    """Which of the law's groups, besides age: one tap, checked by staff later."""

    stated: tuple[Priority, ...] = ()


@dataclass(frozen=True, slots=True)
class AskPhone(Screen["str | Back"]):
    """A new patient's phone number, or a carer's; ``""`` is "without a number"."""


class OtherService(enum.Enum):
    """None of the appointments or tickets: the patient comes for something else."""

    OTHER = "other"


@dataclass(frozen=True, slots=True)
class ReprintTicket(Screen["HeldTicket | OtherService | Back"]):
    """You have a number today already: print it again, or something else?"""

    tickets: tuple[HeldTicket, ...]


@dataclass(frozen=True, slots=True)
class ChooseAppointment(Screen["Appointment | OtherService | Back"]):
    """Several appointments today: which one, or something else?"""

    appointments: tuple[Appointment, ...]


@dataclass(frozen=True, slots=True)
class ChooseService(Screen["Service | Back"]):
    """What do you need? Services by plain words, with people waiting and minutes."""

    services: tuple[Service, ...]
    wrong: Failure | None = None
    """Why the choice made before could not be had."""
    load_known: bool = True
    """False: listed is what there was before the hospital was away."""


class Continue(enum.Enum):
    CONTINUE = "continue"


@dataclass(frozen=True, slots=True)
class InsuranceResult(Screen[Continue]):
    """The insurance needs a look by the desk, or does not pay: said before, not after."""

    insurance: Insurance


class Finished(enum.Enum):
    TAKEN = "taken"
    PRINT_AGAIN = "print-again"


@dataclass(frozen=True, slots=True)
class Done(Screen[Finished]):
    """The ticket, as on paper. ``printed`` is false while no paper holds it."""

    patient: Patient
    ticket: Ticket
    printed: bool
    insurance: Insurance | None = None
    """What the patient must still do for it is said with the ticket."""
    take_card: bool = False
    """A card lies on the reader, and must not be forgotten there."""
    identity: IdentityCheck = IdentityCheck.DOCUMENT
    """With ``DESK`` the page says to show the card at the desk once, as the ticket does."""


class AfterProblem(enum.Enum):
    TRY_AGAIN = "try-again"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Problem(Screen[AfterProblem]):
    """No ticket this time: why, and the next step."""

    failure: Failure
    take_card: bool = False
    """A card lies on the reader, and must not be forgotten there."""


@dataclass(frozen=True, slots=True)
class OutOfOrder(Screen[None]):
    """Nobody can be helped here: where to go instead. It stays until that is otherwise."""

    cause: Cause
    """For staff."""
    desk: LocalText
    elsewhere: LocalText
    """Where another kiosk stands, empty where none is known."""


RESTING = (Welcome, OutOfOrder)
"""The pages on which nobody is being served."""
