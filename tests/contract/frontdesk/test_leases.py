"""Numbers that kiosks have ahead: never anybody else's, and what becomes of each is on record."""

from collections import Counter

import pytest

from kiosk.frontdesk.access.scopes import NEEDED
from kiosk.frontdesk.queue.allowance import MOST_KIOSKS
from kiosk.frontdesk.queue.asked import CheckIn, LeaseAsked
from kiosk.frontdesk.refusals import Refusal
from tests.contract.frontdesk.hospital import MONDAY, Hospital, new_key
from tests.contract.frontdesk.leases import (
    NOI,
    TIM,
    LeasingKiosk,
    close,
    close_service,
    numbers,
    states,
)
from tests.contract.frontdesk.records import Records


def test_a_number_comes_with_its_room_and_its_end(leasing: Hospital) -> None:
    found = LeasingKiosk(leasing).has(TIM_MACH=2, NOI_TONG_QUAT=1)
    assert list(found) == ["T-001", "T-002", "A-001"]
    for number, parts in found.items():
        assert parts["service"] == (NOI if number.startswith("A") else TIM)
        room = leasing.premises.rooms[parts["room"]]
        assert room.service == parts["service"]
        assert (parts["floor"], parts["direction"]) == (room.floor, room.way.vi)
        assert parts["ends"] == "2026-11-23T17:00:00+07:00", "then the rooms close"


def test_nobody_else_gets_it(leasing: Hospital) -> None:
    one, other = LeasingKiosk(leasing), LeasingKiosk(leasing, "k2")
    assert list(one.has(TIM_MACH=3)) == ["T-001", "T-002", "T-003"]
    assert list(other.has(TIM_MACH=2)) == ["T-004", "T-005"]
    assert leasing.check_in(leasing.adult().id, service=TIM).parts["number"] == "T-006"


def test_the_same_key_answers_the_same_numbers(leasing: Hospital) -> None:
    kiosk, key = LeasingKiosk(leasing), new_key()
    first = kiosk.has(key=key, TIM_MACH=3)
    assert kiosk.has(key=key, TIM_MACH=3) == first
    assert kiosk.has(*first, key=key, TIM_MACH=3) == first, "also where some of it was heard"
    assert len(states(leasing)) == 3


def test_the_same_key_with_another_wish_is_refused(leasing: Hospital) -> None:
    kiosk, key = LeasingKiosk(leasing), new_key()
    kiosk.has(key=key, TIM_MACH=3)
    answer = kiosk.lease(key=key, TIM_MACH=4)
    assert (answer.status, answer.refusal) == (422, "key-reused")


def test_the_hospital_decides_how_many(leasing: Hospital) -> None:
    kiosk = LeasingKiosk(leasing)
    assert len(kiosk.has(TIM_MACH=20)) == 5
    assert kiosk.has(TIM_MACH=5) == {}, "what was given is the kiosk's, whatever it says it holds"
    assert len(LeasingKiosk(leasing, "k2").has(TIM_MACH=20)) == 5, "each kiosk has its own"


def test_a_hospital_that_gives_none_says_so(hospital: Hospital) -> None:
    answer = LeasingKiosk(hospital).lease(TIM_MACH=1)
    assert (answer.status, answer.refusal) == (404, "not-offered")
    said = [one["name"] for one in hospital.get("/metadata").body["rest"][0]["operation"]]
    assert said == ["check-in"]
    assert LeasingKiosk(hospital).give_back("T-001").parts == {"returned": 0}


def test_one_that_does_names_the_operations(leasing: Hospital) -> None:
    said = [one["name"] for one in leasing.get("/metadata").body["rest"][0]["operation"]]
    assert said == ["check-in", "lease-numbers", "return-numbers"]
    assert leasing.get("/OperationDefinition/lease-numbers").status == 200
    assert NEEDED["POST", "/fhir/$lease-numbers"] == "Encounter.c"


def test_a_service_without_an_open_room_gives_none(leasing: Hospital) -> None:
    close_service(leasing, TIM)
    assert list(LeasingKiosk(leasing).has(TIM_MACH=2, NOI_TONG_QUAT=1)) == ["A-001"]


def test_no_more_are_given_than_the_rooms_can_see_before_they_close(leasing: Hospital) -> None:
    leasing.pass_time(hours=7, minutes=45)
    rooms = leasing.premises.rooms_of(TIM)
    places = sum(int(15 / room.pace) for room in rooms)
    assert len(LeasingKiosk(leasing).has(TIM_MACH=20)) == min(5, places) < 5


