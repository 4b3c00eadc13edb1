"""The kiosk's eyes, as its settings want them; and who hears of it when they fail."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from kiosk.checkin.calling import call_staff
from kiosk.checkin.equipment import Equipment
from kiosk.config import Settings
from kiosk.devices.camera.reasons import CameraReason
from kiosk.hospital.circuit import LinkState
from kiosk.log import log
from kiosk.vision.camera_state import CameraState
from kiosk.vision.eyes import Eyes, OnState
from kiosk.vision.plan import VisionPlan

NO_CAMERA = "none"
PAGE = "camera"
"""What staff are told in place of the page from which a patient calls."""
POOR = "poor"
"""In the log: the camera sees, and there is something that staff should mend."""
CALL_AGAIN_S = 30.0
"""A call for staff that did not reach anybody is made again so often, while somebody is there."""


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
    """Logs how the camera is, and calls staff once when its process has failed for good: until
    the hospital has heard it, or the camera sees again.

    A camera that is merely away, or sees less well than it should, is told by the doctor and the
    log: patients type meanwhile, or hold their code nearer.
    """

    def __init__(self) -> None:
        self._equipment: Equipment | None = None
        self._state: CameraState | None = None
        self._logged = ""
        self._reasons: set[CameraReason | None] = set()
        self._calling: asyncio.Task[None] | None = None

    @contextmanager
    def by(self, equipment: Equipment) -> Iterator[None]:
        """Inside, staff are called through its hospital; also for what happened before. A call that
        nobody has heard by the end is given up, and is due again inside the next."""
        self._equipment = equipment
        self._call()
        try:
            yield
        finally:
            self._equipment = None
            if self._calling is not None and not self._calling.done():
                self._call_no_more()

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
            self._call_no_more()
        self._call()

    def _call(self) -> None:
        if self._state is not CameraState.FAILED or self._calling is not None:
            return
        if self._equipment is not None:
            self._calling = self._equipment.afterwards.start(_until_heard(self._equipment))

    def _call_no_more(self) -> None:
        if self._calling is not None:
            self._calling.cancel()
            self._calling = None


async def _until_heard(equipment: Equipment) -> None:
    while not await call_staff(equipment, PAGE):
        await equipment.clock.sleep(CALL_AGAIN_S)
        while equipment.link.state is LinkState.AWAY:
            await equipment.link.changed(LinkState.AWAY)
