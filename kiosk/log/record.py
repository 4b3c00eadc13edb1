"""One event on its way to the log."""

from collections.abc import Mapping
from typing import NamedTuple

from kiosk.log.events import EVENTS
from kiosk.log.values import Value

LEVELS = ("debug", "info", "warning", "error")
"""The least important first."""


class Record(NamedTuple):
    """An event that may be written: declared, with harmless fields."""

    time: float
    """Seconds since 1970, UTC."""
    event: str
    fields: Mapping[str, Value]

    @property
    def level(self) -> str:
        return EVENTS[self.event].level

    @property
    def where(self) -> str:
        """The place in code that a fault came from, ``""`` for what has none."""
        return str(self.fields.get("where", ""))
