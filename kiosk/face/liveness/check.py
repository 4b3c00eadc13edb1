"""One try: is the face that is looked at alive."""

import enum
import math
import random
from collections.abc import Callable

from kiosk.face.liveness.base import LivenessState, Suspicion
from kiosk.face.liveness.challenge import CHALLENGES, HINTS, TURNS, draw, instead
from kiosk.face.liveness.light import PageLit
from kiosk.face.liveness.movement import Movement, Movements
from kiosk.face.liveness.noses import Noses
from kiosk.face.liveness.relief import ENOUGH, Relief
from kiosk.face.liveness.stance import Stance, Stillness
from kiosk.face.liveness.surround import Surround
from kiosk.face.seen import Image, SeenFace
from kiosk.model.guidance import FaceHint
from kiosk.model.page_light import PageLight

STILL_S = 0.5
"""So long a face is still, and again before it is asked for anything. Not for longer: everybody
blinks, and to the landmarks of some faces that is a movement."""
HOLD_S = (0.8, 2.4)
"""So long it makes no clear movement from the one to the other, at random: a film cannot know when,
and goes on to its next movement meanwhile."""
SETTLE_S = 8.0
"""A head that is not still for so long is not waiting to be asked."""
RESPONSE_S = 9.0
"""For each movement; a slow old person needs three to four, and as long again where the first
attempt was too small to be seen."""
TOO_SOON_S = 0.4
"""Nobody reads, understands and turns that fast: the movement was under way already."""
SWAPS = 1
"""So often another movement is asked for, where one did not come: not everybody can shut their
eyes on request, or hears of it."""
SLIPS = 2
"""So often a movement that nobody asked for is forgiven: left and right are confused, and who is
called looks round. A film goes on."""
SLIP_COSTS = 2
"""So many movements more are asked for then: people make them, a film hardly in this order."""
MORE_LIGHT_S = 6.0
"""So long a face rests at the end, where it is not sure yet that it answers the page's light."""
LIGHT_AGAIN_S = 0.5
"""So often it is looked then whether it does."""
BACK_S = 2.5
"""So long a head may take to come back from a movement; who stands otherwise then, does so."""
HOLD_TURN_S = 1.0
"""So long at most a turn is held until enough was seen of it."""
OUT_OF_SIGHT_S = 2.0
"""A detector loses a face that turns for about a second."""
JUMP = 1.0
"""Farther from one frame to the next, in parts of the eyes' distance, no head moves: it is another
face. For frames at most :data:`JUMP_S` apart."""
JUMP_S = 0.25
GROWN = 1.5
"""Nor does it come nearer, or go, by this factor."""


class _Phase(enum.Enum):
    SETTLE = "settle"
    ASK = "ask"


