"""A record as one line: JSON; for a person at a terminal, columns."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from kiosk.log.record import Record
from kiosk.log.values import Value

LONGEST = 4096
"""Bytes of a line, its end included; journald cuts at 48 KiB, and people read less."""

_SHORT = 4
"""Items of a list that are left where the line would be too long."""

Render = Callable[[Record], str]


def as_json(record: Record) -> str:
    """One JSON object (RFC 8259) in ASCII, at most :data:`LONGEST` bytes with its line's end.

    Where lists are too long together, each keeps its last items: of calls, the innermost."""
    line = json.dumps(_named(record, record.fields))
    if len(line) < LONGEST:
        return line
    return json.dumps(_named(record, {name: _last(v) for name, v in record.fields.items()}))


def as_columns() -> Render:
    """With colours, and the fields one after the other."""
    # Imported for a person only: it takes 70 ms, and the first page comes before.
    import structlog

    columns = structlog.dev.ConsoleRenderer(timestamp_key="time")

    def render(record: Record) -> str:
        return str(columns(None, record.level, _named(record, record.fields)))

    return render


def _named(record: Record, fields: Any) -> dict[str, Value]:
    moment = datetime.fromtimestamp(record.time, UTC).isoformat(timespec="milliseconds")
    return {
        "time": moment.replace("+00:00", "Z"),
        "level": record.level,
        "event": record.event,
        **fields,
    }


def _last(value: Value) -> Value:
    return value[-_SHORT:] if isinstance(value, tuple) else value
