"""What a camera is to the kiosk."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
"""Pixels, shape (height, width, 3), blue-green-red as OpenCV has them."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    image: Image
    taken: float
    """``time.monotonic()`` in seconds, when the frame left the camera."""


class Camera(Protocol):
    """Delivers frames. One reader at a time."""

    @property
    def name(self) -> str:
        """For staff: ``/dev/video0 (1280×720)``. Never credentials of an address."""
        ...

    def frames(self) -> AsyncGenerator[Frame, None]:
        """The newest frame each time it is asked for; old ones are dropped, never queued.

        Opens the camera when iteration starts and closes it when the iterator is closed.
        A camera that is gone or ends raises :class:`~kiosk.errors.DeviceError`.
        """
        ...
