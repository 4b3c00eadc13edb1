"""How a face is held in one frame, and whether it is held still."""

import math
import statistics
from collections import deque
from dataclasses import dataclass

from kiosk.face.seen import LEFT_OUTER, RIGHT_OUTER, SeenFace

LEAST_FRAMES = 4
"""Fewer frames do not show that a head is still."""
STRAIGHT = 20.0
"""Degrees to either side: who looks further aside is not looking straight."""
STILL_YAW, STILL_PITCH = 7.0, 9.0
"""Degrees from end to end: what five points and a tremor of the head give without movement."""
BACK_YAW, BACK_PITCH = 7.0, 7.0
"""Degrees to how it was held before: a head that rests in the middle of a nod is not back."""
STILL_PLACE = 0.22
"""The same of the place, in parts of the distance between the eyes' outer corners."""


@dataclass(frozen=True, slots=True)
class Stance:
    """Lengths are pixels of the whole picture, angles those of ``SeenFace``."""

    taken: float
    """Seconds."""
    x: float
    """The middle between the eyes."""
    y: float
    eyes_apart: float
    """Between the outer corners of the eyes."""
    yaw: float
    pitch: float
    open: float
    """Mean of both eyes, 0.0 shut to 1.0 wide open."""

    @classmethod
    def of(cls, seen: SeenFace, taken: float) -> "Stance":
        left, right = seen.landmarks[LEFT_OUTER], seen.landmarks[RIGHT_OUTER]
        return cls(
            taken=taken,
            x=float(left[0] + right[0]) / 2,
            y=float(left[1] + right[1]) / 2,
            eyes_apart=max(1.0, math.hypot(left[0] - right[0], left[1] - right[1])),
            yaw=seen.yaw,
            pitch=seen.pitch,
            open=sum(seen.eyes_open) / 2,
        )

    def back_at(self, before: "Stance") -> bool:
        """Whether the head is held as it was."""
        return (
            abs(self.yaw - before.yaw) <= BACK_YAW and abs(self.pitch - before.pitch) <= BACK_PITCH
        )


class Stillness:
    """Waits until a face was held still for a time; a head that follows a film is not."""

    def __init__(self, hold_s: float) -> None:
        self._hold_s = hold_s
        self._held: deque[Stance] = deque()

    def add(self, stance: Stance) -> Stance | None:
        """The median stance, once the last ``hold_s`` seconds were still; else None."""
        self._held.append(stance)
        if not self._still():
            while self._held and not self._still():
                self._held.popleft()
            return None
        if len(self._held) < LEAST_FRAMES or stance.taken - self._held[0].taken < self._hold_s:
            return None
        return _median(list(self._held))

    def _still(self) -> bool:
        held = self._held
        place = STILL_PLACE * held[-1].eyes_apart
        return (
            abs(held[-1].yaw) <= STRAIGHT
            and _range([each.yaw for each in held]) <= STILL_YAW
            and _range([each.pitch for each in held]) <= STILL_PITCH
            and _range([each.x for each in held]) <= place
            and _range([each.y for each in held]) <= place
        )


def _range(values: list[float]) -> float:
    return max(values) - min(values)


def _median(held: list[Stance]) -> Stance:
    return Stance(
        taken=held[-1].taken,
        x=statistics.median(each.x for each in held),
        y=statistics.median(each.y for each in held),
        eyes_apart=statistics.median(each.eyes_apart for each in held),
        yaw=statistics.median(each.yaw for each in held),
        pitch=statistics.median(each.pitch for each in held),
        # A blink while standing still must not make half-shut eyes the measure.
        open=sorted(each.open for each in held)[int(len(held) * 0.75)],
    )
