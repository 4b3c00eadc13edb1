from math import inf

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.frontdesk.queue.routing import (
    OVERDUE,
    InLine,
    Move,
    RoomLoad,
    choose_room,
    next_call,
    spread,
)
from kiosk.frontdesk.queue.rules import people_ahead
from kiosk.frontdesk.records import Waiting
from tests.examples import examples

ROOMS = ("101", "102", "103")


def room(number: str, waiting: int, pace: float, open_for: float = inf, first: int = 0) -> RoomLoad:
    return RoomLoad(number, Waiting(waiting, first), pace, open_for)


def caller(in_row: int = 0, open_for: float = inf) -> RoomLoad:
    """The room that calls. Its line is told apart from its load."""
    return RoomLoad("101", Waiting(), 10, open_for, in_row=in_row)


def one(
    place: int,
    room: str = "101",
    priority: bool = False,
    bound: bool = False,
    waited: float | None = None,
) -> InLine:
    """Somebody who came at minute ``place``; an hour after the first it is now."""
    return InLine(
        f"t{place}", room, priority, bound, place, 60 - place if waited is None else waited
    )


waiting_people = st.lists(
    st.tuples(st.sampled_from(ROOMS), st.booleans(), st.booleans()), max_size=25
).map(lambda drawn: [one(place, *each) for place, each in enumerate(drawn)])

loads = st.builds(
    RoomLoad,
    number=st.sampled_from(ROOMS),
    waiting=st.builds(Waiting, st.integers(0, 40), st.integers(0, 40)),
    pace=st.floats(0.5, 60),
    open_for=st.one_of(st.just(0.0), st.just(inf), st.floats(1, 600)),
    remaining=st.floats(0, 60),
    in_row=st.integers(0, 3),
)


def by_number(rooms: list[RoomLoad]) -> list[RoomLoad]:
    return list({each.number: each for each in rooms}.values())


several = st.lists(loads, max_size=4).map(by_number)


# Which room


def test_the_least_expected_wait_wins_not_the_fewest_people() -> None:
    slow, fast = room("slow", 2, 20), room("fast", 3, 10)
    assert choose_room([slow, fast], priority=False) == fast


def test_equal_waits_go_where_fewer_wait_then_to_the_first() -> None:
    assert choose_room([room("a", 4, 5), room("b", 2, 10)], False) == room("b", 2, 10)
    assert choose_room([room("a", 0, 5), room("b", 0, 10)], False) == room("a", 0, 5)


def test_who_is_inside_counts_for_the_time_that_is_left() -> None:
    busy = RoomLoad("busy", Waiting(), 10, inf, remaining=6)
    assert busy.wait(priority=False) == 6
    assert choose_room([busy, room("one waits", 1, 7)], False) == busy
    assert choose_room([busy, room("one waits", 1, 5)], False) == room("one waits", 1, 5)


def test_a_priority_patient_is_sent_where_priority_patients_wait_least() -> None:
    crowd = room("crowd of others", 9, 10)
    elders = room("elders", 0, 10, first=3)
    assert choose_room([crowd, elders], priority=True) == crowd
    assert choose_room([crowd, elders], priority=False) == elders


def test_the_hospital_s_streak_decides_how_long_the_others_wait() -> None:
    elders, others = room("elders", 0, 10, first=9), room("others", 4, 10)
    assert choose_room([elders, others], priority=False, streak=3) == elders
    assert choose_room([elders, others], priority=False, streak=5) == others


def test_a_room_that_closes_before_the_turn_comes_is_left_out() -> None:
    closing = room("closing", 1, 10, open_for=19)
    assert choose_room([closing, room("full", 20, 10)], False) == room("full", 20, 10)
    assert choose_room([room("just", 1, 10, open_for=20)], False) == room("just", 1, 10, 20)


def test_closed_rooms_and_no_rooms_are_nobody_s() -> None:
    assert choose_room([room("closed", 0, 10, open_for=0)], False) is None
    assert choose_room([room("closed, no pace known", 0, 0, open_for=0)], False) is None
    assert choose_room([], False) is None


@given(several, st.booleans(), st.integers(1, 4))
@settings(max_examples=examples(100))
def test_nobody_is_sent_to_a_room_that_closes_before_they_are_seen(
    rooms: list[RoomLoad], priority: bool, streak: int
) -> None:
    best = choose_room(rooms, priority, streak)
    fitting = [
        each
        for each in rooms
        if each.open_for > 0 and each.wait(priority, streak) + each.pace <= each.open_for
    ]
    if best is None:
        assert not fitting
    else:
        assert best in fitting
        assert all(best.wait(priority, streak) <= each.wait(priority, streak) for each in fitting)


# Whom a room calls


def test_a_room_calls_its_own_line_although_others_wait_elsewhere() -> None:
    assert next_call(caller(), [one(5), one(4, "102"), one(3, "103", priority=True)]) == one(5)


def test_after_the_streak_one_of_the_others_is_called() -> None:
    line = [one(1, priority=True), one(2)]
    assert next_call(caller(in_row=1), line) == one(1, priority=True)
    assert next_call(caller(in_row=2), line) == one(2)
    assert next_call(caller(in_row=2), line, streak=3) == one(1, priority=True)
    assert next_call(caller(in_row=2), line[:1]) == one(1, priority=True)


