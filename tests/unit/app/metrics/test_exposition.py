"""The text against the rules of the format."""

import math

import pytest

from kiosk.app.metrics.exposition import (
    Family,
    Histogram,
    Sample,
    by_label,
    counter,
    exposition,
    gauge,
)
from tests.unit.app.metrics.exposition_reader import read


def test_what_the_reader_refuses_is_refused() -> None:
    """A test of the reader: it must be able to fail."""
    for wrong in (
        "# HELP a b\n# TYPE a gauge\na 1",
        "# HELP a b\n# TYPE a gauge\na 1\na 2\n",
        "# HELP a b\n# TYPE a counter\na 1\n",
        '# HELP a b\n# TYPE a gauge\na{x="\n"} 1\n',
        '# HELP a b\n# TYPE a histogram\na_bucket{le="1"} 2\na_bucket{le="+Inf"} 1\n'
        "a_sum 1\na_count 1\n",
        "# HELP a b\n# TYPE a gauge\nb 1\n",
    ):
        with pytest.raises(AssertionError):
            read(wrong)


def test_kinds_labels_and_escapes() -> None:
    text = exposition(
        [
            counter("a_total", "Back\\slash, and\na line.", 3),
            gauge("b", "Half.", 0.5),
            by_label("c", "gauge", "Odd words.", "word", {'"quoted"': 1, "a\\b\nc": 2}),
            Family("nothing", "gauge", "Without samples it is left out.", ()),
        ]
    )
    found = read(text)
    assert found.keys() == {"a_total", "b", "c"}
    assert found["a_total"].help == r"Back\\slash, and\na line."
    assert found["a_total"].samples["a_total", frozenset()] == 3
    assert found["b"].samples["b", frozenset()] == 0.5
    assert found["c"].samples["c", frozenset({("word", r"\"quoted\"")})] == 1
    assert found["c"].samples["c", frozenset({("word", r"a\\b\nc")})] == 2


def test_a_time_falls_in_every_bucket_that_it_fits() -> None:
    times = Histogram((0.1, 1.0))
    for seconds in (0.05, 0.1, 0.5, 7.0):
        times.observe(seconds)
    family = Family("t", "histogram", "Times.", tuple(times.samples((("stage", "x"),))))
    found = read(exposition([family]))["t"].samples

    def at(bound: str) -> float:
        return found["t_bucket", frozenset({("stage", "x"), ("le", bound)})]

    assert [at(bound) for bound in ("0.1", "1", "+Inf")] == [2, 3, 4]
    assert found["t_sum", frozenset({("stage", "x")})] == pytest.approx(7.65)


@pytest.mark.parametrize("value", [0.1 + 0.2, 1e-9, 123456789012345678.0, -3, 0, math.inf])
def test_no_digit_is_lost(value: float) -> None:
    found = read(exposition([Family("x", "gauge", "Any.", (Sample(value),))]))
    assert found["x"].samples["x", frozenset()] == value
