"""How the link to the hospital is, from what is heard of it. A circuit breaker's memory: it asks
nothing itself."""

import asyncio
import enum
import math
from collections.abc import Callable

FAILURES = 3
"""In a row, until the hospital is taken to be away. One or two happen on every network."""


class LinkState(enum.Enum):
    UP = "up"
    """The last that was heard was an answer."""
    DOUBTFUL = "doubtful"
    """Nothing was heard yet, or something failed since the last answer."""
    AWAY = "away"
    """:data:`FAILURES` in a row: nobody is made to wait for it."""


OnState = Callable[[LinkState], None]


class Circuit:
    """Counts failures between answers. For one event loop.

    ``on_state`` hears of each change, in that loop. Answers of calls and of probes count alike:
    each shows that the hospital is there.
    """

    def __init__(self, on_state: OnState) -> None:
        self._on_state = on_state
        self._state = LinkState.DOUBTFUL
        self._failures = 0
        self._probed = False
        self._changed = asyncio.Event()
        self._heard_at = -math.inf

    @property
    def state(self) -> LinkState:
        return self._state

    @property
    def heard_at(self) -> float:
        """When the last answer came, in seconds of whoever said so; ``-inf`` before the first."""
        return self._heard_at

    def answered(self, now: float) -> None:
        """The hospital said something, be it a no."""
        self._failures = 0
        self._probed = False
        self._heard_at = now
        self._turn(LinkState.UP)

    def failed(self) -> None:
        """A probe without an answer that is of any use, or a call beside which probes failed."""
        self._probed = True
        self._count()

    def suspected(self) -> None:
        """A call without an answer that is of any use.

        It counts, but at least one of the failures is a probe's: a few check-ins of which the
        hospital can do nothing, asked at the same time, must not keep it from all the others.
        """
        if self._probed or self._failures < FAILURES - 1:
            self._count()

    def doubted(self) -> None:
        """Something was strange that is no failure yet: it must be looked into."""
        if self._state is LinkState.UP:
            self._turn(LinkState.DOUBTFUL)

    async def changed(self, seen: LinkState) -> LinkState:
        """The state, as soon as it is another than ``seen``."""
        while self._state is seen:
            await self._changed.wait()
        return self._state

    def _count(self) -> None:
        self._failures += 1
        if self._failures >= FAILURES:
            self._turn(LinkState.AWAY)
        else:
            self.doubted()

    def _turn(self, state: LinkState) -> None:
        if state is self._state:
            return
        self._state = state
        self._changed.set()
        self._changed = asyncio.Event()
        self._on_state(state)
