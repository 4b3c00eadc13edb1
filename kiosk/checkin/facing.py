"""A patient before the camera: up to three tries to see their face."""

from contextlib import aclosing

from kiosk.checkin.equipment import Equipment
from kiosk.checkin.failures import FAILURES, Failure, Step
from kiosk.checkin.front import Front
from kiosk.checkin.meanwhile import ask_meanwhile
from kiosk.checkin.screens import FaceCheck, WithoutFace
from kiosk.log import log
from kiosk.model.consent import ConsentPurpose
from kiosk.model.face import FaceOutcome, FaceVerdict

TRIES = 3
"""Then the desk looks instead: whoever could not do it three times will not the fourth."""

_SUCCESS = frozenset({FaceOutcome.MATCHED, FaceOutcome.CAPTURED})
_WRONG = {
    FaceOutcome.NOT_MATCHED: "face-not-confirmed",
    FaceOutcome.NOT_LIVE: "face-not-confirmed",
    FaceOutcome.NO_FACE: "face-not-seen",
    FaceOutcome.AWAY: "face-not-seen",
}


class Facing:
    """Looks at one face for one purpose. What was agreed to is the caller's to ask before."""

    def __init__(self, front: Front, equipment: Equipment, purpose: ConsentPurpose) -> None:
        self._front = front
        self._equipment = equipment
        self._purpose = purpose
        self.outcomes: list[FaceOutcome] = []
        """Of each try so far."""

    async def look(self, reference: int | None, *, descriptor: bool) -> FaceVerdict | None:
        """The verdict that did, if one did; ``None`` if the patient went on without, or no try
        was enough. See :meth:`kiosk.checkin.faces.Faces.check`."""
        wrong: Failure | None = None
        with self._equipment.faces.previewing():
            for _ in range(TRIES):
                got = await ask_meanwhile(
                    self._front,
                    FaceCheck(self._purpose, wrong),
                    self._one_try(reference, descriptor, after=wrong),
                )
                if isinstance(got, WithoutFace):
                    self._log("without-face")
                    return None
                self.outcomes.append(got.outcome)
                if got.outcome in _SUCCESS:
                    self._log(got.outcome.value)
                    return got
                if self._is_camera_gone():
                    break
                wrong = FAILURES[_WRONG[got.outcome]].at(Step.FACE, got.outcome.value)
        self._log(self.outcomes[-1].value)
        return None

    async def _one_try(
        self, reference: int | None, descriptor: bool, after: Failure | None
    ) -> FaceVerdict:
        if after is not None:  # it is being read
            await self._equipment.clock.sleep(self._equipment.rules.face_again_s)
        async with aclosing(
            self._equipment.faces.check(reference, descriptor=descriptor)
        ) as sights:
            async for sight in sights:
                if isinstance(sight, FaceVerdict):
                    return sight
                self._front.guide(sight)
        return FaceVerdict(FaceOutcome.AWAY)

    def _is_camera_gone(self) -> bool:
        """A process that fails is back in a second, so that once is no reason to give up."""
        return self.outcomes[-2:] == [FaceOutcome.AWAY] * 2

    def _log(self, outcome: str) -> None:
        log(
            "face-checked",
            purpose=self._purpose.value,
            outcome=outcome,
            tries=len(self.outcomes),
        )
