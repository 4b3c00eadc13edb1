"""Writing events: each is checked against its declaration, and handed on."""

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.log.events import EVENTS
from kiosk.log.lines import as_json
from kiosk.log.output import AtOnce, Output
from kiosk.log.record import LEVELS, Record
from kiosk.log.sinks import StandardError
from kiosk.log.values import Value, is_harmless

STRICT = "KIOSK_LOG_STRICT"
"""Set in the environment of tests: what may not be logged raises instead of being left out."""


@dataclass(frozen=True, slots=True)
class Outlet:
    """Which events are written, and where."""

    levels: frozenset[str]
    output: Output


def above(level: str) -> frozenset[str]:
    """``level``, and what is more important."""
    return frozenset(LEVELS[LEVELS.index(level) :])


def log(event: str, /, **fields: Value) -> None:
    """Write ``event``, which must be in :data:`~kiosk.log.events.EVENTS` with these fields.

    From any thread. Never raises in production: an event, a field or a value that is not
    allowed is left out, and ``log-undeclared`` written beside it. Where ``KIOSK_LOG_STRICT``
    is set, it raises :class:`ValueError` instead.
    """
    declared = EVENTS.get(event)
    if declared is None:
        _refuse(event, "")
        return
    refused = [
        name
        for name, value in fields.items()
        if name not in declared.fields or not is_harmless(value)
    ]
    for name in refused:
        del fields[name]
        _refuse(event, name)
    _write(event, fields)


def _refuse(event: str, field: str) -> None:
    event, field = (text if is_harmless(text) else "unspeakable" for text in (event, field))
    if os.environ.get(STRICT):
        raise ValueError(f"not declared for the log: {event} {field}")
    _write("log-undeclared", {"name": event, "field": field})


def _write(event: str, fields: Mapping[str, Value]) -> None:
    outlet = _outlet
    if EVENTS[event].level in outlet.levels:
        outlet.output.put(Record(time.time(), event, fields))


def direct(outlet: Outlet) -> Outlet:
    """Write there from now on. What was written to before is returned, and goes on to be written
    to by threads that are in the middle of it."""
    global _outlet
    before, _outlet = _outlet, outlet
    return before


_outlet = Outlet(above("info"), AtOnce(StandardError(), as_json))
