"""How many numbers ahead may still be given."""

import pytest

from kiosk.frontdesk.queue.allowance import MOST_BACK, MOST_KIOSKS, Allowance
from kiosk.frontdesk.records import LEASED, RETURNED, LeaseCount

ALLOWED = 5


def more(*counts: LeaseCount, wanted: int = 20, who: str = "client:a") -> int:
    return Allowance(counts, who, ALLOWED).more("TIM", wanted)


def count(state: str, number: int, *, who: str = "client:a", service: str = "TIM") -> LeaseCount:
    return LeaseCount(service, who, state, number)


@pytest.mark.parametrize(
    ("out", "wanted", "given"), [(0, 20, 5), (0, 3, 3), (2, 20, 3), (5, 20, 0), (9, 20, 0)]
)
def test_no_more_are_out_than_the_hospital_allows(out: int, wanted: int, given: int) -> None:
    """Nine are out where the premises allowed more in the morning."""
    assert more(count(LEASED, out), wanted=wanted) == given


def test_who_has_let_too_many_come_back_gets_none() -> None:
    assert more(count(RETURNED, MOST_BACK * ALLOWED - 1)) == ALLOWED
    assert more(count(RETURNED, MOST_BACK * ALLOWED)) == 0


def test_other_services_and_clients_do_not_count() -> None:
    others = [count(state, 25, who="client:b") for state in (LEASED, RETURNED)]
    elsewhere = [count(state, 25, service="NOI") for state in (LEASED, RETURNED)]
    assert more(*others, *elsewhere) == ALLOWED


@pytest.mark.parametrize(
    ("state", "most"),
    [(LEASED, MOST_KIOSKS * ALLOWED), (RETURNED, MOST_KIOSKS * ALLOWED * MOST_BACK)],
)
def test_all_together_have_no_more_than_a_hospitals_kiosks(state: str, most: int) -> None:
    many = [count(state, 1, who=f"kiosk:{nth}") for nth in range(most - 1)]
    left = 1 if state == LEASED else ALLOWED
    assert more(*many) == left
    assert more(*many, count(state, 1, who="kiosk:x")) == 0
