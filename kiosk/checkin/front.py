"""What shows a visit to a patient: the touchscreen, a script, the tester's dock."""

import enum
from typing import Protocol, TypeVar

from kiosk.checkin.failures import Failure
from kiosk.checkin.screens import Screen
from kiosk.model.face import FaceGuide
from kiosk.model.guidance import CodeHint

A = TypeVar("A")


class Gesture(enum.Enum):
    """What a patient can do on every page, beside answering it."""

    TOUCH = "touch"
    """Any sign of life; "I am still here" is one."""
    CANCEL = "cancel"
    CALL_STAFF = "call-staff"
    STAFF = "staff"
    """Somebody knows how the staff page is asked for, and wants a visit that is under way ended
    for it. It opens nothing by itself."""


class StaffCall(enum.Enum):
    NONE = "none"
    CALLING = "calling"
    SENT = "sent"
    FAILED = "failed"
    """The call did not reach anybody: the page says where the desk is."""


class Front(Protocol):
    """Called from the engine's event loop only; none of its methods blocks."""

    @property
    def language(self) -> str:
        """The language that the patient reads now (``vi``, ``en``)."""
        ...

    async def ask(self, screen: Screen[A]) -> A:
        """Show the page and wait for its answer. Cancelling the call takes the page away."""
        ...

    def show(self, screen: Screen[None]) -> None:
        """Show a page that needs no answer; the next ``ask`` or ``show`` replaces it."""
        ...

    def tell(self, failure: Failure) -> None:
        """Say this over the present page, for a few seconds, without taking it away."""
        ...

    def progress(self, share: float) -> None:
        """How much of the present page's work is done, 0.0 to 1.0."""
        ...

    def guide(self, what: FaceGuide | CodeHint | None) -> None:
        """What the hand that holds a code, or the face before the camera, should do: shown on the
        present page until the next call or page; ``None`` takes it away. Called for each frame
        that changes it."""
        ...

    async def gesture(self) -> Gesture:
        """Wait for the next gesture."""
        ...

    def warn_idle(self, seconds: float | None) -> None:
        """Ask "are you still there?" over the page, with a ring that fills in ``seconds``;
        ``None`` takes the question away."""
        ...

    def staff_call(self, state: StaffCall) -> None:
        """Show how the call for help stands."""
        ...

    def forget(self) -> None:
        """The visit is over: drop everything that was shown in it, and the patient's own
        settings of language, text size and contrast."""
        ...