class Liveness:
    """Is made for each try; ``rng`` decides what is asked for and when (``SystemRandom``, but in
    tests). Challenges: :mod:`~kiosk.face.liveness.challenge`; passive checks go on meanwhile.

    About 8 ms a frame on a kiosk's processor while a head turns, else 3.
    """

    def __init__(
        self, rng: random.Random, challenges: int = CHALLENGES, *, lit: bool = True
    ) -> None:
        """``lit``: the page gives the light that is asked for, and a face must answer it."""
        self._rng = rng
        self._asked = draw(rng, challenges)
        self._done: list[Movement] = []
        self._state = LivenessState.PENDING
        self._suspicion: Suspicion | None = None
        self._swaps, self._slips = SWAPS, SLIPS
        self._first: Stance | None = None
        self._last: Stance | None = None
        self._surround = Surround()
        self._page_lit = PageLit(rng) if lit else None
        self._light_until: float | None = None
        self._light_again = 0.0
        self._noses = Noses()
        self._relief: Relief | None = None
        self._before: Stance | None = None
        self._unasked: Movements | None = None
        self._latest: Movement | None = None
        self._phase = _Phase.SETTLE
        self._since: float | None = None
        self._answered: float | None = None
        self._stillness = Stillness(STILL_S)
        self._hold_s, self._rested = 0.0, math.inf
        self._movements: Movements | None = None
        self._settle(None)

    @property
    def state(self) -> LivenessState:
        return self._state

    @property
    def suspicion(self) -> Suspicion | None:
        """Why it is NOT_LIVE."""
        return self._suspicion

    @property
    def hint(self) -> FaceHint | None:
        if self._state is not LivenessState.PENDING:
            return None
        if self._phase is _Phase.ASK:
            return HINTS[self._asked[0]]
        # At first the face is being compared anyway; later it must come back from a movement.
        return FaceHint.STRAIGHT if self._done or self._slips < SLIPS else None

    @property
    def light(self) -> PageLight | None:
        """See :class:`~kiosk.face.liveness.base.LivenessCheck`."""
        pending = self._state is LivenessState.PENDING
        return self._page_lit.light if pending and self._page_lit else None

    @property
    def share(self) -> float:
        if self._state is LivenessState.LIVE:
            return 1.0
        steps = 2 * (len(self._done) + len(self._asked)) + 1
        return (2 * len(self._done) + (self._phase is _Phase.ASK)) / steps

    def look(self, image: Image, seen: SeenFace, taken: float) -> None:
        if self._state is not LivenessState.PENDING:
            return
        stance = Stance.of(seen, taken)
        if self._first is None:
            self._first, self._since = stance, taken
        if self._last is not None and _another(self._last, stance):
            self._refuse(Suspicion.LOST)
            return
        self._last = stance
        self._surround.add(image, stance)
        if self._page_lit is not None:
            self._page_lit.look(image, stance)
        if self._relief is not None and self._before is not None:
            self._relief.add(image, seen.landmarks, stance.yaw - self._before.yaw)
        step: Callable[[Image, SeenFace, Stance], None] = (
            self._settling if self._phase is _Phase.SETTLE else self._asking
        )
        step(image, seen, stance)

    def _settle(self, since: float | None) -> None:
        self._phase, self._since, self._answered = _Phase.SETTLE, since, None
        self._unasked = None
        self._stillness = Stillness(STILL_S)
        self._hold_s, self._rested = self._rng.uniform(*HOLD_S), math.inf

    def _settling(self, image: Image, seen: SeenFace, stance: Stance) -> None:
        assert self._since is not None
        since = stance.taken - self._since
        back = self._before is None or since > BACK_S or stance.back_at(self._before)
        if back and self._moved_unasked(stance, late=since > BACK_S):
            self._slip(stance.taken)
            return
        before = self._stillness.add(stance) if back else None
        if before is None:
            # While the light is waited for, nobody has to be stiller for it.
            if since > SETTLE_S + (MORE_LIGHT_S if self._light_until is not None else 0.0):
                self._refuse(Suspicion.NO_RESPONSE)
            return
        self._rested = min(self._rested, stance.taken - STILL_S)
        if stance.taken - self._rested < self._hold_s:
            return
        self._keep_nose()
        if not self._asked and self._noses.once_more():
            self._asked = [self._rng.choice(TURNS)]
        if not self._asked:
            self._decide(stance.taken)
            return
        self._before, self._relief = before, Relief(image, seen.landmarks)
        self._movements = Movements(before)
        self._phase, self._since = _Phase.ASK, stance.taken

    def _moved_unasked(self, stance: Stance, *, late: bool) -> bool:
        """Whether a head that is back, and should rest, moves again: as a film does."""
        if self._unasked is None:
            resting = self._before or self._first
            self._unasked = Movements(stance if late or resting is None else resting)
        return self._counts(self._unasked.add(stance))

    def _counts(self, made: Movement | None) -> bool:
        """Whether a movement that is not the one asked for says anything. Everybody blinks now and
        then; who nods or turns does it twice, and slow people still do it a while later."""
        if made in (None, Movement.BLINK, self._latest):
            return False
        self._latest = made
        return True

    def _asking(self, image: Image, seen: SeenFace, stance: Stance) -> None:
        assert self._movements is not None
        assert self._since is not None
        made, asked = self._movements.add(stance), self._asked[0]
        waited = stance.taken - self._since
        if self._answered is not None:
            self._hold_on(stance.taken - self._answered)
        elif made is asked and waited >= TOO_SOON_S:
            self._answered = stance.taken
            self._hold_on(0.0)
        elif made is asked or self._counts(made):
            self._latest = made
            self._slip(stance.taken)
        elif waited > RESPONSE_S:
            self._swap(asked, stance.taken)

    def _hold_on(self, since_s: float) -> None:
        """A turn that was quick has not been seen enough of: the page goes on asking for it."""
        turn = self._asked[0] in TURNS
        if turn and since_s < HOLD_TURN_S and self._relief and self._relief.frames < ENOUGH:
            return
        assert self._last is not None
        self._latest = self._asked.pop(0)
        self._done.append(self._latest)
        self._settle(self._last.taken)

    def _slip(self, taken: float) -> None:
        """Another movement than the one asked for, or too soon, or while nothing was: what is left
        is asked for anew, and :data:`SLIP_COSTS` movements more, as far as there are others."""
        if self._slips == 0:
            self._refuse(Suspicion.OUT_OF_TURN)
            return
        self._slips -= 1
        self._light_until = None  # it is looked for anew, with all of its time
        self._asked = draw(self._rng, min(len(Movement), len(self._asked) + SLIP_COSTS))
        self._settle(taken)

    def _swap(self, asked: Movement, taken: float) -> None:
        if self._swaps == 0:
            self._refuse(Suspicion.NO_RESPONSE)
            return
        self._swaps -= 1
        self._latest = asked
        self._asked[0] = instead(self._rng, asked, [*self._done, *self._asked[1:]])
        self._settle(taken)

    def _keep_nose(self) -> None:
        if self._relief is not None:
            self._noses.add(self._relief.nose)
        self._relief = None

    def _decide(self, taken: float) -> None:
        """All movements came, and the face looks straight again."""
        if self._surround.carried:
            self._refuse(Suspicion.CARRIED)
        elif not self._noses.enough:
            self._refuse(Suspicion.FLAT)
        elif self._page_lit is None:
            self._state = LivenessState.LIVE
        else:
            self._decide_by_light(self._page_lit, taken)

    def _decide_by_light(self, page_lit: PageLit, taken: float) -> None:
        """The face goes on resting until it is clear, or the time for it is over."""
        if self._light_until is None:
            self._light_until = taken + MORE_LIGHT_S
        if taken < self._light_again:
            return
        self._light_again = taken + LIGHT_AGAIN_S
        if page_lit.answer().lit:
            self._state = LivenessState.LIVE
        elif taken > self._light_until:
            self._refuse(Suspicion.UNLIT)

    @property
    def nose(self) -> float:
        """What the turn that showed least of a nose so far showed of it, 0.0 before one did; 0.43
        and more of most heads, 0 of what is flat."""
        return self._noses.least

    def _refuse(self, why: Suspicion) -> None:
        self._state, self._suspicion = LivenessState.NOT_LIVE, why


def _another(last: Stance, now: Stance) -> bool:
    """Whether this cannot be the face of the frame before."""
    apart_s = now.taken - last.taken
    if apart_s > OUT_OF_SIGHT_S:
        return True
    if apart_s > JUMP_S:
        return False
    near = max(last.eyes_apart, now.eyes_apart)
    ratio = near / min(last.eyes_apart, now.eyes_apart)
    return max(abs(now.x - last.x), abs(now.y - last.y)) > JUMP * near or ratio > GROWN
