"""The kiosk's eyes: camera, codes and faces, in a process of their own."""

from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractContextManager

from kiosk.model.face import FaceSight
from kiosk.vision.camera_state import CameraReport, CameraState
from kiosk.vision.hand import SimulatedHand
from kiosk.vision.plan import SIMULATED, VisionPlan
from kiosk.vision.preview import PreviewKind, PreviewReader
from kiosk.vision.sight import Sight

OnState = Callable[[CameraState, str], None]


class Eyes:
    """Belongs to one event loop, from :meth:`start` to :meth:`close`."""

    preview: PreviewReader
    hand: SimulatedHand | None

    def __init__(self, plan: VisionPlan, *, on_state: OnState | None = None) -> None:
        """``on_state`` is called in the event loop with each new state or trouble."""
        self.hand = SimulatedHand() if plan.source == SIMULATED else None
        raise NotImplementedError

    @property
    def state(self) -> CameraState:
        raise NotImplementedError

    @property
    def trouble(self) -> str:
        """For staff: what is wrong and what to do, or ``""``. A camera that sees may have one,
        too: it gives other pictures than were asked for, or too few."""
        raise NotImplementedError

    @property
    def report(self) -> CameraReport:
        """The newest report on the camera, twice a second."""
        raise NotImplementedError

    async def start(self) -> None:
        raise NotImplementedError

    async def close(self) -> None:
        raise NotImplementedError

    async def state_changed(self) -> None:
        """Returns when :attr:`state` or :attr:`trouble` has another value than at the call."""
        raise NotImplementedError

    def sights(self) -> AsyncGenerator[Sight, None]:
        """What is seen from now on. Ends when the eyes are closed; waits while they are away."""
        raise NotImplementedError

    def previewing(self, kind: PreviewKind) -> AbstractContextManager[None]:
        """While inside, :attr:`preview` gets the camera's pictures."""
        raise NotImplementedError

    async def reference(self, picture: bytes) -> int:
        """Raises :class:`~kiosk.model.face.FaceUnreadable`, with ``away`` if the eyes are."""
        raise NotImplementedError

    def check_face(
        self, reference: int | None, *, descriptor: bool = False
    ) -> AsyncGenerator[FaceSight, None]:
        """One try: any number of ``FaceGuide``, then one ``FaceVerdict``."""
        raise NotImplementedError

    def forget_faces(self) -> None:
        """Drop references, and everything else that is known of a face."""
        raise NotImplementedError
