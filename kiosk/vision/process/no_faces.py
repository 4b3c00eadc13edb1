"""In place of the faces where they cannot be had: dlib or its weights are missing or damaged.

Codes are looked for all the same. A process that is started anew tries again.
"""

from kiosk.devices.camera.base import Frame
from kiosk.model.face import FaceOutcome
from kiosk.vision.wire.messages import Check, Guided, Judged, Refer, Referred


class NoFaces:
    """As :class:`kiosk.vision.process.faces.Faces`, to which the camera is always away."""

    def refer(self, order: Refer) -> Referred:
        """Nothing is described."""
        return Referred(order.number, "away")

    def begin(self, order: Check, now: float) -> Judged | None:
        """The end of the try, at once."""
        return Judged(order.number, FaceOutcome.AWAY, None, b"")

    def end(self, number: int) -> None:
        """No try is under way."""

    def forget(self) -> None:
        """Nothing is known."""

    def look(self, frame: Frame) -> Guided | Judged | None:
        """No try is under way."""
        return None

    def wait(self, now: float) -> Judged | None:
        """No try is under way."""
        return None
