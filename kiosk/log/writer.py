"""Writing events: JSON lines to standard error or a file; for a person at a terminal, columns."""

import logging
import os
import sys
from collections.abc import Mapping, MutableMapping
from functools import cached_property
from logging.handlers import RotatingFileHandler
from typing import Any

from kiosk.errors import SettingsError
from kiosk.log.events import EVENTS
from kiosk.log.values import Value, is_harmless

FILE_BYTES = 10 * 1024 * 1024
FILES_KEPT = 5
"""Beside the one being written. A kiosk runs for years on a small disk."""

STRICT = "KIOSK_LOG_STRICT"
"""Set in the environment of tests: what may not be logged raises instead of being left out."""


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
    getattr(_output.logger, EVENTS[event].level)(event, **fields)


def direct(level: str, file: str) -> None:
    """Write events of ``level`` and above to ``file`` from now on, or to standard error.

    Raises :class:`~kiosk.errors.SettingsError` if the file cannot be written.
    """
    global _output
    try:
        lines = _File(file) if file else _StandardError()
    except OSError as error:
        raise SettingsError(f"log.file: {file}: cannot be written: {error.strerror}") from error
    _output = _Output(lines, level, for_a_person=not file and sys.stderr.isatty())


class _StandardError:
    """One line at a time, to wherever standard error leads at that moment."""

    def msg(self, line: str) -> None:
        try:
            sys.stderr.write(line + "\n")
        except (OSError, ValueError):  # broken pipe; closed
            return  # nobody reads any more: no reason to fail a patient

    debug = info = warning = error = msg


class _File(RotatingFileHandler):
    """A file of bounded size; the standard library's handler knows how to rotate it and how
    threads take turns."""

    def __init__(self, path: str) -> None:
        super().__init__(path, maxBytes=FILE_BYTES, backupCount=FILES_KEPT, encoding="utf-8")

    def msg(self, line: str) -> None:
        self.handle(logging.makeLogRecord({"msg": line}))

    debug = info = warning = error = msg

    def handleError(self, record: logging.LogRecord) -> None:
        """A full disk: whoever reads standard error may still learn it."""
        _StandardError().msg(record.getMessage())


class _Output:
    """Finished lines of the events that are important enough."""

    def __init__(self, lines: _StandardError | _File, level: str, *, for_a_person: bool) -> None:
        self._lines = lines
        self._level = level
        self._for_a_person = for_a_person

    @cached_property
    def logger(self) -> Any:
        # Imported at the first event: it takes 70 ms, and the first page comes before.
        import structlog

        return structlog.wrap_logger(
            self._lines,
            processors=[
                structlog.processors.add_log_level,
                structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
                _in_order,
                structlog.dev.ConsoleRenderer(timestamp_key="time")
                if self._for_a_person
                else structlog.processors.JSONRenderer(),
            ],
            wrapper_class=structlog.make_filtering_bound_logger(self._level),
        )


def _in_order(logger: Any, method: str, line: MutableMapping[str, Any]) -> dict[str, Any]:
    return {name: line.pop(name) for name in ("time", "level", "event")} | dict(line)


_output = _Output(_StandardError(), "info", for_a_person=False)
