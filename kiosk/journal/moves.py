"""What may become of an entry. Pure: an entry in, the next one out."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

import msgspec

from kiosk.errors import MoveNotAllowed
from kiosk.journal.details import Details
from kiosk.journal.entry import Debt, Entry, State
from kiosk.model.checkin import Ticket
from kiosk.model.leases import LeasedNumber

MOVES: Mapping[State, frozenset[State]] = MappingProxyType(
    {
        State.PENDING: frozenset({State.SENT, State.PRINTED, State.REJECTED, State.ABANDONED}),
        State.SENT: frozenset(
            {State.SENT, State.TICKETED, State.PRINTED, State.REJECTED, State.ABANDONED}
        ),
        State.TICKETED: frozenset({State.PRINTED, State.REJECTED, State.ABANDONED}),
        State.PRINTED: frozenset({State.CONFIRMED, State.REJECTED}),
        State.CONFIRMED: frozenset(),
        State.REJECTED: frozenset(
            {State.PENDING, State.TICKETED, State.PRINTED, State.ABANDONED}  # staff say: once more
        ),
        State.ABANDONED: frozenset({State.REJECTED}),
    }
)
"""From each state to the next. Paper before the hospital answered is for provisional numbers
alone; a refusal after the paper, for what the hospital was told afterwards."""

LONGEST_REASON = 80
"""Characters of a hospital's code. A longer one is cut: it is for people."""


def sent(entry: Entry, at: datetime) -> Entry:
    """The hospital is about to be asked, also under the same key once more.

    A provisional number on paper stays ``printed``: the paper does not go away by asking.
    """
    if entry.state is State.PRINTED and entry.debt is Debt.CHECK_IN:
        return entry
    return _moved(entry, State.SENT, at)


def ticketed(entry: Entry, ticket: Ticket, at: datetime) -> Entry:
    """The hospital answered.

    The same answer again changes nothing. Raises :class:`~kiosk.errors.MoveNotAllowed` for
    another one: a key has one ticket. A provisional number stays the entry's number, because it
    is the one that the patient was told.
    """
    if entry.encounter:
        before = entry.details.ticket if entry.details else None
        if entry.encounter != ticket.encounter or (before and before.number != ticket.number):
            raise MoveNotAllowed("the hospital gave another ticket for the same key")
        return entry
    details = msgspec.structs.replace(entry.details or Details(), ticket=ticket)
    answered = replace(
        entry,
        encounter=ticket.encounter,
        number=entry.number if entry.provisional else ticket.number,
        details=details,
        attempts=0,
        next_at=None,
    )
    if entry.state is State.PRINTED and entry.debt is Debt.CHECK_IN:
        return replace(answered, debt=Debt.PRINTED, changed_at=at)
    if entry.state is State.ABANDONED and entry.debt is Debt.CANCEL:
        return replace(answered, changed_at=at)  # asked only to learn what is to be given back
    debt = Debt.NOT_PRINTED if entry.provisional else Debt.NONE
    return _moved(answered, State.TICKETED, at, debt=debt)


def provisional(
    entry: Entry, number: str, at: datetime, leased: LeasedNumber | None = None
) -> Entry:
    """The kiosk gives a number of its own, because the hospital does not answer; or ``leased``, one
    that it had ahead, to who was not asked for yet: they could have another one there."""
    states = (State.PENDING,) if leased else (State.PENDING, State.SENT)
    if entry.state not in states or entry.number or (leased and entry.details is None):
        raise MoveNotAllowed(f"no provisional number for what is {entry.state.value}")
    details = entry.details
    if leased and details is not None:
        details = msgspec.structs.replace(details, leased=leased)
    return replace(
        entry,
        number=number,
        provisional=True,
        debt=Debt.CHECK_IN,
        details=details,
        changed_at=at,
    )


def printed(entry: Entry, at: datetime) -> Entry:
    """The number is on paper."""
    if not entry.number:
        raise MoveNotAllowed("there is no number that could be on paper")
    debt = Debt.PRINTED if entry.encounter else Debt.CHECK_IN
    return _moved(entry, State.PRINTED, at, debt=debt, paper=True, attempts=0, next_at=None)


def not_printed(entry: Entry, at: datetime) -> Entry:
    """Printing begins, or failed. The hospital is told so, after the check-in if it does not know
    of it."""
    if entry.paper or entry.state not in (State.PENDING, State.SENT, State.TICKETED):
        raise MoveNotAllowed(f"no print can have failed of what is {entry.state.value}")
    begun = replace(entry, details=_printing_begun(entry.details), changed_at=at)
    if entry.state is not State.TICKETED:
        return begun
    return replace(begun, debt=Debt.NOT_PRINTED, attempts=0, next_at=None)


