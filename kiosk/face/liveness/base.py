"""What a check for presentation attacks is to whoever looks at a face."""

import enum
from typing import Protocol

from kiosk.face.seen import Image, SeenFace
from kiosk.model.guidance import FaceHint
from kiosk.model.page_light import PageLight


class LivenessState(enum.Enum):
    """What is known of the face so far."""

    PENDING = "pending"
    LIVE = "live"
    NOT_LIVE = "not-live"
    """It may be an artefact (ISO/IEC 30107-1), or a person who did not follow: the desk looks."""


class Suspicion(enum.Enum):
    """Why a face was not taken for a living one. For figures and tests, never for the patient."""

    NO_RESPONSE = "no-response"
    """What was asked for did not come in time."""
    OUT_OF_TURN = "out-of-turn"
    """Other movements came than those that were asked for."""
    FLAT = "flat"
    """It turned as a plane or a bent sheet does, not as a head."""
    CARRIED = "carried"
    """What surrounds the face moves with it, as the rest of a page or of a screen does."""
    UNLIT = "unlit"
    """It did not answer the light of the page, as a screen does not; nor does a face in the sun."""
    LOST = "lost"
    """It was out of sight, or jumped: it may be another one."""


class LivenessCheck(Protocol):
    """One try, of one face. :class:`kiosk.face.liveness.Liveness` is the real one.

    It is shown every frame in which the face is found, also those that are turned or blurred:
    these are the ones that tell. A frame without the face is simply not shown.
    """

    @property
    def hint(self) -> FaceHint | None:
        """What the patient is asked to do now; None while nothing need be asked."""
        ...

    @property
    def light(self) -> PageLight | None:
        """What the page should throw on the face now; None for its usual light."""
        ...

    @property
    def share(self) -> float:
        """How much is done, 0.0 to 1.0."""
        ...

    @property
    def state(self) -> LivenessState: ...

    def look(self, image: Image, seen: SeenFace, taken: float) -> None:
        """``taken``: ``time.monotonic()`` in seconds when the frame left the camera."""
        ...
