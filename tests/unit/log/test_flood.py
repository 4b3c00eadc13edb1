"""What comes too fast is left out and counted, each kind for itself."""

from kiosk.log import flood
from kiosk.log.flood import A_SECOND, BURST, MOST_KINDS, Flood

STEP = ("step", "")


def test_a_burst_passes_and_then_one_a_second() -> None:
    seen = Flood()
    assert sum(seen.passes(STEP, 100.0) for _ in range(BURST + 50)) == BURST
    assert sum(seen.passes(STEP, 110.0) for _ in range(50)) == int(10 * A_SECOND)
    assert dict(seen.left_out()) == {STEP: 50 + 40}
    assert dict(seen.left_out()) == {}, "told once"


def test_a_flood_of_one_kind_hides_no_other() -> None:
    seen = Flood()
    noisy, rare = ("unexpected-error", "kiosk/a.py:1"), ("unexpected-error", "kiosk/b.py:2")
    for _ in range(10_000):
        seen.passes(noisy, 1.0)
    assert seen.passes(rare, 1.0)
    assert seen.passes(STEP, 1.0)


def test_a_clock_that_stands_still_or_goes_back_lets_nothing_more_through() -> None:
    seen = Flood()
    for _ in range(BURST):
        seen.passes(STEP, 100.0)
    assert not seen.passes(STEP, 100.0)
    assert not seen.passes(STEP, 50.0)


def test_kinds_without_end_take_no_memory_without_end() -> None:
    seen = Flood()
    for number in range(10 * MOST_KINDS):
        seen.passes(("step", str(number)), 1.0)
    assert len(seen._buckets) == MOST_KINDS + 1
    [(kind, times)] = seen.left_out()
    assert kind == flood._BEYOND
    assert times == 9 * MOST_KINDS - BURST