def _printing_begun(details: Details | None) -> Details | None:
    return details and msgspec.structs.replace(details, printing_begun=True)


def confirmed(entry: Entry, at: datetime) -> Entry:
    """The hospital was told of the paper."""
    if entry.debt is not Debt.PRINTED:
        raise MoveNotAllowed(f"the hospital is owed {entry.debt.value}, not printed")
    return _moved(entry, State.CONFIRMED, at, debt=Debt.NONE, next_at=None)


def told(entry: Entry, debt: Debt, at: datetime) -> Entry:
    """The hospital was told that paper is missing, or to take the number back.

    Changes nothing where it is owed something else by now: paper came out in the meantime.
    """
    if debt not in (Debt.NOT_PRINTED, Debt.CANCEL):
        raise MoveNotAllowed(f"{debt.value} is told by a move of its own")
    if entry.debt is not debt:
        return entry
    return replace(entry, debt=Debt.NONE, attempts=0, next_at=None, changed_at=at)


def rejected(entry: Entry, reason: str, at: datetime) -> Entry:
    """The hospital said no. What it was not told stays noted, for staff to try again."""
    return _moved(entry, State.REJECTED, at, reason=reason[:LONGEST_REASON], next_at=None)


def abandoned(entry: Entry, debt: Debt, at: datetime) -> Entry:
    """The patient went away. ``debt`` is ``cancel`` where the hospital has, or may have, a place
    for them, else ``none``."""
    if debt not in (Debt.NONE, Debt.CANCEL):
        raise MoveNotAllowed(f"whoever went away leaves no {debt.value}")
    return _moved(entry, State.ABANDONED, at, debt=debt, attempts=0, next_at=None)


def tried(entry: Entry, next_at: datetime) -> Entry:
    """The hospital could not be told."""
    return replace(entry, attempts=entry.attempts + 1, next_at=next_at)


def retried(entry: Entry, at: datetime) -> Entry:
    """Staff say: once more, and now. A rejected entry goes back to where it was refused; one of
    which the hospital knows all stays with staff, as nobody else remembers whose number it is."""
    if entry.settled and (entry.state is not State.REJECTED or entry.debt is Debt.NONE):
        raise MoveNotAllowed(f"nothing is left to tell of what is {entry.state.value}")
    again = replace(entry, attempts=0, next_at=None, changed_at=at)
    if entry.state is not State.REJECTED:
        return again
    if entry.debt is Debt.CHECK_IN:
        back = State.PRINTED if entry.paper else State.PENDING
    else:
        back = _BACK[entry.debt]
    return replace(_allowed(again, back), state=back, reason="")


def printing_again(entry: Entry, at: datetime) -> Entry:
    """Staff are about to print what waits for them because of its paper alone. From now on it may
    be on paper, also if the machine stops before the printer says so."""
    if not entry.waits_for_paper:
        raise MoveNotAllowed(f"what is {entry.state.value} does not wait for its paper")
    back = replace(_allowed(entry, State.TICKETED), state=State.TICKETED, reason="")
    return not_printed(back, at)


def given_back(entry: Entry, at: datetime) -> Entry:
    """Staff say of what waits for them: nobody has the number, the hospital takes it back."""
    return _after_staff(entry, Debt.CANCEL, at)


def dealt_with(entry: Entry, at: datetime) -> Entry:
    """Staff have done by hand what was to be done: the hospital is asked nothing."""
    return _after_staff(entry, Debt.NONE, at)


def _after_staff(entry: Entry, debt: Debt, at: datetime) -> Entry:
    if entry.state is not State.REJECTED:
        raise MoveNotAllowed(f"what is {entry.state.value} does not wait for staff")
    return abandoned(entry, debt, at)


_BACK = {
    Debt.NOT_PRINTED: State.TICKETED,
    Debt.PRINTED: State.PRINTED,
    Debt.CANCEL: State.ABANDONED,
}


def _moved(entry: Entry, state: State, at: datetime, **changes: Any) -> Entry:
    if entry.state is State.REJECTED and state is not State.ABANDONED:
        raise MoveNotAllowed("what the hospital refused waits for staff")
    return replace(_allowed(entry, state), state=state, changed_at=at, **changes)


def _allowed(entry: Entry, state: State) -> Entry:
    """The same entry, if it may become so."""
    if state not in MOVES[entry.state]:
        raise MoveNotAllowed(f"what is {entry.state.value} cannot become {state.value}")
    without_hospital = entry.state in (State.PENDING, State.SENT) and state is State.PRINTED
    if without_hospital and not entry.provisional:
        raise MoveNotAllowed("paper before the hospital answered needs a provisional number")
    return entry
