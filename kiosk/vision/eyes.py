"""The kiosk's eyes: camera, codes and faces, in a process of their own.

Of OpenCV, dlib and the decoders, nothing is imported here: they may crash, hang or eat memory as
they like, the screen goes on, and a new process looks half a second later.
"""

import asyncio
import os
from collections import deque
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import aclosing, contextmanager, suppress

from kiosk.devices.camera.reasons import CameraReason
from kiosk.log import log, unexpected
from kiosk.model.face import FaceOutcome, FaceSight, FaceUnreadable, FaceVerdict
from kiosk.vision.camera_state import CameraReport, CameraState
from kiosk.vision.faces import FaceTries
from kiosk.vision.hand import SimulatedHand
from kiosk.vision.life import End, Life, Patience
from kiosk.vision.plan import SIMULATED, VisionPlan
from kiosk.vision.preview import PreviewKind, PreviewReader, new_memory
from kiosk.vision.sight import Sight
from kiosk.vision.standing import FAULTY, STARTED_ANEW, Standing, left_alone
from kiosk.vision.steering import Steering
from kiosk.vision.watching import Watching
from kiosk.vision.wire.messages import (
    Camera,
    Guided,
    Judged,
    Order,
    Pong,
    Referred,
    Saw,
    Show,
    Told,
)

OnState = Callable[[CameraState, str, CameraReason | None], None]
"""The state, and what is wrong: a sentence for staff, and a word for the log; or neither."""

READY_S = 5.0
"""A camera that is being opened is waited for, when a face is to be looked at."""
PATIENCE = Patience()


