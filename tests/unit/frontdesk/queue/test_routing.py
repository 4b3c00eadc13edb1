from math import inf

from kiosk.frontdesk.queue.routing import RoomLoad, choose_room
from kiosk.frontdesk.records import Waiting


def room(number: str, waiting: int, pace: float, open_for: float = inf, first: int = 0) -> RoomLoad:
    return RoomLoad(number, Waiting(waiting, first), pace, open_for)


def test_the_least_expected_wait_wins_not_the_fewest_people() -> None:
    slow, fast = room("slow", 2, 20), room("fast", 3, 10)
    assert choose_room([slow, fast], priority=False) == fast


def test_equal_waits_go_where_fewer_wait_then_to_the_first() -> None:
    assert choose_room([room("a", 4, 5), room("b", 2, 10)], False) == room("b", 2, 10)
    assert choose_room([room("a", 0, 5), room("b", 0, 10)], False) == room("a", 0, 5)


def test_a_priority_patient_is_sent_where_priority_patients_wait_least() -> None:
    crowd = room("crowd of others", 9, 10)
    elders = room("elders", 0, 10, first=3)
    assert choose_room([crowd, elders], priority=True) == crowd
    assert choose_room([crowd, elders], priority=False) == elders


def test_a_room_that_closes_before_the_turn_comes_is_left_out() -> None:
    closing = room("closing", 1, 10, open_for=19)
    assert choose_room([closing, room("full", 20, 10)], False) == room("full", 20, 10)
    assert choose_room([room("just", 1, 10, open_for=20)], False) == room("just", 1, 10, 20)


def test_closed_rooms_and_no_rooms_are_nobody_s() -> None:
    assert choose_room([room("closed", 0, 10, open_for=0)], False) is None
    assert choose_room([], False) is None
