"""The keys that a scanner types, kept from the pages."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent


class TypedKeys(QObject):
    """An event filter for a window. Keys that type nothing (Escape, Tab) stay the window's."""

    def __init__(self, on_key: Callable[[str], None], parent: QObject) -> None:
        super().__init__(parent)
        self._on_key = on_key

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take presses that type something; what is held down types once."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        text = event.text()
        if not text or not (text.isprintable() or text in "\r\n"):
            return False
        if not event.isAutoRepeat():
            self._on_key(text)
        return True
