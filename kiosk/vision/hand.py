"""A tester's hand before a simulated camera, wherever that camera runs."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from kiosk.devices.camera.faults import CameraFault

if TYPE_CHECKING:
    from kiosk.devices.camera.base import Image

LONGEST_SIDE = 4096
"""Pixels; of larger pictures, whole rows and columns are left out."""
MOST_FRAMES = 900
MOST_PLAYED_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Shape:
    """Rows, columns and channels (1 or 3) of ``pixels``, one byte each."""

    height: int
    width: int
    channels: int
    pixels: bytes = field(repr=False)

    @staticmethod
    def of(image: "Image") -> "Shape":
        """A copy. Raises ``ValueError`` for what is no picture of 8 bits a channel."""
        if image.ndim not in (2, 3) or image.size == 0 or image.dtype.itemsize != 1:
            raise ValueError("a picture has rows, columns, and 8 bits a channel")
        channels = 1 if image.ndim == 2 else image.shape[2]
        if channels not in (1, 3):
            raise ValueError("a picture is grey, or blue-green-red")
        apart = -(-max(image.shape[:2]) // LONGEST_SIDE)
        small = image[::apart, ::apart]
        return Shape(small.shape[0], small.shape[1], channels, small.tobytes())


@dataclass(frozen=True, slots=True)
class HandState:
    """All that a simulated camera sees of the tester."""

    held: Shape | None = None
    scale: float = 0.6
    angle: float = 0.0
    played: tuple[Shape, ...] = ()
    fps: float = 30.0
    loop: bool = True
    plugged: bool = True
    fault: CameraFault | None = None
    lit: bool = True
    light: tuple[int, int, int] | None = None
    version: int = 0
    """Grows with each change."""


class SimulatedHand:
    """Steers the simulated camera of a kiosk, from any thread; every call returns at once.

    What it did is kept and holds for a camera that is opened anew, also in a new process.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._state = HandState()
        self._changed: Callable[[], None] | None = None

    @property
    def state(self) -> HandState:
        with self._lock:
            return self._state

    @property
    def holding(self) -> bool:
        """Whether something is held up or played."""
        state = self.state
        return state.held is not None or bool(state.played)

    @property
    def played(self) -> tuple[Shape, ...]:
        """What is played: the same tuple as long as it is."""
        return self.state.played

    def listen(self, changed: Callable[[], None] | None) -> None:
        """Whom to tell of changes, in the thread that makes them. One listener."""
        with self._lock:
            self._changed = changed

    def hold(self, image: "Image", *, scale: float = 0.6, angle: float = 0.0) -> None:
        """Hold a picture (blue-green-red, or grey) to the middle of the view.

        ``scale`` is its longer side as a share of the view's height, 0.05 to 1; ``angle`` turns
        it counter-clockwise, in degrees. What was held or played before is gone. Raises
        ``ValueError`` for what is no picture, or a scale out of bounds.
        """
        if not 0.05 <= scale <= 1:
            raise ValueError("hold a picture at a scale from 0.05 to 1")
        self._set(held=Shape.of(image), scale=scale, angle=angle, played=())

    def play(
        self,
        frames: Sequence["Image"],
        fps: float = 30.0,
        loop: bool = True,
        *,
        lit: bool = True,
    ) -> None:
        """Let the camera see these pictures, one after another, each filling its view.

        Smaller ones are enlarged, so that a second of them weighs little. Without ``loop`` the
        last one stays. ``lit``: the page's light falls on what is in their middle, as on skin and
        paper; a screen makes its own. What was held or played before is gone. Raises ``ValueError``
        for none, more than ``MOST_FRAMES`` or ``MOST_PLAYED_BYTES``, or a rate outside 1 to 60.
        """
        if not 0 < len(frames) <= MOST_FRAMES or not 1 <= fps <= 60:
            raise ValueError(f"play 1 to {MOST_FRAMES} pictures, 1 to 60 a second")
        if sum(frame.size for frame in frames) > MOST_PLAYED_BYTES:
            raise ValueError(f"play at most {MOST_PLAYED_BYTES} bytes of pictures")
        played = tuple(Shape.of(frame) for frame in frames)
        self._set(held=None, played=played, fps=fps, loop=loop, lit=lit)

    def lit(self, colour: tuple[int, int, int] | None) -> None:
        """The page shines in this colour (red, green, blue, 0 to 255) on what is before the
        camera; ``None``: there is no page."""
        self._set(light=colour)

    def put_away(self) -> None:
        """Leave the desk empty."""
        self._set(held=None, played=())

    def unplug(self) -> None:
        """Pull the camera's cable."""
        self._set(plugged=False)

    def plug_in(self) -> None:
        self._set(plugged=True)

    def fault(self, kind: CameraFault | None) -> None:
        """Break the camera in this way, or mend it with ``None``."""
        self._set(fault=kind)

    def _set(self, **changes: Any) -> None:
        with self._lock:
            version = self._state.version + 1
            self._state = replace(self._state, version=version, **changes)
            changed = self._changed
        if changed is not None:
            changed()
