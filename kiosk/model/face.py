"""What comes of looking at a face."""

import enum
from dataclasses import dataclass, field

from kiosk.model.guidance import FaceHint
from kiosk.model.page_light import PageLight

DESCRIPTOR_BYTES = 128 * 4
"""A descriptor on the wire: 128 numbers, IEEE 754 binary32, least significant byte first."""

VERIFY_DISTANCE = 0.50
"""Largest distance of two descriptors that are one person's (1:1), unless the settings say another
one; what it means is in :mod:`kiosk.face.compare`."""


class FaceOutcome(enum.Enum):
    """How one try to look at a face ended. None is an accusation: the desk looks instead."""

    MATCHED = "matched"
    """The face is like the reference, and alive."""
    CAPTURED = "captured"
    """Alive, and described; there was no reference to compare it with."""
    NOT_MATCHED = "not-matched"
    NOT_LIVE = "not-live"
    """It may be a picture or a video of a face (ISO/IEC 30107: a suspected presentation attack)."""
    NO_FACE = "no-face"
    """No usable face within the time of a try."""
    AWAY = "away"
    """The camera or its process failed."""


@dataclass(frozen=True, slots=True)
class FaceGuide:
    """What the patient is told while a face is looked at, for each frame that changes it."""

    hint: FaceHint
    share: float = 0.0
    """How much of the try is done, 0.0 to 1.0."""
    light: PageLight | None = None
    """What the page throws on the face meanwhile; None for its usual light."""


@dataclass(frozen=True, slots=True)
class FaceVerdict:
    """The end of one try."""

    outcome: FaceOutcome
    distance: float | None = None
    """Euclidean distance of the descriptors, if two were compared."""
    descriptor: bytes = field(default=b"", repr=False)
    """:data:`DESCRIPTOR_BYTES` bytes where they were asked for, else none. Never logged."""


FaceSight = FaceGuide | FaceVerdict


class FaceUnreadable(Exception):
    """A reference picture that gives no face. :attr:`reason` is ``not-a-picture``, ``too-large``,
    ``no-face`` or ``several-faces``; or ``away`` where nobody could look at it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class IdentityCheck(enum.Enum):
    """How it was seen that the patient is who the document names; the hospital is told."""

    DOCUMENT = "document"
    """A code, or a typed number: nothing was proved."""
    CHIP = "chip"
    """The chip proved that the card is genuine."""
    FACE = "face"
    """And the face is that of the card's holder."""
    DESK = "desk"
    """The face could not be confirmed: staff look at the card once."""
