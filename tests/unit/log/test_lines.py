"""A record as a line."""

import json

from kiosk.log.events import EVENTS
from kiosk.log.lines import LONGEST, as_json
from kiosk.log.record import Record
from kiosk.log.values import LONGEST as ITEMS
from kiosk.log.values import Value, is_harmless

LONG = "a" * 80


def test_no_line_of_any_event_is_longer_than_its_bound() -> None:
    """With every field as long as a field may be, where all of them are lists."""
    items = tuple(f"{number:02}{LONG}"[:80] for number in range(ITEMS))
    assert is_harmless(items)
    for name, event in EVENTS.items():
        line = as_json(Record(0.0, name, dict.fromkeys(event.fields, items)))
        assert len(line) < LONGEST, name
        assert json.loads(line)["event"] == name


def test_of_a_list_that_is_too_long_the_last_are_kept() -> None:
    trace = tuple(f"kiosk/{number:02}/{LONG}"[:80] for number in range(ITEMS))
    fields: dict[str, Value] = {"trace": trace, "where": LONG, "kind": LONG, "cause": LONG}
    assert json.loads(as_json(Record(0.0, "unexpected-error", fields)))["trace"] == list(trace)
    fields["kind"] = trace
    assert json.loads(as_json(Record(0.0, "unexpected-error", fields)))["trace"] == list(trace[-4:])
