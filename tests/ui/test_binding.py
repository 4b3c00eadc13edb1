"""The Qt binding itself: a kiosk runs for months, so the smallest leak counts."""

import sys

from PySide6.QtCore import QObject, Signal


class Bell(QObject):
    rung = Signal()


def test_signals_keep_the_count_of_references() -> None:
    """PySide6 6.12.0 takes a reference from ``True`` with every ``emit``, ``connect`` and
    ``disconnect``; before Python 3.12 some thousands of them abort the process."""
    bell = Bell()
    before = sys.getrefcount(True)
    for _ in range(50):
        bell.rung.emit()
    lost = before - sys.getrefcount(True)
    assert lost < 25