class Eyes:
    """Made in any thread; belongs to one event loop from :meth:`start` to :meth:`close`."""

    def __init__(
        self, plan: VisionPlan, *, on_state: OnState | None = None, patience: Patience = PATIENCE
    ) -> None:
        """``on_state`` is called in the event loop with each new state, trouble or reason."""
        self.plan = plan
        self._on_state = on_state
        self._patience = patience
        self._memory = new_memory()
        self.preview = PreviewReader(self._memory)
        """The camera's picture for the screen, while somebody is inside :meth:`previewing`."""
        self.hand = SimulatedHand() if plan.source == SIMULATED else None
        """Steers the camera, if it is the simulated one."""
        self._standing = Standing(CameraState.OPENING)
        self._report = CameraReport("")
        self._changed = asyncio.Event()
        self._news = asyncio.Event()
        self._life: Life | None = None
        self._keeping: asyncio.Task[None] | None = None
        self._previews: list[PreviewKind] = []
        self._watching = Watching(self._order)
        self._faces = FaceTries(self._order)

    def __del__(self) -> None:
        with suppress(AttributeError, OSError):  # not even begun; closed by somebody else
            os.close(self._memory)

    @property
    def state(self) -> CameraState:
        return self._standing.state

    @property
    def trouble(self) -> str:
        """For staff: what is wrong and what to do, or ``""``. A camera that sees may have one,
        too: it gives other pictures than were asked for, or too few."""
        return self._standing.trouble

    @property
    def reason(self) -> CameraReason | None:
        """The same in a word for the log; ``None`` where there is no trouble."""
        return self._standing.reason

    @property
    def report(self) -> CameraReport:
        """What the camera gives, measured anew twice a second."""
        return self._report

    @property
    def pid(self) -> int | None:
        """The process, for whoever measures it; ``None`` while there is none."""
        return self._life.pid if self._life is not None else None

    async def start(self) -> None:
        """Start the process, without waiting for it. Once, until :meth:`close`."""
        if self._keeping is not None:
            raise RuntimeError("the eyes are open")
        self._watching.open()
        self._begin()

    async def close(self) -> None:
        """End the process, and wait for that. Whoever waits for a sight or a face is at the end."""
        self._watching.close()
        await self._end()

    async def restart(self) -> None:
        """Another process in place of this one, also of one that failed and is left alone."""
        if self._keeping is not None:
            await self._end()
            self._be(Standing(CameraState.OPENING))
            self._begin()

    async def state_changed(self) -> None:
        """Returns when :attr:`state` or :attr:`trouble` has another value than at the call."""
        before = self._standing
        while self._standing == before:
            await self._changed.wait()

    async def reported(self) -> CameraReport:
        """The next :attr:`report`: half a second, or however long a process takes to start."""
        before = self._report
        while self._report is before:
            await self._news.wait()
        return self._report

    def sights(self) -> AsyncGenerator[Sight, None]:
        """What is seen from now on; codes are looked for only while somebody iterates.

        Waits while the camera is away, and ends when the eyes are closed. Of pictures without
        codes, only some are told: four a second at most. A slow listener misses the oldest.
        """
        return self._watching.sights()

    @contextmanager
    def previewing(self, kind: PreviewKind) -> Iterator[None]:
        """While inside, :attr:`preview` gets the camera's pictures, at its rate; at the end they
        are wiped. Of several inside, the last one's kind is shown."""
        self._previews.append(kind)
        self._show()
        try:
            yield
        finally:
            # From the end: of two of the same kind, it does not matter which one leaves.
            del self._previews[len(self._previews) - 1 - self._previews[::-1].index(kind)]
            self._show()

    async def reference(self, picture: bytes) -> int:
        """A number for the face in a picture (JPEG or JPEG 2000, of a chip's DG2), to compare
        with; good until :meth:`forget_faces`, also for a process that is started anew.

        Raises :class:`~kiosk.model.face.FaceUnreadable`, with ``away`` if the eyes are.
        """
        if self._life is None:
            raise FaceUnreadable("away")
        return await self._faces.reference(picture)

    async def check_face(
        self, reference: int | None, *, descriptor: bool = False
    ) -> AsyncGenerator[FaceSight, None]:
        """One try: any number of ``FaceGuide``, then one ``FaceVerdict``.

        ``reference`` is of :meth:`reference`, ``None`` to compare with nobody; ``descriptor``
        asks for the face's description. Another try ends this one, as does closing it; without a
        camera its verdict is ``AWAY``, but ``NO_FACE`` where the lens is covered.
        """
        if not await self._ready():
            yield self._standing.told(FaceVerdict(FaceOutcome.AWAY))
            return
        async with aclosing(self._faces.check(reference, descriptor=descriptor)) as tried:
            async for sight in tried:
                yield self._standing.told(sight)

    def forget_faces(self) -> None:
        """Drop references, and everything else that is known of a face, in the process too."""
        self._faces.forget()

    async def _ready(self) -> bool:
        """Whether the camera sees, or does in a moment."""
        with suppress(TimeoutError):
            async with asyncio.timeout(READY_S):
                while self.state is CameraState.OPENING and self._keeping is not None:
                    await self.state_changed()
        return self.state is CameraState.SEEING and self._keeping is not None

    def _begin(self) -> None:
        self._keeping = asyncio.create_task(self._keep(), name="eyes")
        self._keeping.add_done_callback(self._kept)

    async def _end(self) -> None:
        keeping, self._keeping = self._keeping, None
        if keeping is not None:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)

    def _show(self) -> None:
        """Tell the process which preview is wanted; without one, wipe what it left."""
        if self._life is not None and self._life.going:
            self._order(Show(self._previews[-1].value if self._previews else 0))
        elif not self._previews:
            self.preview.clear()

    def _order(self, order: Order) -> None:
        if self._life is not None:
            self._life.order(order)

    async def _keep(self) -> None:
        """One process after another, for as long as the kiosk runs."""
        failures: deque[float] = deque(maxlen=self._patience.failures)
        loop = asyncio.get_running_loop()
        try:
            while True:
                end = await self._live()
                now = loop.time()
                failures.append(now)
                recent = sum(now - failed < self._patience.within_s for failed in failures)
                log("eyes-ended", why=end.why.value, kind=end.kind, where=end.where, times=recent)
                if recent < self._patience.failures:
                    continue
                self._be(left_alone(recent, end.why.value, self._patience.recover_s))
                await asyncio.sleep(self._patience.recover_s)
                failures.clear()
                self._be(Standing(CameraState.OPENING))
        finally:
            self._ended()

    def _kept(self, keeping: asyncio.Task[None]) -> None:
        """It ends when it is cancelled; anything else is a fault of ours, and the kiosk works on
        without a camera as after any other failure."""
        error = None if keeping.cancelled() else keeping.exception()
        if error is not None:
            unexpected(error)
            self._be(FAULTY)

    async def _live(self) -> End:
        """One process, with whatever is wanted of it, to its end."""
        life = self._life = Life(self.plan, self._memory, self._hear, self._patience)
        steering = Steering(self.hand) if self.hand is not None else None
        steered: asyncio.Task[None] | None = None
        loop = asyncio.get_running_loop()

        def moved() -> None:
            assert steering is not None
            with suppress(RuntimeError):  # the loop is closed: nobody looks any more
                loop.call_soon_threadsafe(steering.changed)

        def begun() -> None:
            nonlocal steered
            if self.hand is not None and steering is not None:
                self.hand.listen(moved)
                steered = asyncio.create_task(steering.steer(life))
            self._watching.begin_anew()
            self._faces.begin_anew()
            self._show()

        try:
            return await life.run(begun)
        finally:
            if self.hand is not None:
                self.hand.listen(None)
            if steered is not None:
                steered.cancel()
                await asyncio.gather(steered, return_exceptions=True)
            self._ended()
            if self.state is CameraState.SEEING and self._keeping is not None:
                self._be(STARTED_ANEW)

    def _ended(self) -> None:
        """No process is left that could do anything."""
        self._life = None
        self._faces.end()
        self.preview.clear()

    def _hear(self, message: Told) -> None:
        match message:
            case Saw():
                self._watching.told(message)
            case Referred() | Guided() | Judged():
                self._faces.told(message)
            case Camera(sees, trouble, reason):
                state = CameraState.SEEING if sees else CameraState.AWAY
                self._be(Standing(state, trouble, reason))
            case Pong():
                self._report = CameraReport(
                    message.name, message.width, message.height, message.fps, message.light
                )
                self._news.set()
                self._news = asyncio.Event()

    def _be(self, standing: Standing) -> None:
        if standing == self._standing:
            return
        self._standing = standing
        self._changed.set()
        self._changed = asyncio.Event()
        if self._on_state is not None:
            self._on_state(standing.state, standing.trouble, standing.reason)
