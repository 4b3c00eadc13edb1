from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.frontdesk.queue.order import PASSED_BY, Seat, calling_order, place_after
from kiosk.frontdesk.queue.rules import people_ahead
from kiosk.frontdesk.records import Waiting
from tests.examples import examples


@dataclass(frozen=True)
class One:
    name: str
    place: float
    priority: int = 0


def line(kinds: str) -> list[One]:
    """``"..P"``: two ordinary ones, then one who goes ahead."""
    return [One(f"{at}", at + 1.0, int(kind == "P")) for at, kind in enumerate(kinds)]


def seated(others: list[One], one: One, seat: Seat) -> list[One]:
    """The line with who missed a call in it, in order of place."""
    moved = [replace(o, place=seat.moved.get(at, o.place)) for at, o in enumerate(others)]
    back = replace(one, place=seat.place, priority=int(seat.priority))
    return sorted([*moved, back], key=lambda o: o.place)


def called(stands: list[One], in_row: int = 0) -> str:
    return " ".join(one.name for one in calling_order(stands, in_row, 2))


def test_after_two_who_go_ahead_one_of_the_others_is_called() -> None:
    assert called(line("..PPPP.")) == "2 3 0 4 5 1 6"


def test_what_was_called_before_counts() -> None:
    assert called(line(".PPP"), in_row=1) == "1 0 2 3"
    assert called(line("..PP"), in_row=2) == "0 2 3 1"


kinds = st.text(alphabet=".P", max_size=12)


@settings(max_examples=examples(200), deadline=None)
@given(kinds, st.integers(0, 4), st.integers(1, 4))
def test_the_order_is_the_one_that_people_ahead_counts(
    stand: str, in_row: int, streak: int
) -> None:
    stands = line(stand)
    whole = Waiting(stand.count("."), stand.count("P"))
    for ahead, one in enumerate(calling_order(stands, in_row, streak)):
        before = stand[: int(one.name)]
        counted = Waiting(before.count("."), before.count("P"))
        assert people_ahead(bool(one.priority), counted, whole, streak, in_row) == ahead


@pytest.mark.parametrize(
    ("others", "priority", "expected"),
    [
        ("", 0, "X"),
        ("..", 0, "0 1 X"),
        (".....", 0, "0 1 2 X 3 4"),
        ("PPPP.", 1, "0 1 4 X 2 3"),
        # Going ahead they would be the very next again.
        (".....", 1, "0 1 2 X 3 4"),
        ("P...", 1, "0 1 2 X 3"),
        (".PP..", 0, "1 2 0 X 3 4"),
    ],
)
def test_who_missed_a_call_is_called_after_three_others(
    others: str, priority: int, expected: str
) -> None:
    missed = One("X", 0.5, priority)
    stands = line(others)
    assert called(seated(stands, missed, place_after(stands, missed, 0, 2))) == expected


def test_nobody_gains_by_missing_a_call() -> None:
    late = One("X", 9.5)
    assert (
        called(seated(line("." * 12), late, place_after(line("." * 12), late, 0, 2))).split()[9]
        == "X"
    )


@settings(max_examples=examples(200), deadline=None)
@given(kinds, st.integers(0, 1), st.floats(0, 13), st.integers(0, 3), st.integers(1, 4))
def test_three_others_are_called_before_wherever_the_law_allows_it(
    stand: str, priority: int, place: float, in_row: int, streak: int
) -> None:
    others, missed = line(stand), One("X", place, priority)
    seat = place_after(others, missed, in_row, streak)
    assert seat.place >= missed.place
    stands = seated(others, missed, seat)
    assert [one.name for one in stands if one.name != "X"] == [one.name for one in others]
    ahead = [one.name for one in calling_order(stands, in_row, streak)].index("X")
    # Before a crowd of priority patients alone, they are called in their turn as anybody is.
    ordinary_crowd = stand.count(".") + min(
        stand.count("P"), max(0, streak * (stand.count(".") + 1) - min(in_row, streak))
    )
    assert ahead >= min(PASSED_BY, len(others), ordinary_crowd)


def test_there_is_always_room_between_two() -> None:
    stands = line("......")
    for turn in range(400):
        missed, stands = stands[0], stands[1:]
        stands = seated(stands, missed, place_after(stands, missed, 0, 2))
        places = [one.place for one in stands]
        assert places == sorted(set(places)), turn
        assert stands[3].name == missed.name
    assert stands[-1].place < 7, "those who come next would be overtaken"


def test_two_who_share_a_place_are_moved_apart() -> None:
    stands = [One("0", 1), One("1", 2), One("2", 3), One("3", 3), One("4", 3), One("5", 9)]
    missed = One("X", 0.5)
    assert called(seated(stands, missed, place_after(stands, missed, 0, 2))) == "0 1 2 X 3 4 5"
