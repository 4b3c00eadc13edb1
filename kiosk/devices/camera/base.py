"""What a camera is to the kiosk."""

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
"""Pixels, shape (height, width, 3), blue-green-red as OpenCV has them."""

Grey = NDArray[np.uint8]
"""Pixels, shape (height, width)."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    image: Image = field(repr=False)
    taken: float
    """``time.monotonic()`` in seconds, when the frame left the camera."""


class Source(Protocol):
    """Where pictures come from: a device, a stream, a file, a simulation.

    All blocking, and used by one thread. Each raises
    :class:`~kiosk.devices.camera.reasons.CameraError` that says what to do, and shows neither
    credentials nor paths behind a web address.
    """

    @property
    def name(self) -> str:
        """For staff: ``/dev/video0 (1280×720)``. Never credentials of an address."""
        ...

    @property
    def still_s(self) -> float:
        """For how many seconds pictures may be the same to the last bit before they count as
        frozen; infinite where that is no fault."""
        ...

    def open(self) -> None: ...

    def grab(self) -> None:
        """Wait for the next picture and take hold of it, as cheaply as there is a way."""
        ...

    def retrieve(self) -> Image | None:
        """The picture that was grabbed, the caller's to keep; ``None`` if it is broken, as the
        first ones of a camera are."""
        ...

    def close(self) -> None:
        """Let go; harmless when closed or never opened."""
        ...
