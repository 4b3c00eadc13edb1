"""Every move of an entry that is allowed, and none that is not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.errors import MoveNotAllowed
from kiosk.journal import moves
from kiosk.journal.entry import Debt, Entry, State
from tests.unit.journal.people import BEGAN, NAME, NUMBER, entry, ticket

LATER = BEGAN + timedelta(seconds=9)
Move = Callable[[Entry], Entry]

MOVE: dict[str, Move] = {
    "sent": lambda one: moves.sent(one, LATER),
    "ticketed": lambda one: moves.ticketed(one, ticket(), LATER),
    "provisional": lambda one: moves.provisional(one, "K-1", LATER),
    "printed": lambda one: moves.printed(one, LATER),
    "not-printed": lambda one: moves.not_printed(one, LATER),
    "confirmed": lambda one: moves.confirmed(one, LATER),
    "told-missing": lambda one: moves.told(one, Debt.NOT_PRINTED, LATER),
    "told-cancel": lambda one: moves.told(one, Debt.CANCEL, LATER),
    "rejected": lambda one: moves.rejected(one, "service-closed", LATER),
    "given-up": lambda one: moves.abandoned(one, Debt.NONE, LATER),
    "cancelled": lambda one: moves.abandoned(one, Debt.CANCEL, LATER),
    "retried": lambda one: moves.retried(one, LATER),
    "printing-again": lambda one: moves.printing_again(one, LATER),
    "given-back": lambda one: moves.given_back(one, LATER),
    "dealt-with": lambda one: moves.dealt_with(one, LATER),
}


def after(*names: str) -> Entry:
    one = entry()
    for name in names:
        one = MOVE[name](one)
    return one


@pytest.mark.parametrize(
    ("names", "state", "debt"),
    [
        ("", "pending", "check-in"),
        ("sent", "sent", "check-in"),
        ("sent sent", "sent", "check-in"),
        ("sent ticketed", "ticketed", "none"),
        ("sent ticketed ticketed", "ticketed", "none"),
        ("sent ticketed printed", "printed", "printed"),
        ("sent ticketed printed ticketed", "printed", "printed"),
        ("sent ticketed printed confirmed", "confirmed", "none"),
        ("sent ticketed not-printed", "ticketed", "not-printed"),
        ("sent ticketed not-printed told-missing", "ticketed", "none"),
        ("sent ticketed not-printed printed", "printed", "printed"),
        ("sent ticketed not-printed printed told-missing", "printed", "printed"),
        ("sent ticketed not-printed cancelled told-cancel", "abandoned", "none"),
        ("sent ticketed cancelled", "abandoned", "cancel"),
        ("sent cancelled", "abandoned", "cancel"),
        ("sent cancelled ticketed", "abandoned", "cancel"),
        ("sent cancelled ticketed told-cancel", "abandoned", "none"),
        ("given-up", "abandoned", "none"),
        ("provisional", "pending", "check-in"),
        ("sent provisional printed", "printed", "check-in"),
        ("provisional printed sent", "printed", "check-in"),
        ("provisional printed ticketed", "printed", "printed"),
        ("provisional printed ticketed confirmed", "confirmed", "none"),
        ("provisional not-printed sent ticketed", "ticketed", "not-printed"),
        ("provisional printed rejected", "rejected", "check-in"),
        ("provisional printed rejected retried", "printed", "check-in"),
        ("sent rejected", "rejected", "check-in"),
        ("sent rejected retried", "pending", "check-in"),
        ("sent rejected cancelled", "abandoned", "cancel"),
        ("sent ticketed rejected printing-again", "ticketed", "not-printed"),
        ("sent ticketed rejected given-back", "abandoned", "cancel"),
        ("sent ticketed not-printed rejected dealt-with", "abandoned", "none"),
        ("sent ticketed not-printed rejected retried", "ticketed", "not-printed"),
        ("sent ticketed printed rejected retried", "printed", "printed"),
        ("sent ticketed cancelled rejected retried", "abandoned", "cancel"),
        ("sent retried", "sent", "check-in"),
    ],
)
def test_moves_that_are_allowed(names: str, state: str, debt: str) -> None:
    one = after(*names.split())
    assert (one.state.value, one.debt.value) == (state, debt)
    assert one.paper is ("printed" in names.split())


REFUSED = {
    "": "ticketed printed confirmed",
    "sent": "printed confirmed",
    "sent provisional": "provisional",
    "sent ticketed": "sent provisional confirmed printing-again given-back dealt-with",
    "sent ticketed printed": "sent provisional printed not-printed given-up cancelled",
    "sent ticketed printed confirmed": "sent provisional printed not-printed confirmed rejected "
    "given-up cancelled retried",
    "sent rejected": "sent ticketed provisional printed not-printed confirmed rejected "
    "printing-again",
    "sent ticketed rejected": "sent provisional printed not-printed confirmed rejected retried",
    "sent ticketed printed rejected": "printing-again",
    "given-up": "sent ticketed provisional printed not-printed confirmed given-up cancelled "
    "retried",
    "sent ticketed cancelled": "sent provisional printed not-printed confirmed given-up",
}


@pytest.mark.parametrize(
    ("names", "refused"), [(names, one) for names, ones in REFUSED.items() for one in ones.split()]
)
def test_moves_that_are_not_allowed(names: str, refused: str) -> None:
    before = after(*names.split())
    with pytest.raises(MoveNotAllowed):
        MOVE[refused](before)


def test_every_state_has_its_moves_and_every_allowed_pair_is_in_the_table() -> None:
    assert moves.MOVES.keys() == set(State)
    reached = set()
    further = ("provisional", "provisional printed", "provisional printed rejected")
    for start in [after(*names.split()) for names in (*REFUSED, *further)]:
        for move in MOVE.values():
            try:
                moved = move(start)
            except MoveNotAllowed:
                continue
            if moved.state is not start.state or start.state is State.SENT:
                reached.add((start.state, moved.state))
    assert reached <= {(one, then) for one, ones in moves.MOVES.items() for then in ones}
    missing = {(one, then) for one, ones in moves.MOVES.items() for then in ones} - reached
    assert missing == set()


def test_the_answer_is_kept_and_another_one_for_the_same_key_is_refused() -> None:
    one = after("sent", "ticketed")
    assert (one.number, one.encounter, one.changed_at) == ("A-042", "e-1", LATER)
    assert one.details is not None
    assert one.details.ticket == ticket()
    for other in (ticket("A-043"), ticket(encounter="e-2")):
        with pytest.raises(MoveNotAllowed, match="another ticket for the same key"):
            moves.ticketed(one, other, LATER)


def test_who_was_told_a_provisional_number_keeps_it() -> None:
    one = after("provisional", "printed", "ticketed")
    assert (one.number, one.provisional, one.encounter) == ("K-1", True, "e-1")


def test_tries_are_counted_until_staff_or_an_answer_begin_anew() -> None:
    tried = moves.tried(moves.tried(entry(), LATER), LATER)
    assert (tried.attempts, tried.next_at) == (2, LATER)
    assert moves.retried(tried, LATER).next_at is None
    answered = moves.ticketed(moves.sent(tried, LATER), ticket(), LATER)
    assert (answered.attempts, answered.next_at) == (0, None)


@pytest.mark.parametrize("debt", [Debt.CHECK_IN, Debt.PRINTED, Debt.NOT_PRINTED])
def test_who_went_away_leaves_a_cancellation_or_nothing(debt: Debt) -> None:
    with pytest.raises(MoveNotAllowed):
        moves.abandoned(entry(), debt, LATER)


@pytest.mark.parametrize("debt", [Debt.CHECK_IN, Debt.PRINTED, Debt.NONE])
def test_check_in_and_paper_are_told_by_moves_of_their_own(debt: Debt) -> None:
    with pytest.raises(MoveNotAllowed):
        moves.told(replace(entry(), debt=debt), debt, LATER)


def test_an_entry_does_not_say_who_it_is_about() -> None:
    shown = repr(replace(after("sent", "ticketed"), holder=b"\x01" * 32))
    assert NAME not in shown
    assert NUMBER not in shown
    assert "details" not in shown
    assert "holder" not in shown
    assert repr(entry().details) == "Details(…)"


def test_a_refusal_without_bound_is_cut() -> None:
    assert len(moves.rejected(entry(), "x" * 5000, LATER).reason) == moves.LONGEST_REASON
