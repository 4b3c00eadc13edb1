"""The faces before the kiosk's camera, as a visit sees them."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

from kiosk.model.face import FaceOutcome, FaceSight, FaceUnreadable, FaceVerdict
from kiosk.vision.camera_state import CameraState
from kiosk.vision.preview import PreviewKind


class Faces(Protocol):
    """Looks at the face of one patient. Belongs to one event loop."""

    @property
    def available(self) -> bool:
        """Whether there is a camera that sees, and whoever can tell faces."""
        ...

    async def availability_changed(self) -> None:
        """Returns when :attr:`available` has another value than at the call."""
        ...

    async def reference(self, picture: bytes) -> int:
        """A number for the face in a chip's picture (JPEG or JPEG 2000), good until
        :meth:`forget`. Raises :class:`~kiosk.model.face.FaceUnreadable`."""
        ...

    def check(
        self, reference: int | None, *, descriptor: bool = False
    ) -> AsyncGenerator[FaceSight, None]:
        """One try: any number of ``FaceGuide``, then one ``FaceVerdict``; closing it ends it.

        ``reference`` ``None`` compares with nobody, ``descriptor`` asks for the description.
        """
        ...

    def previewing(self) -> AbstractContextManager[None]:
        """While inside, the live picture is there for the screen, mirrored."""
        ...

    def forget(self) -> None:
        """Drop everything that is known of the patient's face."""
        ...


class NoFaces:
    """A kiosk that looks at nobody's face."""

    available = False

    async def availability_changed(self) -> None:
        await asyncio.Event().wait()

    async def reference(self, picture: bytes) -> int:
        raise FaceUnreadable("away")

    async def check(
        self, reference: int | None, *, descriptor: bool = False
    ) -> AsyncGenerator[FaceSight, None]:
        yield FaceVerdict(FaceOutcome.AWAY)

    def previewing(self) -> AbstractContextManager[None]:
        return nullcontext()

    def forget(self) -> None:
        pass


class _Eyes(Protocol):
    """What is needed of :class:`kiosk.vision.eyes.Eyes`, which describes it."""

    @property
    def state(self) -> CameraState: ...
    async def state_changed(self) -> None: ...
    async def reference(self, picture: bytes) -> int: ...
    def check_face(
        self, reference: int | None, *, descriptor: bool = False
    ) -> AsyncGenerator[FaceSight, None]: ...
    def previewing(self, kind: PreviewKind) -> AbstractContextManager[None]: ...
    def forget_faces(self) -> None: ...


class SeenFaces:
    """The faces that the kiosk's eyes see; a :class:`Faces`."""

    def __init__(self, eyes: _Eyes) -> None:
        self._eyes = eyes

    @property
    def available(self) -> bool:
        return self._eyes.state is CameraState.SEEING

    async def availability_changed(self) -> None:
        before = self.available
        while self.available == before:
            await self._eyes.state_changed()

    async def reference(self, picture: bytes) -> int:
        return await self._eyes.reference(picture)

    def check(
        self, reference: int | None, *, descriptor: bool = False
    ) -> AsyncGenerator[FaceSight, None]:
        return self._eyes.check_face(reference, descriptor=descriptor)

    def previewing(self) -> AbstractContextManager[None]:
        return self._eyes.previewing(PreviewKind.FACE)

    def forget(self) -> None:
        self._eyes.forget_faces()