def test_a_room_without_a_line_takes_who_waits_longest_elsewhere() -> None:
    line = [one(3, "102"), one(2, "103"), one(4, "103")]
    assert next_call(caller(), line) == one(2, "103")
    assert next_call(caller(), [*line, one(9, "102", priority=True)]) == one(
        9, "102", priority=True
    )
    assert next_call(caller(), []) is None


def test_nobody_is_taken_from_the_room_of_their_appointment() -> None:
    assert next_call(caller(), [one(1, "102", bound=True)]) is None
    assert next_call(caller(), [one(1, "102", bound=True), one(2, "102")]) == one(2, "102")
    late = one(1, "102", bound=True, waited=500)
    assert next_call(caller(), [late, one(2)]) == one(2)


def test_who_waited_half_an_hour_longer_elsewhere_is_called_first() -> None:
    mine = one(50, waited=10)
    for waited, called in ((OVERDUE + 9.9, mine.room), (OVERDUE + 10, "102")):
        found = next_call(caller(), [mine, one(20, "102", waited=waited)])
        assert found is not None
        assert found.room == called


def test_priority_patients_neither_wait_for_the_overdue_nor_are_sent_about_for_it() -> None:
    overdue = one(0, "102", waited=300)
    mine = one(59, priority=True)
    assert next_call(caller(), [mine, overdue]) == mine
    assert next_call(caller(in_row=2), [mine, overdue]) == mine
    assert next_call(caller(), [one(59), one(0, "102", priority=True, waited=300)]) == one(59)


def test_a_room_that_is_closed_finishes_its_own_line_and_takes_nobody() -> None:
    overdue = one(0, "102", waited=300)
    assert next_call(caller(open_for=0), [one(5), overdue]) == one(5)
    assert next_call(caller(open_for=0), [overdue]) is None


@given(waiting_people, st.integers(0, 3), st.integers(1, 4))
@settings(max_examples=examples(100))
def test_the_heads_of_the_lines_are_enough(waiting: list[InLine], in_row: int, streak: int) -> None:
    heads: dict[tuple[str, bool, bool], InLine] = {}
    for each in waiting:
        heads.setdefault((each.room, each.priority, each.bound), each)
    found = next_call(caller(in_row), heads.values(), streak)
    assert found == next_call(caller(in_row), waiting, streak)


@given(waiting_people, st.integers(1, 4))
@settings(max_examples=examples(100))
def test_everybody_is_called_once_and_nobody_by_the_wrong_room(
    waiting: list[InLine], streak: int
) -> None:
    left, in_row = list(waiting), dict.fromkeys(ROOMS, 0)
    for turn in range(len(waiting) * len(ROOMS)):
        number = ROOMS[turn % len(ROOMS)]
        calling = RoomLoad(number, Waiting(), 10, inf, in_row=in_row[number])
        called = next_call(calling, left, streak)
        if called is None:
            assert all(each.bound and each.room != number for each in left)
            continue
        assert called.room == number or not called.bound
        left.remove(called)
        in_row[number] = in_row[number] + 1 if called.priority else 0
        assert in_row[number] <= streak or not any(
            each.room == number and not each.priority for each in left
        )
    assert left == []


@given(waiting_people, st.integers(0, 3), st.integers(1, 4))
@settings(max_examples=examples(100))
def test_a_room_alone_calls_in_the_order_that_people_ahead_counts(
    drawn: list[InLine], in_row: int, streak: int
) -> None:
    line = [one(int(each.place), "101", each.priority) for each in drawn]
    left, ahead, begun = list(line), {}, in_row
    for turn in range(len(line)):
        called = next_call(caller(in_row), left, streak)
        assert called is not None
        ahead[called.ticket] = turn
        left.remove(called)
        in_row = in_row + 1 if called.priority else 0
    for index, each in enumerate(line):
        counted = people_ahead(each.priority, count(line[:index]), count(line), streak, begun)
        assert counted == ahead[each.ticket]


def count(line: list[InLine]) -> Waiting:
    priority = sum(each.priority for each in line)
    return Waiting(len(line) - priority, priority)


# Who moves when a room closes


def test_a_closed_room_s_line_is_spread_in_order_over_the_others() -> None:
    others = [room("102", 1, 10), room("103", 0, 15)]
    moves = spread([one(3), one(1), one(2, bound=True)], others)
    assert moves == (
        Move("t1", "101", "103"),
        Move("t2", "101", "102"),
        Move("t3", "101", "103"),
    )


def test_whom_no_room_can_see_in_time_stays() -> None:
    moves = spread([one(1), one(2), one(3)], [room("102", 0, 10, open_for=20)])
    assert moves == (Move("t1", "101", "102"), Move("t2", "101", "102"))
    assert spread([one(1)], []) == ()
    assert spread([one(1)], [room("102", 0, 10, open_for=0)]) == ()


@given(waiting_people, several, st.integers(1, 4))
@settings(max_examples=examples(100))
def test_everybody_moves_at_most_once_and_into_an_open_room(
    drawn: list[InLine], rooms: list[RoomLoad], streak: int
) -> None:
    leaving = [each for each in drawn if each.room == "101"]
    others = [each for each in rooms if each.number != "101"]
    moves = spread(leaving, others, streak)
    moved = [move.ticket for move in moves]
    assert len(set(moved)) == len(moved)
    assert set(moved) <= {each.ticket for each in leaving}
    is_open = {each.number for each in others if each.open_for > 0}
    assert all(move.from_room == "101" and move.to_room in is_open for move in moves)
    if any(each.open_for == inf for each in others):
        assert len(moves) == len(leaving)
