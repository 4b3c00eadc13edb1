"""The kiosk's line in the comments of an appointment."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.hospital.gnuhealth.slip import Kind, Paper, Slip, last_slip, on_paper, with_slip

SLIP = Slip("CARDIO-042", date(2026, 11, 23), 1042, Kind.BOOKED, "Phòng 203", ("age-75",))

slips = st.builds(
    Slip,
    number=st.from_regex(r"[A-Z]{1,6}-[0-9]{3,5}", fullmatch=True),
    day=st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    note=st.integers(1, 2**31),
    kind=st.sampled_from(Kind),
    room=st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=100),
    priority=st.lists(st.sampled_from(["age-75", "pregnant", "under-6"]), unique=True).map(tuple),
    paper=st.sampled_from(Paper),
)


@given(slips, st.text(max_size=200))
def test_what_is_written_is_read_again(slip: Slip, staff: str) -> None:
    comments = with_slip(staff, slip)
    assert last_slip(comments) == slip
    assert with_slip(comments, slip) == comments


@given(st.text(max_size=300))
def test_what_staff_write_is_kept(staff: str) -> None:
    written = with_slip(with_slip(staff, SLIP), on_paper(SLIP, Paper.PRINTED))
    assert written.splitlines()[:-1] == staff.splitlines()


def test_a_second_visit_has_a_line_of_its_own() -> None:
    first = on_paper(SLIP, Paper.GIVEN_BACK)
    second = Slip("CARDIO-050", SLIP.day, 1050, Kind.BOOKED, "Phòng 203")
    comments = with_slip(with_slip("Mang phim", first), second)
    assert comments.splitlines() == ["Mang phim", first.line(), second.line()]
    assert last_slip(comments) == second


@pytest.mark.parametrize(
    "line",
    [
        "",
        "#kiosk draft",
        SLIP.line().replace("#kiosk", "# kiosk"),
        SLIP.line().replace("2026-11-23", "2026-13-23"),
        SLIP.line().replace("note=1042", "note=" + "9" * 30),
        SLIP.line().replace("paper=unknown", "paper=lost"),
        SLIP.line() + "x" * 300,
    ],
)
def test_a_line_that_somebody_changed_is_no_slip(line: str) -> None:
    assert last_slip(line) is None
    assert last_slip(f"{SLIP.line()}\n{line}") == SLIP


def test_it_holds_on_its_day_until_it_is_given_back() -> None:
    assert SLIP.holds_on(SLIP.day)
    assert not SLIP.holds_on(date(2026, 11, 24))
    assert not on_paper(SLIP, Paper.GIVEN_BACK).holds_on(SLIP.day)
