"""The kiosk's eyes, as its settings want them; and who hears of it when they fail."""

from collections.abc import Iterator
from contextlib import contextmanager

from kiosk.checkin.equipment import Afterwards
from kiosk.config import Settings
from kiosk.devices.camera.reasons import CameraReason
from kiosk.errors import HospitalError
from kiosk.hospital.base import Hospital
from kiosk.log import log
from kiosk.vision.camera_state import CameraState
from kiosk.vision.eyes import Eyes, OnState
from kiosk.vision.plan import VisionPlan

NO_CAMERA = "none"
PAGE = "camera"
"""What staff are told in place of the page from which a patient calls."""
POOR = "poor"
"""In the log: the camera sees, and there is something that staff should mend."""


def eyes_of(settings: Settings, on_state: OnState) -> Eyes | None:
    """The eyes, not yet open; ``None`` for a kiosk without a camera."""
    camera = settings.camera
    if camera.source == NO_CAMERA:
        return None
    plan = VisionPlan(
        camera.source,
        camera.width,
        camera.height,
        faces=settings.face.verify or settings.face.identify,
        threshold=settings.face.threshold,
        light=settings.face.light,
    )
    return Eyes(plan, on_state=on_state)


class Oversight:
    """Logs how the camera is, and calls staff once when its process has failed for good.

    A camera that is merely away, or sees less well than it should, is told by the doctor and the
    log: patients type meanwhile, or hold their code nearer.
    """

    def __init__(self, kiosk: str) -> None:
        self._kiosk = kiosk
        self._hospital: Hospital | None = None
        self._afterwards: Afterwards | None = None
        self._state: CameraState | None = None
        self._logged = ""
        self._reasons: set[CameraReason | None] = set()
        self._called = False

    @contextmanager
    def by(self, hospital: Hospital, afterwards: Afterwards) -> Iterator[None]:
        """Inside, staff are called through this hospital; also for what happened before."""
        self._hospital, self._afterwards = hospital, afterwards
        self._call()
        try:
            yield
        finally:
            self._hospital = self._afterwards = None

    def state(self, state: CameraState, trouble: str, reason: CameraReason | None) -> None:
        """The camera's state changed, or its trouble. In the event loop.

        Each reason is logged once while the state stays what it is: a camera that opens, gives
        nothing and is closed, for weeks, would fill the log by turns.
        """
        word = POOR if state is CameraState.SEEING and trouble else state.value
        if word != self._logged:
            self._reasons.clear()
        elif reason in self._reasons:
            return
        self._state, self._logged = state, word
        self._reasons.add(reason)
        if reason is None:
            log("device-state", device="camera", state=word)
        else:
            log("device-state", device="camera", state=word, reason=reason.value)
        if state is CameraState.SEEING:
            self._called = False
        self._call()

    def _call(self) -> None:
        if self._state is not CameraState.FAILED or self._called:
            return
        if self._hospital is not None and self._afterwards is not None:
            self._called = True
            self._afterwards.start(self._tell(self._hospital))

    async def _tell(self, hospital: Hospital) -> None:
        try:
            await hospital.call_staff(self._kiosk, PAGE)
        except HospitalError:
            log("staff-called", page=PAGE, sent=False)
        else:
            log("staff-called", page=PAGE, sent=True)
