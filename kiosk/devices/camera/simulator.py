"""A camera that looks at a desk, onto which testers hold pictures."""

import asyncio
import functools
import threading
import time
from collections.abc import AsyncGenerator
from dataclasses import dataclass

import cv2
import numpy as np

from kiosk.devices.camera.base import Frame, Image
from kiosk.errors import DeviceError

_NOISE = 4
"""Pictures of the desk, each with its own sensor noise, shown in turn."""
_TREMOR = ((0, 0), (1, -1), (-1, 1), (1, 1))
"""Pixels that a hand shakes by, from picture to picture."""


@dataclass(frozen=True, slots=True)
class _Held:
    picture: Image
    scale: float
    angle: float


class SimulatedCamera:
    """Frames of a desk in lamplight, with what is held up in front of it.

    Steerable from any thread while frames are taken: :meth:`hold`, :meth:`put_away`,
    :meth:`unplug`, :meth:`plug_in`. A frame costs a copy (about half a millisecond at
    1280×720); what is held is drawn once for each noise picture.
    """

    def __init__(self, width: int = 1280, height: int = 720, fps: float = 30.0) -> None:
        self._size = (width, height)
        self._period = 1 / fps
        self._lock = threading.Lock()
        self._held: _Held | None = None
        self._plugged = True
        self._desks: tuple[Image, ...] = ()

    @property
    def name(self) -> str:
        return f"simulated ({self._size[0]}×{self._size[1]})"

    @property
    def holding(self) -> bool:
        """Whether something is held up."""
        with self._lock:
            return self._held is not None

    def hold(self, image: Image, *, scale: float = 0.6, angle: float = 0.0) -> None:
        """Hold a picture (blue-green-red, or grey) to the middle of the view.

        ``scale`` is its longer side as a share of the view's height, 0.05 to 1;
        ``angle`` turns it counter-clockwise, in degrees. Returns at once. Raises
        ``ValueError`` for an empty picture or a scale out of bounds.
        """
        if image.size == 0 or not 0.05 <= scale <= 1:
            raise ValueError("hold a picture, at a scale from 0.05 to 1")
        colour = cv2.cvtColor(image, cv2.COLOR_GRAY2BGR) if image.ndim == 2 else image.copy()
        with self._lock:
            self._held = _Held(np.asarray(colour, dtype=np.uint8), scale, angle)

    def put_away(self) -> None:
        """Leave the desk empty."""
        with self._lock:
            self._held = None

    def unplug(self) -> None:
        """Pull the cable: frames end with :class:`DeviceError`, as does opening."""
        with self._lock:
            self._plugged = False

    def plug_in(self) -> None:
        with self._lock:
            self._plugged = True

    async def frames(self) -> AsyncGenerator[Frame, None]:
        """See :class:`~kiosk.devices.camera.base.Camera`."""
        if not self._desks:
            self._desks = await asyncio.to_thread(_desks, *self._size)
        drawn: dict[int, Image] = {}
        drawn_for: _Held | None = None
        due = time.monotonic()
        turn = 0
        while True:
            due = max(due + self._period, time.monotonic())
            await asyncio.sleep(due - time.monotonic())
            with self._lock:
                held, plugged = self._held, self._plugged
            if not plugged:
                raise DeviceError("the simulated camera is unplugged; plug it in again")
            if held is not drawn_for:
                drawn, drawn_for = {}, held
            turn = (turn + 1) % _NOISE
            if turn not in drawn:
                desk = self._desks[turn]
                drawn[turn] = _draw(desk, held, _TREMOR[turn]) if held else desk
            yield Frame(drawn[turn].copy(), time.monotonic())


@functools.lru_cache(maxsize=1)
def _desks(width: int, height: int) -> tuple[Image, ...]:
    """A wooden desk, darker away from the lamp, in several takes of a noisy sensor."""
    rng = np.random.default_rng(7)
    across = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
    down = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    light = 1.05 - 0.35 * (across**2 + down**2) / 2
    fibres = rng.standard_normal((height, width), dtype=np.float32) * 60
    grain = cv2.GaussianBlur(fibres, (0, 0), sigmaX=40, sigmaY=1.2)
    wood = np.array((104, 134, 166), dtype=np.float32)  # blue, green, red
    clean = (wood[None, None, :] + grain[:, :, None]) * light[:, :, None]
    noise = rng.standard_normal(clean.shape, dtype=np.float32) * 3
    takes = (np.roll(noise, 97 * take, axis=(0, 1)) for take in range(_NOISE))
    return tuple((clean + take).clip(0, 255).astype(np.uint8) for take in takes)


def _draw(desk: Image, held: _Held, tremor: tuple[int, int]) -> Image:
    """The desk with the picture in front of its middle."""
    height, width = desk.shape[:2]
    tall, wide = held.picture.shape[:2]
    scale = held.scale * height / max(tall, wide)
    matrix = cv2.getRotationMatrix2D((wide / 2, tall / 2), held.angle, scale)
    matrix[:, 2] += (width / 2 - wide / 2 + tremor[0], height / 2 - tall / 2 + tremor[1])
    # INTER_AREA keeps thin modules when a large picture is shrunk, but cannot turn: shrink first.
    shrunk = held.picture
    if scale < 1:
        size = (max(1, round(wide * scale)), max(1, round(tall * scale)))
        shrunk = np.asarray(cv2.resize(shrunk, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        matrix[:, :2] @= np.diag((wide / size[0], tall / size[1]))
    drawn = cv2.warpAffine(
        shrunk,
        matrix,
        (width, height),
        dst=desk.copy(),
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_TRANSPARENT,
    )
    return np.asarray(drawn, dtype=np.uint8)
