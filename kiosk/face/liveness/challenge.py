"""What a patient is asked to do, at random."""

import random
from collections.abc import Sequence

from kiosk.face.liveness.movement import Movement
from kiosk.model.guidance import FaceHint

CHALLENGES = 2
"""So many are asked for in a try."""
TURNS = (Movement.LEFT, Movement.RIGHT)
HINTS = {
    Movement.LEFT: FaceHint.TURN_LEFT,
    Movement.RIGHT: FaceHint.TURN_RIGHT,
    Movement.NOD: FaceHint.NOD,
    Movement.BLINK: FaceHint.BLINK,
}


def draw(rng: random.Random, count: int = CHALLENGES) -> list[Movement]:
    """``count`` different movements in random order, a turn among them: only a turn shows that
    a face has a nose."""
    turn = rng.choice(TURNS)
    others = rng.sample([one for one in Movement if one is not turn], count - 1)
    drawn = [turn, *others]
    rng.shuffle(drawn)
    return drawn


def instead(rng: random.Random, asked: Movement, done: Sequence[Movement]) -> Movement:
    """Another movement than ``asked``, which did not come; not one of ``done`` if that is
    possible. A turn stands for a turn."""
    among = TURNS if asked in TURNS else tuple(Movement)
    left = [one for one in among if one is not asked]
    return rng.choice([one for one in left if one not in done] or left)
