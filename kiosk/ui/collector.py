"""Collects Python's garbage in Qt's thread, and in no other.

Python runs its cycle collector in whichever thread happens to allocate. A Qt object that is
part of a cycle would then be destroyed by the engine's thread, which Qt answers with a crash.
"""

import gc

from PySide6.QtCore import QObject, QTimer

YOUNG_MS = 1000
"""Between two collections of what is new: a millisecond of work or less."""
OLD_EVERY = 30
"""Of these, each n-th looks at everything that was made since the start."""


class Collector(QObject):
    """Takes the collector over between :meth:`start` and :meth:`stop`. There is one at a time."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._beats = 0
        self._timer = QTimer(self, interval=YOUNG_MS)
        self._timer.timeout.connect(self._collect)

    def start(self) -> None:
        """From now on nothing is collected but by this object."""
        gc.disable()
        self._timer.start()

    def stop(self) -> None:
        """Give the collector back to Python: every other thread must have ended."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    def _collect(self) -> None:
        if self._beats == 0:
            # Modules and classes live as long as the process: never look at them again.
            gc.freeze()
        self._beats += 1
        gc.collect(2 if self._beats % OLD_EVERY == 0 else 1)
