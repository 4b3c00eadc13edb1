import json

import pytest

from kiosk.bench.figures import Figure, as_json, as_table, percentile


@pytest.mark.parametrize(
    ("figure", "target", "met"),
    [
        (Figure("f", 3, "ms", 3), "≤ 3 ms", True),
        (Figure("f", 3.1, "ms", 3), "≤ 3 ms", False),
        (Figure("f", 2000, "/s", least=2000), "≥ 2000 /s", True),
        (Figure("f", 1999.9, "/s", least=2000), "≥ 2000 /s", False),
        (Figure("f", 5, "", 9, 4), "≥ 4 ≤ 9", True),
        (Figure("f", 3, "", 9, 4), "≥ 4 ≤ 9", False),
        (Figure("f", 10, "", 9, 4), "≥ 4 ≤ 9", False),
        (Figure("f", 1e9, "ms"), "", True),
    ],
)
def test_a_promise_has_an_upper_or_a_lower_bound(figure: Figure, target: str, met: bool) -> None:
    assert (figure.target, figure.met) == (target, met)
    [row] = json.loads(as_json([figure]))["figures"]
    assert (row["target"], row["met"]) == (target, met)
    assert ("MISSED" in as_table([figure])) == (not met)
    assert ("met" in as_table([figure])) == (met and bool(target))


def test_a_percentile_is_the_value_that_so_many_do_not_exceed() -> None:
    values = [float(number) for number in range(100, 0, -1)]
    assert percentile(values, 0.99) == 100
    assert percentile(values, 0.5) == 51
    assert percentile([7.0], 0.99) == 7
