"""Files before the dock's camera: read elsewhere, and held up when they are."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kiosk.app.painter.client import Painter, PainterAway
from kiosk.app.painter.orders import File
from kiosk.ui.dock.sights import FileState

Image = NDArray[np.uint8]

SCALE = 0.95
"""The longer side of a picture as a share of the view's height."""


class Hand(Protocol):
    """The tester's hand before the simulated camera, as far as files need it."""

    def hold(self, image: Image, *, scale: float = 0.6, angle: float = 0.0) -> None: ...

    def play(
        self,
        frames: Sequence[Image],
        fps: float = 30.0,
        loop: bool = True,
        *,
        lit: bool = True,
    ) -> None: ...


class FilesAtTheDock:
    """Implements :class:`~kiosk.ui.dock.sights.FilesBefore`. No call blocks."""

    def __init__(self, hand: Hand, painter: Painter) -> None:
        self._hand, self._painter = hand, painter
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="dock-files")
        self._state = FileState.NONE

    @property
    def state(self) -> FileState:
        return self._state

    def hold(self, path: Path) -> None:
        """See :class:`~kiosk.ui.dock.sights.FilesBefore`; so is the next."""
        self._read(path, moving=False)

    def play(self, path: Path) -> None:
        self._read(path, moving=True)

    def close(self) -> None:
        """Wait for a file that is being read."""
        self._worker.shutdown(cancel_futures=True)

    def _read(self, path: Path, *, moving: bool) -> None:
        self._state = FileState.READING
        self._worker.submit(self._show, File(str(path), moving))

    def _show(self, order: File) -> None:
        """In the worker's thread."""
        try:
            frames, fps = self._painter.paint(order)
        except ValueError as refused:
            self._state = FileState(str(refused))
            return
        except PainterAway:  # it took all the memory it may have, or too long
            self._state = FileState.TOO_LARGE
            return
        if order.moving:
            # What was filmed elsewhere knows nothing of this page.
            self._hand.play(frames, fps, loop=True, lit=False)
        else:
            self._hand.hold(frames[0], scale=SCALE)
        self._state = FileState.SHOWN
