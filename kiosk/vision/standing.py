"""How the camera stands, and why: what staff and the log are told."""

from dataclasses import dataclass

from kiosk.devices.camera.reasons import CameraReason
from kiosk.model.face import FaceOutcome, FaceSight, FaceVerdict
from kiosk.vision.camera_state import CameraState


@dataclass(frozen=True, slots=True)
class Standing:
    state: CameraState
    trouble: str = ""
    """For staff: what is wrong and what to do."""
    reason: CameraReason | None = None
    """The same in a word for the log; ``None`` where nothing is wrong."""

    def told(self, sight: FaceSight) -> FaceSight:
        """What is told of a try at a face. One that ended without pictures had no face in them if
        they are black: a hand before the lens does that, and must not count as a camera that is
        away, through no fault of the patient."""
        away = isinstance(sight, FaceVerdict) and sight.outcome is FaceOutcome.AWAY
        if away and self.reason is CameraReason.BLACK:
            return FaceVerdict(FaceOutcome.NO_FACE)
        return sight


STARTED_ANEW = Standing(
    CameraState.OPENING,
    "camera and codes ended and are started again: look at the log",
    CameraReason.PROCESS_ENDED,
)
FAULTY = Standing(
    CameraState.FAILED,
    "camera and codes failed: look at the log, start anew",
    CameraReason.FAULT,
)


def left_alone(times: int, why: str, seconds: float) -> Standing:
    """The process ended so often, at last for this reason, and is tried again after so long."""
    return Standing(
        CameraState.FAILED,
        f"camera and codes failed {times} times in a row ({why}) and are left alone for "
        f"{seconds / 60:.0f} minutes: look at the log, and at the camera",
        CameraReason.PROCESS_ENDED,
    )
