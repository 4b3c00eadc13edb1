"""A camera that looks at a desk, onto which testers hold pictures."""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np

from kiosk.devices.camera.base import Image
from kiosk.devices.camera.desk import TAKES, desks, held_up, played
from kiosk.devices.camera.faults import CameraFault
from kiosk.devices.camera.pace import Pace
from kiosk.devices.camera.page_shine import Colour, lit
from kiosk.devices.camera.reasons import CameraError, CameraReason

SLOW_FPS = 5.0
WRONG_SIZE = (160, 120)
STILL_S = 5.0
"""As of a device: its noise changes every picture."""
_LOOK_S = 0.05
"""While it hangs, how often it looks whether it was mended."""


@dataclass(frozen=True, slots=True)
class _View:
    """What is before the camera, and how the camera is."""

    held: Image | None = None
    scale: float = 0.6
    angle: float = 0.0
    frames: tuple[Image, ...] = ()
    fps: float = 30.0
    loop: bool = True
    lit: bool = True
    light: Colour | None = None
    began: float = 0.0
    plugged: bool = True
    fault: CameraFault | None = None


class SimulatedCamera:
    """A :class:`~kiosk.devices.camera.base.Source`: frames of a desk in lamplight, with what is
    held up in front of it.

    Steerable from any thread while frames are taken. A frame costs a copy (about half a
    millisecond at 1280×720); what is held is drawn once for each of the desk's takes, what is
    played for each picture.
    """

    still_s = STILL_S

    def __init__(self, width: int = 1280, height: int = 720, fps: float = 30.0) -> None:
        self._size = (width, height)
        self._paces = (Pace(fps), Pace(SLOW_FPS))
        self._lock = threading.Lock()
        self._view = _View()
        self._grabbed = self._view
        self._turn = 0
        self._at = 0.0
        self._drawn: dict[int, Image] = {}
        self._drawn_of = self._view
        self._closed = threading.Event()

    @property
    def name(self) -> str:
        return f"simulated ({self._size[0]}×{self._size[1]})"

    def hold(self, image: Image | None, *, scale: float = 0.6, angle: float = 0.0) -> None:
        """Hold a picture (blue-green-red, or grey) to the middle of the view; ``None`` for none.

        ``scale`` is its longer side as a share of the view's height, above 0 to 1;
        ``angle`` turns it counter-clockwise, in degrees.
        """
        self._see(held=None if image is None else _in_colour(image), scale=scale, angle=angle)

    def play(
        self, frames: Sequence[Image], fps: float = 30.0, *, loop: bool = True, lit: bool = True
    ) -> None:
        """Show these pictures as the whole view, one after another; none ends it.

        ``lit``: light falls on what is in their middle; not on a screen, which makes its own.
        """
        pictures = tuple(_in_colour(frame) for frame in frames)
        self._see(frames=pictures, fps=fps, loop=loop, lit=lit, began=time.monotonic())

    def light(self, colour: Colour | None) -> None:
        """A page beside the camera shines in this colour; ``None``: there is none."""
        self._see(light=colour)

    def plug(self, plugged: bool) -> None:
        """Its cable, in or out: without it, pictures end and it does not open."""
        self._see(plugged=plugged)

    def fault(self, kind: CameraFault | None) -> None:
        """Break it in this way, or mend it with ``None``."""
        self._see(fault=kind)

    @property
    def seen_bytes(self) -> int:
        """What the tester's pictures weigh."""
        view = self._view
        held = 0 if view.held is None else view.held.nbytes
        return held + sum(frame.nbytes for frame in view.frames)

    def open(self) -> None:
        self._closed.clear()
        if not self._view.plugged:
            raise _unplugged()
        if self._view.fault is CameraFault.BUSY:
            raise CameraError(
                CameraReason.BUSY,
                "the simulated camera does not open: another program is using it",
            )
        desks(*self._size)

    def grab(self) -> None:
        self._paces[self._view.fault is CameraFault.SLOW].wait()
        while self._view.fault is CameraFault.HANGS and not self._closed.is_set():
            time.sleep(_LOOK_S)
        view = self._view
        if not view.plugged:
            raise _unplugged()
        if view.fault is not CameraFault.FROZEN:
            self._turn = (self._turn + 1) % TAKES
            self._at = time.monotonic()
        self._grabbed = view

    def retrieve(self) -> Image | None:
        view, (width, height) = self._grabbed, self._size
        if view.fault is CameraFault.CORRUPT:
            return None
        if view.fault is CameraFault.BLACK:
            return np.zeros((height, width, 3), dtype=np.uint8)
        image = self._picture(view)
        if view.fault is CameraFault.WRONG_SIZE:
            image = np.asarray(cv2.resize(image, WRONG_SIZE), dtype=np.uint8)
        return image

    def close(self) -> None:
        self._closed.set()
        self._drawn = {}

    def _see(self, **changes: Any) -> None:
        with self._lock:
            self._view = replace(self._view, **changes)

    def _picture(self, view: _View) -> Image:
        if view is not self._drawn_of:
            self._drawn, self._drawn_of = {}, view
        if view.frames:
            at = int((self._at - view.began) * view.fps)
            last = len(view.frames) - 1
            at = at % (last + 1) if view.loop else min(at, last)
            seen = played(view.frames[at], self._turn, self._size)
            return lit(seen, view.light) if view.lit and view.light is not None else seen
        if view.held is None:
            return desks(*self._size)[self._turn].copy()
        if self._turn not in self._drawn:
            self._drawn[self._turn] = held_up(
                view.held, view.scale, view.angle, self._turn, self._size
            )
        return self._drawn[self._turn].copy()


def _unplugged() -> CameraError:
    return CameraError(
        CameraReason.NOT_FOUND, "the simulated camera is unplugged; plug it in again"
    )


def _in_colour(image: Image) -> Image:
    colour = image
    if image.ndim == 2 or image.shape[2] == 1:
        colour = np.asarray(cv2.cvtColor(image, cv2.COLOR_GRAY2BGR), dtype=np.uint8)
    return np.ascontiguousarray(colour)
