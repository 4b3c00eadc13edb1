"""What clocks do to numbers: midnight, and a clock that somebody sets back."""

from datetime import timedelta

import pytest

from tests.contract.frontdesk.hospital import Answer, Hospital, new_key
from tests.contract.frontdesk.records import Records

SERVICE = "TIM-MACH"


@pytest.fixture
def night(records: Records) -> Hospital:
    """A hospital that never closes, not open yet."""
    return Hospital(records, always_open=True)


def numbers(hospital: Hospital) -> list[tuple[str, str]]:
    """Day and number of every ticket, in the order in which they were issued."""
    return [
        (day, number)
        for day, number in hospital.records.query("SELECT day, number FROM encounter ORDER BY seq")
    ]


def take(hospital: Hospital, person: int, key: str = "") -> Answer:
    return hospital.check_in(
        hospital.people[200 + person].id, service=SERVICE, key=key or new_key()
    )


def test_a_new_day_begins_at_the_hospital_s_midnight(night: Hospital) -> None:
    with night:
        night.clock.time = night.clock.time.replace(hour=23, minute=59, second=59)
        assert take(night, 0).parts["number"] == "T-001"
        assert take(night, 1).parts["number"] == "T-002"
        night.pass_time(seconds=1)
        assert take(night, 2).parts["number"] == "T-001"
        assert numbers(night) == [
            ("2026-11-23", "T-001"),
            ("2026-11-23", "T-002"),
            ("2026-11-24", "T-001"),
        ]


def test_a_key_that_was_answered_before_midnight_keeps_its_ticket_and_its_day(
    night: Hospital,
) -> None:
    with night:
        key = new_key()
        night.clock.time = night.clock.time.replace(hour=23, minute=59, second=58)
        before = take(night, 0, key)
        assert before.status == 201
        night.pass_time(seconds=4)
        after = take(night, 0, key)
        assert after.status == 200
        for name in ("number", "encounter", "issued", "reissued"):
            assert after.parts[name] == before.parts[name]
        assert numbers(night) == [("2026-11-23", "T-001")]


def test_numbers_go_on_when_the_clock_is_set_back(night: Hospital) -> None:
    with night:
        given = [take(night, 0), take(night, 1)]
        for person, back in enumerate((timedelta(hours=2), timedelta(minutes=30)), 2):
            night.clock.time -= back
            given.append(take(night, person))
        assert [one.parts["number"] for one in given] == ["T-001", "T-002", "T-003", "T-004"]
        # Who came later stands later, whatever the clock said.
        places = night.records.query("SELECT number FROM encounter ORDER BY place, seq")
        assert [number for (number,) in places] == ["T-001", "T-002", "T-003", "T-004"]


def test_a_clock_that_jumps_between_days_gives_no_number_of_a_day_twice(night: Hospital) -> None:
    with night:
        for person in range(12):
            night.clock.time += timedelta(days=(1, -2, 1)[person % 3], minutes=1)
            assert take(night, person).status == 201
        found = numbers(night)
        assert len(found) == 12
        assert len(set(found)) == 12
        for day in {day for day, _ in found}:
            of_day = [number for each, number in found if each == day]
            assert of_day == [f"T-{count:03d}" for count in range(1, len(of_day) + 1)]
