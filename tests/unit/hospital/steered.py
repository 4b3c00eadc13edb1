"""A hospital behind a breaker, with a clock that is pushed, and a log of what was asked when."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from kiosk.errors import HospitalAway
from kiosk.hospital.base import Capability
from kiosk.hospital.breaker import Breaker
from kiosk.hospital.circuit import LinkState
from tests.flow.stand import PushedClock, ScriptedHospital


class SteeredHospital(ScriptedHospital):
    """Takes as long as the test says, by the pushed clock, and fails as long as it says."""

    def __init__(self, clock: PushedClock) -> None:
        super().__init__()
        self.clock = clock
        self.takes: dict[str, float] = {}
        """Seconds, by call; a call without an entry takes no time."""
        self.fails: dict[str, Exception] = {}
        """By call, for as long as it stands here."""
        self.times: list[tuple[str, float]] = []
        """Each call with its moment."""
        self.cancelled: list[str] = []
        self.offered_capabilities = frozenset(Capability)
        self._open = False

    @property
    def capabilities(self) -> frozenset[Capability]:
        return self.offered_capabilities

    async def __aenter__(self) -> "SteeredHospital":
        self._open = True
        return self

    async def __aexit__(self, *_: object) -> None:
        self._open = False

    async def _asked(self, name: str, value: Any) -> None:
        self.times.append((name, self.clock.monotonic()))
        try:
            if self.takes.get(name):
                await self.clock.sleep(self.takes[name])
            if name in self.fails:
                raise self.fails[name]
            await super()._asked(name, value)
        except asyncio.CancelledError:
            self.cancelled.append(name)
            raise

    async def ping(self) -> str:
        await self._asked("ping", None)
        return "steered 1"

    def is_open(self) -> bool:
        return self._open

    def pings(self) -> list[float]:
        return [moment for name, moment in self.times if name == "ping"]

    def go(self) -> None:
        """Away at once: connections are refused."""
        self.fails = {name: HospitalAway("refused") for name in CALLS}

    def fall_silent(self) -> None:
        """Away without a word."""
        self.takes = dict.fromkeys(CALLS, 3600.0)

    def come_back(self) -> None:
        self.fails, self.takes = {}, {}


CALLS = (
    "find",
    "register",
    "insurance",
    "appointments",
    "held_tickets",
    "services",
    "check_in",
    "lease_numbers",
    "return_numbers",
    "ticket_printed",
    "cancel",
    "call_staff",
    "record_consent",
    "match_face",
    "enroll_face",
    "forget_face",
    "ping",
)


class Scene:
    def __init__(self) -> None:
        self.clock = PushedClock()
        self.hospital = SteeredHospital(self.clock)
        self.states: list[LinkState] = []
        self.breaker = Breaker(self.hospital, self.clock, on_state=self.states.append)

    async def outcome(self, asked: Awaitable[Any], within: float) -> tuple[Any, float]:
        """What is answered or raised, and after how many seconds; they pass in tenths."""
        began = self.clock.monotonic()
        task = asyncio.ensure_future(asked)
        await self.clock.push(0)
        while not task.done() and self.clock.monotonic() - began < within:
            await self.clock.push(0.1)
        assert task.done(), f"no outcome within {within} s"
        return task.exception() or task.result(), round(self.clock.monotonic() - began, 1)


def play(scene: Callable[[Scene], Awaitable[None]]) -> None:
    """With a breaker that is up."""

    async def run() -> None:
        made = Scene()
        async with asyncio.timeout(10), made.breaker:
            await made.clock.push(0)
            assert made.breaker.state is LinkState.UP
            await scene(made)

    asyncio.run(run())
