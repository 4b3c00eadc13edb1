"""The audit: each way to lose somebody is seen, and nothing is seen where all agree."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kiosk.bench.audit import (
    Cause,
    Difference,
    Hand,
    Noted,
    Place,
    Verdict,
    audit,
    counts,
)
from kiosk.journal.entry import Debt, Entry, State

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
PLACE = Place("a", "e-1", "2026-11-23", "B-001", paper="printed")
ENTRY = Entry(
    "key",
    "kiosk-1",
    NOW,
    NOW,
    state=State.CONFIRMED,
    debt=Debt.NONE,
    number="B-001",
    paper=True,
    encounter="e-1",
)
HAND = Hand("a", "2026-11-23", "B-001")
UNTOLD = replace(
    ENTRY, number="K1-001", provisional=True, encounter="", state=State.PRINTED, debt=Debt.CHECK_IN
)
OWN = Hand("a", "2026-11-23", "K1-001", provisional=True)


def found(
    places: list[Place], entries: list[Entry], hands: list[Hand], *causes: Cause
) -> set[tuple[Difference, Verdict]]:
    lines = audit(places, [Noted("a", entry) for entry in entries], hands, {"a": causes})
    return {(line.difference, line.verdict) for line in lines}


def test_nothing_is_found_where_all_agree() -> None:
    assert not found([PLACE], [ENTRY], [HAND])


def test_paper_that_the_hospital_does_not_know_of_is_lost() -> None:
    gone = replace(PLACE, cancelled=True)
    settled = replace(ENTRY, state=State.ABANDONED)
    assert (Difference.LOST, Verdict.LOST) in found([], [], [HAND])
    assert (Difference.LOST, Verdict.LOST) in found([gone], [settled], [HAND], Cause.LINK)
    assert (Difference.LOST, Verdict.LOST) in found([PLACE], [ENTRY], [OWN], Cause.LINK)


def test_a_number_of_the_kiosks_own_is_not_lost_while_it_is_owed_or_staff_have_it() -> None:
    refused = replace(UNTOLD, state=State.REJECTED)
    assert found([], [UNTOLD], [OWN], Cause.LINK) == {
        (Difference.PROVISIONAL, Verdict.EXPLAINED),
        (Difference.OWED, Verdict.EXPLAINED),
    }
    assert found([], [refused], [OWN], Cause.LINK) == {
        (Difference.PROVISIONAL, Verdict.EXPLAINED),
        (Difference.REJECTED, Verdict.EXPLAINED),
    }


def test_a_number_ahead_is_known_by_the_place_that_its_holder_had_before() -> None:
    """The hospital let the kiosk have it, and its holder had a place already."""
    ahead = replace(HAND, number="B-077")
    told = replace(ENTRY, number="B-077", provisional=True)
    known = replace(PLACE, provisional="K1-003 B-077")
    assert (Difference.LOST, Verdict.LOST) not in found([known], [told], [HAND, ahead])
    assert (Difference.LOST, Verdict.LOST) in found([PLACE], [told], [HAND, ahead])


def test_a_number_of_the_kiosks_own_without_a_fault_is_unexplained() -> None:
    told = replace(UNTOLD, state=State.CONFIRMED, debt=Debt.NONE, encounter="e-1")
    known = replace(PLACE, provisional="K1-001")
    assert found([known], [told], [OWN]) == {(Difference.PROVISIONAL, Verdict.UNEXPLAINED)}
    assert found([known], [told], [OWN], Cause.LINK) == {
        (Difference.PROVISIONAL, Verdict.EXPLAINED)
    }


def test_a_number_of_two_people_is_doubled() -> None:
    lines = audit([PLACE], [Noted("a", ENTRY)], [HAND, replace(HAND, who="b")], {})
    assert counts(lines)[Verdict.DOUBLED] == 2
    assert {line.who for line in lines if line.verdict is Verdict.DOUBLED} == {"a", "b"}


def test_two_places_of_one_person_are_doubled() -> None:
    other = replace(PLACE, encounter="e-2", number="B-002")
    assert (Difference.TWO_PLACES, Verdict.DOUBLED) in found(
        [PLACE, other], [ENTRY], [HAND], Cause.LINK
    )


def test_a_second_sheet_must_say_that_it_is_a_copy() -> None:
    copy = replace(HAND, copy=True)
    assert found([PLACE], [ENTRY], [HAND, HAND], Cause.PRINTER) == {
        (Difference.PRINTED_TWICE, Verdict.PRINTED_TWICE)
    }
    assert found([PLACE], [ENTRY], [HAND, copy], Cause.PRINTER) == {
        (Difference.COPY, Verdict.EXPLAINED)
    }


def test_a_place_that_nobody_holds_must_be_owed_offered_or_shown_to_staff() -> None:
    silent = replace(PLACE, paper="unknown")
    left = replace(ENTRY, state=State.ABANDONED, paper=False)
    owed = replace(left, debt=Debt.CANCEL)
    held = replace(left, state=State.TICKETED)
    looked_for = replace(left, state=State.REJECTED, reason="no-paper")
    assert (Difference.NOBODYS, Verdict.NOBODYS) in found([silent], [], [], Cause.POWER)
    assert (Difference.NOBODYS, Verdict.NOBODYS) in found([silent], [left], [], Cause.POWER)
    for entry in (owed, held):
        assert found([silent], [entry], [], Cause.POWER) == {(Difference.OWED, Verdict.EXPLAINED)}
    assert found([silent], [looked_for], [], Cause.PRINTER) == {
        (Difference.STAFF_LOOK, Verdict.EXPLAINED),
        (Difference.REJECTED, Verdict.EXPLAINED),
    }


@pytest.mark.parametrize(
    ("places", "entries", "hands", "difference"),
    [
        ([PLACE], [ENTRY], [], Difference.NO_SUCH_PAPER),
        ([], [ENTRY], [], Difference.NOT_AT_HOSPITAL),
        ([PLACE], [], [HAND], Difference.NOT_IN_JOURNAL),
        ([replace(PLACE, paper="failed")], [ENTRY], [HAND], Difference.PAPER_NOT_TOLD),
    ],
)
def test_what_nothing_can_explain(
    places: list[Place], entries: list[Entry], hands: list[Hand], difference: Difference
) -> None:
    assert (difference, Verdict.UNEXPLAINED) in found(places, entries, hands, *Cause)


def test_a_number_in_mind_needs_a_printer_that_failed() -> None:
    noted = replace(HAND, paper=False)
    looked_for = replace(ENTRY, state=State.REJECTED, paper=False)
    failed = replace(PLACE, paper="failed")
    assert found([failed], [looked_for], [noted], Cause.PRINTER) == {
        (Difference.NOTED, Verdict.EXPLAINED),
        (Difference.REJECTED, Verdict.EXPLAINED),
    }
    assert (Difference.NOTED, Verdict.UNEXPLAINED) in found([failed], [looked_for], [noted])


def test_a_line_tells_what_befell_them() -> None:
    [line] = audit(
        [replace(PLACE, cancelled=True)],
        [Noted("a", replace(ENTRY, state=State.ABANDONED, paper=False))],
        [],
        {"a": [Cause.PATIENT]},
    )
    assert str(line) == "explained: a, B-001: taken and given back (befell: patient)"
