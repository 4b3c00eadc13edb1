"""One process of the eyes, from its start to its end."""

import asyncio
import enum
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import kiosk
from kiosk.vision.plan import VisionPlan
from kiosk.vision.wire.framing import Garbled, packed
from kiosk.vision.wire.messages import Begin, Broke, Loading, Order, Ping, Pong, Told
from kiosk.vision.wire.stream import hear

_PACKAGE = Path(kiosk.__file__).resolve().parent.parent
_LEAVE_S = 0.5
"""For the process to end by itself, before it is killed."""
_REAP_S = 2.0
"""After that, a process that the kernel does not let go is left behind."""
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Patience:
    """With the process. Seconds."""

    ping_s: float = 0.5
    hung_s: float = 2.0
    """Without an answer, or at one piece of work, for so long: it hangs."""
    begin_s: float = 15.0
    """The same for its first answer, and while it loads: libraries and models from a slow disk,
    and some of them let no other thread of it go on."""
    failures: int = 3
    within_s: float = 60.0
    """So many failures within so long: it is left alone …"""
    recover_s: float = 180.0
    """… for this long."""


class Why(enum.Enum):
    """How a process ended."""

    NOT_STARTED = "not-started"
    ENDED = "ended"
    """By itself or killed, which cannot be told apart for sure."""
    BROKE = "broke"
    """A fault in the program; it told where."""
    HUNG = "hung"
    MEMORY = "memory"
    """It held more than it may."""
    GARBLED = "garbled"


@dataclass(frozen=True, slots=True)
class End:
    why: Why
    kind: str = ""
    """Type of the exception, where it broke."""
    where: str = ""


class Life:
    """Call :meth:`run` once; from its ``begun`` on, orders may be given."""

    def __init__(
        self, plan: VisionPlan, memory: int, told: Callable[[Told], None], patience: Patience
    ) -> None:
        """``memory`` is the preview's. ``told`` hears every message, in the event loop."""
        self._plan = plan
        self._memory = memory
        self._told = told
        self._patience = patience
        self._writer: asyncio.StreamWriter | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._pings = 0
        self._answered = 0
        """The newest ping that was, or need not be."""
        self._loads = True
        self._end: asyncio.Future[End] | None = None

    @property
    def pid(self) -> int | None:
        """The process that was started, until it was waited for."""
        return self._process.pid if self._process is not None else None

    @property
    def going(self) -> bool:
        """Whether orders reach a process."""
        return self._writer is not None and self._end is not None and not self._end.done()

    def order(self, order: Order) -> None:
        """Give an order, without waiting; lost where no process is going."""
        if self._writer is not None and self.going:
            self._writer.write(packed(order))

    async def drained(self) -> None:
        """Returns when the process has taken nearly all orders, or has ended."""
        if self._writer is not None:
            with suppress(OSError):
                await self._writer.drain()

    async def run(self, begun: Callable[[], None]) -> End:
        """Start the process and stay with it until it has ended; cancel it to end the process."""
        loop = asyncio.get_running_loop()
        self._end = loop.create_future()
        try:
            ours, theirs = socket.socketpair()
        except OSError:
            return End(Why.NOT_STARTED)
        with theirs:
            try:
                process = self._process = self._spawn(theirs)
            except OSError:
                ours.close()
                return End(Why.NOT_STARTED)
        try:
            reader, self._writer = await asyncio.open_connection(sock=ours)
            plan = self._plan
            self.order(
                Begin(
                    plan.source,
                    plan.width,
                    plan.height,
                    plan.second_opinion,
                    plan.faces,
                    plan.threshold,
                    plan.light,
                )
            )
            begun()
            work = (self._hear(reader, self._end), self._ping(self._end))
            tasks = [asyncio.create_task(one) for one in work]
            try:
                return await asyncio.shield(self._end)
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
        finally:
            if self._writer is not None:
                self._writer.transport.abort()
                self._writer = None
            else:
                ours.close()
            await _buried(process, patient=not self._end.done())
            self._process = None

    def _spawn(self, link: socket.socket) -> subprocess.Popen[bytes]:
        """In the loop's own thread: the process ends with the thread that started it."""
        environment = os.environ | {
            "PYTHONPATH": os.pathsep.join((str(_PACKAGE), *_given("PYTHONPATH"))),
            # Their threads would take the screen's core, and eight megabytes each.
            "OPENBLAS_NUM_THREADS": "1",
            "OMP_NUM_THREADS": "1",
            # Few arenas: what one thread gives back, another may use.
            "MALLOC_ARENA_MAX": "2",
            # A resolver that does not answer is not asked twice (resolv.conf(5)).
            "RES_OPTIONS": "timeout:2 attempts:1",
        }
        command = [sys.executable, "-m", "kiosk.vision.process"]
        command += [str(link.fileno()), str(self._memory)]
        return subprocess.Popen(  # noqa: S603  # our own command, no shell
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            # Decoders of pictures write to it whatever they like; faults are told as messages.
            stderr=subprocess.DEVNULL,
            pass_fds=(link.fileno(), self._memory),
            env=environment,
        )

    async def _hear(self, reader: asyncio.StreamReader, end: asyncio.Future[End]) -> None:
        try:
            while (message := await hear(reader)) is not None:
                if isinstance(message, Broke):
                    _set(end, End(Why.BROKE, message.kind, message.where))
                elif isinstance(message, Pong):
                    self._look_after(message, end)
                elif isinstance(message, Loading):
                    self._loads = message.begins
                    # What was asked meanwhile is answered in a moment.
                    self._answered = max(self._answered, self._pings)
                self._told(message)
        except Garbled:
            _set(end, End(Why.GARBLED))
        _set(end, End(Why.ENDED))

    def _look_after(self, pong: Pong, end: asyncio.Future[End]) -> None:
        if not self._answered:
            self._loads = False
        self._answered = max(self._answered, pong.number)
        if pong.busy > self._patience.hung_s:
            _set(end, End(Why.HUNG))
        elif pong.memory > self._plan.memory_mb * MEGABYTE:
            _set(end, End(Why.MEMORY))

    async def _ping(self, end: asyncio.Future[End]) -> None:
        """Counts pings, not seconds: where this process itself was stopped, the other one is not
        to blame."""
        patience = self._patience
        while True:
            waits = patience.begin_s if self._loads else patience.hung_s
            if (self._pings - self._answered) * patience.ping_s >= waits:
                _set(end, End(Why.HUNG))
            self._pings += 1
            self.order(Ping(self._pings))
            await asyncio.sleep(patience.ping_s)


def _given(name: str) -> tuple[str, ...]:
    held = os.environ.get(name)
    return (held,) if held else ()


def _set(end: asyncio.Future[End], how: End) -> None:
    if not end.done():
        end.set_result(how)


async def _buried(process: subprocess.Popen[bytes], *, patient: bool) -> None:
    """Wait for the end of a process whose socket is closed; by force, at once or after a while."""
    if patient and await _ended(process, _LEAVE_S):
        return
    process.kill()
    await _ended(process, _REAP_S)


async def _ended(process: subprocess.Popen[bytes], within: float) -> bool:
    end = asyncio.get_running_loop().time() + within
    while process.poll() is None:
        if asyncio.get_running_loop().time() > end:
            return False
        await asyncio.sleep(0.005)
    return True