def test_numbers_are_spread_over_the_rooms(leasing: Hospital) -> None:
    """In the morning all lines are empty: whoever looked at these alone would choose one room."""
    rooms = Counter(
        parts["room"]
        for name in ("k1", "k2")
        for parts in LeasingKiosk(leasing, name).has(NOI_TONG_QUAT=5).values()
    )
    assert len(rooms) == len(leasing.premises.rooms_of(NOI))
    assert max(rooms.values()) - min(rooms.values()) <= 2


def test_a_number_leads_elsewhere_when_its_room_has_closed(leasing: Hospital) -> None:
    kiosk = LeasingKiosk(leasing)
    [(number, before)] = kiosk.has(NOI_TONG_QUAT=1).items()
    close(leasing, before["room"])
    [(same, after)] = kiosk.has(number).items()
    assert same == number
    assert after["room"] != before["room"]
    assert leasing.premises.rooms[after["room"]].service == NOI


def test_a_number_that_leads_nowhere_any_more_is_taken_back(leasing: Hospital) -> None:
    kiosk = LeasingKiosk(leasing)
    held = kiosk.has(TIM_MACH=2)
    close_service(leasing, TIM)
    assert kiosk.has(*held) == {}
    assert states(leasing) == {"T-001": "returned", "T-002": "returned"}


def test_numbers_given_back_are_nobodys(leasing: Hospital) -> None:
    kiosk = LeasingKiosk(leasing)
    kiosk.has(TIM_MACH=2)
    assert kiosk.give_back("T-001", "T-001", "T-099").parts == {"returned": 1}
    assert kiosk.give_back("T-001").parts == {"returned": 0}, "repeating is harmless"
    assert states(leasing) == {"T-001": "returned", "T-002": "leased"}
    assert kiosk.has("T-001", "T-002").keys() == {"T-002"}
    assert leasing.check_in(leasing.adult().id, service=TIM).parts["number"] == "T-003"


def test_a_kiosk_that_gives_back_again_and_again_gets_no_more_that_day(leasing: Hospital) -> None:
    """It would use up the day's numbers."""
    kiosk = LeasingKiosk(leasing)
    given = 0
    for _ in range(9):
        found = kiosk.has(TIM_MACH=5)
        given += len(found)
        if found:
            kiosk.give_back(*found)
    assert given == 25
    assert len(kiosk.has(NOI_TONG_QUAT=5)) == 5, "of another service it does"
    leasing.pass_time(days=1)
    assert len(kiosk.has(TIM_MACH=5)) == 5


def test_another_kiosk_can_neither_hold_nor_return_them(leasing: Hospital) -> None:
    LeasingKiosk(leasing).has(TIM_MACH=2)
    other = LeasingKiosk(leasing, "k2")
    assert other.has("T-001", "T-002") == {}
    assert other.give_back("T-001").parts == {"returned": 0}
    assert set(states(leasing).values()) == {"leased"}


def test_another_client_that_calls_itself_the_same_kiosk_has_none_of_them(
    leasing: Hospital,
) -> None:
    """Who asks is known by a token or a certificate, not by what it says of itself."""
    asked = LeaseAsked(new_key(), "k1", ((TIM, 2),), ())
    leasing.write(lambda desk: desk.leases.lease(asked), who="client:a")
    again = LeaseAsked(new_key(), "k1", (), ("T-001",))
    assert leasing.write(lambda desk: desk.leases.lease(again), who="client:b") == ()
    back = leasing.write(lambda desk: desk.leases.give_back("k1", ["T-001"]), who="client:b")
    assert back == 0
    told = CheckIn(
        new_key(), "k1", leasing.adult().id, TIM, "", "", frozenset(), leased="T-001", begun=MONDAY
    )
    with pytest.raises(Refusal) as refused:
        leasing.write(lambda desk: desk.tickets.check_in(told), who="client:b")
    assert refused.value.reason == "lease-not-found"
    assert leasing.write(lambda desk: desk.tickets.check_in(told), who="client:a").created


def test_a_client_gets_no_more_by_calling_itself_many_kiosks(leasing: Hospital) -> None:
    """It would use up the day's numbers. Who it is, it has shown; its name is its own choice."""

    def given_to(client: str, kiosk: str) -> list[str]:
        asked = LeaseAsked(new_key(), kiosk, ((TIM, 5),), ())
        found = leasing.write(lambda desk: desk.leases.lease(asked), who=client)
        return [one.number for one in found]

    def back_from(client: str, kiosk: str, numbers: list[str]) -> int:
        return leasing.write(lambda desk: desk.leases.give_back(kiosk, numbers), who=client)

    assert len(given_to("client:a", "k1")) == 5
    assert [given_to("client:a", f"name-{nth}") for nth in range(20)] == [[]] * 20
    assert len(given_to("client:b", "k1")) == 5, "another client has its own"
    given = 0
    for nth in range(20):
        numbers = given_to("client:c", f"name-{nth}")
        given += len(numbers)
        assert back_from("client:c", f"name-{nth}", numbers) == len(numbers)
    assert given == 25
    assert len(given_to("client:d", "name-0")) == 5, "that is not held against the name"


