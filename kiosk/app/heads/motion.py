"""What people do before a camera, as a pose for each moment."""

import enum
import math
from collections.abc import Iterator
from dataclasses import replace

from kiosk.app.heads.figure import Figure
from kiosk.app.heads.head import Image, Pose
from kiosk.app.heads.scene import SIZE, Lighting, scene


class Movement(enum.Enum):
    """One thing that a person does."""

    STAND = "stand"
    """Still, but for breath, a sway and a blink now and then."""
    STEP_IN = "step-in"
    """From the side to before the camera."""
    TURN_LEFT = "turn-left"
    """The head to the person's own left and back; right in the picture."""
    TURN_RIGHT = "turn-right"
    BLINK = "blink"
    """Twice."""
    NOD = "nod"
    SPEAK = "speak"


SECONDS = {
    Movement.STAND: 4.0,
    Movement.STEP_IN: 1.2,
    Movement.TURN_LEFT: 1.8,
    Movement.TURN_RIGHT: 1.8,
    Movement.BLINK: 1.2,
    Movement.NOD: 1.6,
    Movement.SPEAK: 2.0,
}
"""How long each lasts at a common pace; :data:`Movement.STAND` comes round again."""
TURN, NOD = 28.0, 16.0
"""How far heads turn and nod, in degrees."""
_BLINK_S = 0.28
_BLINKS_AT = (0.3, 0.8)
_IDLE_BLINK_AT = 3.1


def moved(figure: Figure, movement: Movement, at: float, reach: float = 1.0) -> Figure:
    """The person ``at`` seconds into the movement.

    Movements add to how the figure is held, and end there. ``reach`` makes them smaller, as
    those of old people are. Before and after, the person stands.
    """
    share = at / SECONDS[movement]
    swaying = _swayed(figure.pose, at)
    if not 0 <= share < 1 and movement is not Movement.STAND:
        return figure.posed(swaying)
    # Out and back, without a jerk.
    out = (1 - math.cos(2 * math.pi * share)) / 2 * reach
    pose = swaying
    if movement is Movement.STAND:
        shut = _shut(at % SECONDS[movement] - _IDLE_BLINK_AT)
        pose = replace(pose, eyes_open=pose.eyes_open * (1 - shut))
    elif movement is Movement.TURN_LEFT:
        pose = replace(pose, yaw=pose.yaw + TURN * out)
    elif movement is Movement.TURN_RIGHT:
        pose = replace(pose, yaw=pose.yaw - TURN * out)
    elif movement is Movement.NOD:
        pose = replace(pose, pitch=pose.pitch + NOD * out)
    elif movement is Movement.BLINK:
        shut = max(_shut(at - begin) for begin in _BLINKS_AT)
        pose = replace(pose, eyes_open=pose.eyes_open * (1 - shut))
    elif movement is Movement.SPEAK:
        pose = replace(pose, mouth=0.35 * abs(math.sin(9 * at)) * math.sin(math.pi * share))
    elif movement is Movement.STEP_IN:
        left = (1 + math.cos(math.pi * share)) / 2
        return replace(
            figure, pose=pose, x=figure.x + 0.75 * left, share=figure.share * (1 - 0.2 * left)
        )
    return figure.posed(pose)


def frames(
    figure: Figure,
    movement: Movement,
    lighting: Lighting = Lighting.NORMAL,
    *,
    size: tuple[int, int] = SIZE,
    fps: float = 30.0,
    seconds: float | None = None,
    pace: float = 1.0,
    reach: float = 1.0,
) -> Iterator[Image]:
    """The movement as pictures of ``size`` (width, height), for ``seconds`` (else, its length).

    ``pace`` below 1 is slower.
    """
    lasting = SECONDS[movement] / pace if seconds is None else seconds
    for number in range(max(1, round(lasting * fps))):
        person = moved(figure, movement, number / fps * pace, reach)
        yield scene([person], lighting, size=size, seed=number)


def _swayed(pose: Pose, at: float) -> Pose:
    """Nobody stands quite still; comes round with :data:`Movement.STAND`."""
    turn = 2 * math.pi * at / SECONDS[Movement.STAND]
    return replace(
        pose,
        yaw=pose.yaw + 0.7 * math.sin(turn),
        pitch=pose.pitch + 0.5 * math.sin(2 * turn + 1),
        roll=pose.roll + 0.4 * math.sin(turn + 2),
    )


def _shut(since: float) -> float:
    """How far the eyes are shut this long after a blink began, 0 to 1."""
    share = since / _BLINK_S
    return min(1.0, 1.6 * math.sin(math.pi * share)) if 0 < share < 1 else 0.0
