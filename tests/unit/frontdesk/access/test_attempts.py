"""How often somebody may be wrong."""

from kiosk.frontdesk.access import attempts
from kiosk.frontdesk.access.attempts import Attempts


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_failures_run_out_and_come_back_with_time() -> None:
    clock = Clock()
    tries = Attempts(3, 300.0, clock)
    for _ in range(3):
        assert tries.wait("lan") == 0
        tries.failed("lan")
    assert tries.wait("lan") == 100
    assert tries.wait("minh") == 0
    clock.now = 99
    assert 0 < tries.wait("lan") <= 1.001
    clock.now = 100
    assert tries.wait("lan") == 0
    tries.failed("lan")
    assert tries.wait("lan") == 100
    clock.now = 10_000
    tries.failed("lan")
    tries.failed("lan")
    assert tries.wait("lan") == 0


def test_who_is_right_begins_anew() -> None:
    tries = Attempts(1, 60.0, Clock())
    tries.failed("lan")
    assert tries.wait("lan") > 0
    tries.succeeded("lan")
    assert tries.wait("lan") == 0


def test_a_clock_that_stands_still_forgives_nothing() -> None:
    tries = Attempts(2, 60.0, Clock())
    for _ in range(50):
        tries.failed("lan")
    assert tries.wait("lan") == 30


def test_what_is_remembered_has_a_bound() -> None:
    tries = Attempts(1, 60.0, Clock())
    for nth in range(attempts._REMEMBERED + 10):
        tries.failed(str(nth))
    assert len(tries._buckets) == attempts._REMEMBERED
    assert tries.wait("0") == 0
    assert tries.wait(str(attempts._REMEMBERED)) > 0
