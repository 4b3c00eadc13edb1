"""How much paper is left: counted rows, and what the printer says of its roll."""

import json
import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.devices.printer.base import PrinterState
from kiosk.devices.printer.paper import NEAR_END_MM, TYPICAL_MM, PaperCount, length_mm
from tests.examples import examples

ROLL = 80_000.0
READY, NEAR_END = PrinterState.READY, PrinterState.PAPER_NEAR_END
OUT, COVER = PrinterState.PAPER_OUT, PrinterState.COVER_OPEN


def after(count: PaperCount, *states: PrinterState) -> PaperCount:
    for state in states:
        count = count.seen(state)
    return count


def tickets(number: int, mm: float = TYPICAL_MM, count: PaperCount | None = None) -> PaperCount:
    count = count or PaperCount()
    for _ in range(number):
        count = count.printed(mm)
    return count


def test_a_ticket_is_as_long_as_its_rows_and_its_margin() -> None:
    assert length_mm(800, 576) == 100 + 15
    assert length_mm(800, 384) == 100 + 25


def test_a_full_roll_is_reckoned_with_typical_tickets() -> None:
    assert PaperCount().tickets_left(ROLL) == 800


def test_each_ticket_takes_its_length() -> None:
    count = tickets(300)

    assert count.used_mm == 300 * TYPICAL_MM
    assert count.tickets == 300
    assert count.tickets_left(ROLL) == 500


def test_the_forecast_learns_how_long_tickets_are() -> None:
    left = tickets(200, mm=200.0).tickets_left(ROLL)

    assert left is not None
    assert abs(left - 200) <= 1


def test_near_the_end_of_the_roll_there_is_little_left_whatever_was_counted() -> None:
    count = after(tickets(10), NEAR_END)

    assert count.tickets_left(ROLL) == math.floor(NEAR_END_MM / count.ticket_mm)
    assert after(count, OUT).tickets_left(ROLL) == 0
    assert after(count, OUT, COVER).tickets_left(ROLL) == 0


def test_a_count_that_is_over_while_there_is_paper_is_no_forecast() -> None:
    count = tickets(801)

    assert count.tickets_left(ROLL) is None
    assert after(count, NEAR_END).tickets_left(ROLL) == 0


@pytest.mark.parametrize(
    "states", [(OUT, READY), (NEAR_END, COVER, READY), (NEAR_END, OUT, COVER, READY)]
)
def test_a_roll_that_was_changed_is_full(states: tuple[PrinterState, ...]) -> None:
    count = after(tickets(700), *states)

    assert (count.used_mm, count.tickets) == (0, 0)
    assert count.ticket_mm == TYPICAL_MM
    assert count.tickets_left(ROLL) == 800


@pytest.mark.parametrize(
    "states",
    [
        (COVER, READY),
        (NEAR_END, READY),
        (NEAR_END, READY, NEAR_END, READY, READY, READY, READY),
        (NEAR_END, COVER, NEAR_END, READY),
        (OUT, NEAR_END, READY),
        (NEAR_END, PrinterState.OFFLINE, PrinterState.UNKNOWN, READY),
    ],
)
def test_a_look_at_the_roll_and_a_sensor_that_flutters_are_no_new_roll(
    states: tuple[PrinterState, ...],
) -> None:
    assert after(tickets(700), *states).tickets == 700


def test_a_printer_that_stays_ready_has_a_new_roll_though_nobody_was_seen() -> None:
    count = after(tickets(700), NEAR_END)
    for _ in range(5):
        count = count.seen(READY).printed(120.0)

    assert count.tickets == 5
    assert count.used_mm == 5 * 120.0
    assert not count.low


def test_a_roll_that_somebody_says_is_new_is_counted_from_its_beginning() -> None:
    count = after(tickets(700), NEAR_END).renewed()
    assert (count.used_mm, count.tickets, count.low) == (0.0, 0, False)
    assert count.ticket_mm == tickets(700).ticket_mm
    assert count.printed(120.0).tickets == 1


counts = st.lists(st.sampled_from([*PrinterState]) | st.floats(1, 1000), max_size=40)


@settings(max_examples=examples(200))
@given(counts)
def test_whatever_happens_the_count_is_sound_and_outlives_the_process(
    happenings: list[PrinterState | float],
) -> None:
    count = PaperCount()
    for what in happenings:
        count = count.seen(what) if isinstance(what, PrinterState) else count.printed(what)

    assert 0 <= count.low_mm <= count.used_mm
    assert (left := count.tickets_left(ROLL)) is None or left >= 0
    assert PaperCount.from_json(count.to_json()) == count


GOOD = json.loads(PaperCount().to_json())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "{}",
        "[" * 1900,
        " " * 3000,
        json.dumps({**GOOD, "more": 1}),
        json.dumps({**GOOD, "used_mm": -1.0}),
        json.dumps({**GOOD, "used_mm": float("nan")}),
        json.dumps({**GOOD, "used_mm": float("inf")}),
        json.dumps({**GOOD, "used_mm": "1"}),
        json.dumps({**GOOD, "used_mm": True}),
        json.dumps({**GOOD, "tickets": 1.5}),
        json.dumps({**GOOD, "low": 1}),
        json.dumps({**GOOD, "ticket_mm": 0.0}),
        json.dumps({**GOOD, "low_mm": 5.0}),
        json.dumps({**GOOD, "low_tickets": 5}),
    ],
)
def test_what_is_no_count_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"count of paper|Expecting|recursion"):
        PaperCount.from_json(text)


def test_a_whole_number_is_a_length_too() -> None:
    count = replace(tickets(3), used_mm=300.0)

    assert PaperCount.from_json(count.to_json().replace("300.0", "300")) == count