def test_where_anybody_may_ask_all_names_together_get_no_more_than_a_hospitals_kiosks(
    records: Records,
) -> None:
    with Hospital(records, leased_numbers=5, always_open=True) as leasing:
        names = [f"name-{nth}" for nth in range(MOST_KIOSKS + 5)]
        given = [len(LeasingKiosk(leasing, name).has(TIM_MACH=20)) for name in names]
        assert given == [5] * MOST_KIOSKS + [0] * 5
        assert len(LeasingKiosk(leasing, "late").has(NOI_TONG_QUAT=20)) == 5, "of each service"


def test_what_is_left_at_midnight_was_not_used(leasing: Hospital) -> None:
    kiosk = LeasingKiosk(leasing)
    kiosk.has(TIM_MACH=2)
    leasing.pass_time(days=1)
    assert kiosk.has("T-001", TIM_MACH=1).keys() == {"T-001"}, "the new day's first"
    days = leasing.records.query("SELECT day, number, state FROM lease ORDER BY day, number")
    assert days == [
        ("2026-11-23", "T-001", "not-used"),
        ("2026-11-23", "T-002", "not-used"),
        ("2026-11-24", "T-001", "leased"),
    ]


def test_a_restart_forgets_nothing(records: Records) -> None:
    key = new_key()
    with Hospital(records, leased_numbers=5) as before:
        given = LeasingKiosk(before).has(key=key, TIM_MACH=3)
    with Hospital(records, leased_numbers=5) as now:
        assert LeasingKiosk(now).has(key=key, TIM_MACH=3) == given
        assert now.check_in(now.adult().id, service=TIM).parts["number"] == "T-004"


def test_kiosks_that_ask_at_once_share_nothing(leasing: Hospital) -> None:
    names = [f"k{nth}" for nth in range(8)]
    bodies = [LeasingKiosk(leasing, name).asking(TIM_MACH=5) for name in names]
    answers = leasing.all_at_once("/$lease-numbers", bodies)
    given = [number for answer in answers for number in numbers(answer)]
    assert len(given) == len(set(given)) == 40


def test_the_audit_names_blocks_and_numbers(leasing: Hospital) -> None:
    key = new_key()
    LeasingKiosk(leasing).has(key=key, TIM_MACH=2)
    LeasingKiosk(leasing).give_back("T-002")
    noted = leasing.records.query(
        "SELECT who, what, about FROM audit WHERE what IN ('lease-numbers', 'return-number')"
    )
    assert noted == [
        ("kiosk:k1", "lease-numbers", key),
        ("kiosk:k1", "return-number", "2026-11-23 T-002"),
    ]


@pytest.mark.parametrize(
    ("name", "parameter"),
    [
        ("held", {"name": "held", "valueString": "A-1"}),
        ("held", {"name": "held"}),
        ("wanted", {"name": "wanted"}),
        ("wanted", {"name": "wanted", "part": [{"name": "count", "valueInteger": 1}]}),
        ("kiosk", {"name": "kiosk", "valueString": "k2"}),
        ("key", {"name": "key", "valueUuid": "urn:uuid:1"}),
    ],
)
def test_what_is_not_as_described_is_refused(
    leasing: Hospital, name: str, parameter: dict[str, object]
) -> None:
    body = LeasingKiosk(leasing).asking(TIM_MACH=1)
    body["parameter"].append(parameter)
    answer = leasing.post("/$lease-numbers", body)
    assert (answer.status, answer.refusal) == (400, "invalid")
    assert states(leasing) == {}


@pytest.mark.parametrize("count", [0, -1, 21])
def test_counts_are_bounded(leasing: Hospital, count: int) -> None:
    answer = LeasingKiosk(leasing).lease(TIM_MACH=count)
    assert (answer.status, answer.refusal) == (400, "invalid")


def test_too_much_at_once_is_refused(leasing: Hospital) -> None:
    kiosk = LeasingKiosk(leasing)
    assert kiosk.lease(*(f"T-{nth:03d}" for nth in range(2001))).refusal == "invalid"
    assert kiosk.lease_of({f"DICH-VU-{nth}": 1 for nth in range(101)}).refusal == "invalid"
    assert kiosk.lease(KHONG_CO=1).refusal == "invalid", "no such service"
    assert kiosk.give_back().refusal == "invalid"
