"""After visits that went wrong: does what the hospital, the journal and the paper say agree?

Pure functions over three lists. Each person is named by an opaque word (``who``), the same in all
three, and came for one thing: one place in a queue is theirs, however often they came for it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kiosk.bench.audit_lines import EXPLAINED_BY, Cause, Difference, Line, Verdict
from kiosk.journal.entry import Debt, Entry, State

__all__ = ["Cause", "Difference", "Hand", "Line", "Noted", "Place", "Verdict", "audit", "counts"]


@dataclass(frozen=True, slots=True)
class Place:
    """What the hospital has: one number that it gave."""

    who: str
    encounter: str
    day: str
    """Of the hospital, ISO 8601: numbers begin anew each day."""
    number: str
    cancelled: bool = False
    paper: str = "unknown"
    """What the hospital was told of the paper: ``unknown``, ``printed`` or ``failed``."""
    provisional: str = ""
    """The kiosk's own numbers that it was told of, with spaces between."""


@dataclass(frozen=True, slots=True)
class Noted:
    """What the journal has."""

    who: str
    entry: Entry


@dataclass(frozen=True, slots=True)
class Hand:
    """What somebody left the kiosk with, in the order in which it came to be."""

    who: str
    day: str
    number: str
    provisional: bool = False
    paper: bool = True
    """On a whole sheet of paper; else noted from the screen."""
    copy: bool = False
    """The sheet says of itself that it is a copy."""


@dataclass(slots=True)
class _Person:
    places: list[Place] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    hands: list[Hand] = field(default_factory=list)


def audit(
    places: Iterable[Place],
    noted: Iterable[Noted],
    hands: Iterable[Hand],
    faults: Mapping[str, Iterable[Cause]],
) -> tuple[Line, ...]:
    """One line for each difference; none where all three agree on everything.

    ``faults`` says what befell each person: a difference that none of that explains is
    :attr:`Verdict.UNEXPLAINED`. Numbers lost, doubled, printed twice and held by nobody have no
    excuse.
    """
    people: defaultdict[str, _Person] = defaultdict(_Person)
    for place in places:
        people[place.who].places.append(place)
    for one in noted:
        people[one.who].entries.append(one.entry)
    for hand in hands:
        people[hand.who].hands.append(hand)
    lines = list(_shared(people))
    for who, person in people.items():
        causes = frozenset(faults.get(who, ()))
        for difference, number in _differences(person):
            lines.append(Line(who, number, difference, _verdict(difference, causes), causes))
    return tuple(lines)


def counts(lines: Iterable[Line]) -> Counter[Verdict]:
    """How many lines there are of each verdict."""
    return Counter(line.verdict for line in lines)


def _verdict(difference: Difference, causes: frozenset[Cause]) -> Verdict:
    without_excuse = {
        Difference.LOST: Verdict.LOST,
        Difference.TWO_PLACES: Verdict.DOUBLED,
        Difference.PRINTED_TWICE: Verdict.PRINTED_TWICE,
        Difference.NOBODYS: Verdict.NOBODYS,
    }
    if difference in without_excuse:
        return without_excuse[difference]
    explained = causes & EXPLAINED_BY.get(difference, frozenset())
    return Verdict.EXPLAINED if explained else Verdict.UNEXPLAINED


def _shared(people: Mapping[str, _Person]) -> Iterator[Line]:
    """Numbers that two people have."""
    holders: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for who, person in people.items():
        for place in person.places:
            holders[place.day, place.number].add(who)
        for hand in person.hands:
            holders[hand.day, hand.number].add(who)
    for (_, number), two in holders.items():
        for who in sorted(two) if len(two) > 1 else ():
            yield Line(who, number, Difference.TWO_PEOPLE, Verdict.DOUBLED)


def _differences(person: _Person) -> Iterator[tuple[Difference, str]]:
    live = [place for place in person.places if not place.cancelled]
    if len(live) > 1:
        yield from ((Difference.TWO_PLACES, place.number) for place in live)
    yield from _of_hands(person, live)
    for place in live:
        yield from _of_place(place, person)
    for place in person.places:
        if place.cancelled:
            yield Difference.GIVEN_BACK, place.number
    for entry in person.entries:
        yield from _of_entry(entry, person)


def _of_hands(person: _Person, live: list[Place]) -> Iterator[tuple[Difference, str]]:
    seen: Counter[str] = Counter()
    for hand in person.hands:
        if not _is_known(hand, live) and not _is_owed(hand, person.entries):
            yield Difference.LOST, hand.number
        if hand.paper:
            seen[hand.number] += 1
            if seen[hand.number] > 1:
                yield (
                    (Difference.COPY if hand.copy else Difference.PRINTED_TWICE),
                    hand.number,
                )
        elif not seen[hand.number]:
            yield Difference.NOTED, hand.number
    for number in dict.fromkeys(hand.number for hand in person.hands if hand.provisional):
        yield Difference.PROVISIONAL, number
    if len({hand.number for hand in person.hands}) > 1:
        yield Difference.TWO_NUMBERS, person.hands[-1].number


def _is_known(hand: Hand, live: list[Place]) -> bool:
    """Whether the hospital knows of this number, or of the place that it leads to."""
    return any(
        (not hand.provisional and (place.day, place.number) == (hand.day, hand.number))
        or hand.number in place.provisional.split()
        for place in live
    )


def _is_owed(hand: Hand, entries: list[Entry]) -> bool:
    """Whether the hospital is told later, or staff have the number in their list."""
    return any(
        entry.number == hand.number
        and (entry.debt is Debt.CHECK_IN or entry.state is State.REJECTED)
        for entry in entries
    )


def _of_place(place: Place, person: _Person) -> Iterator[tuple[Difference, str]]:
    entries = [entry for entry in person.entries if entry.encounter == place.encounter]
    numbers = {place.number, *place.provisional.split()}
    held = [hand for hand in person.hands if hand.number in numbers]
    on_paper = any(hand.paper for hand in held)
    staff = any(entry.state is State.REJECTED for entry in entries)
    owed = any(not entry.settled for entry in entries)
    if not held and not staff and not owed:
        yield Difference.NOBODYS, place.number
    elif not held and staff:
        yield Difference.STAFF_LOOK, place.number
    if held and not entries:
        yield Difference.NOT_IN_JOURNAL, place.number
    if place.paper == "printed" and not on_paper:
        yield Difference.NO_SUCH_PAPER, place.number
    if on_paper and place.paper != "printed" and not owed and not staff:
        yield Difference.PAPER_NOT_TOLD, place.number


def _of_entry(entry: Entry, person: _Person) -> Iterator[tuple[Difference, str]]:
    if not entry.settled:
        yield Difference.OWED, entry.number
    elif entry.state is State.REJECTED:
        yield Difference.REJECTED, entry.number
    known = any(place.encounter == entry.encounter for place in person.places)
    if entry.encounter and not known:
        yield Difference.NOT_AT_HOSPITAL, entry.number
    if entry.paper and not any(h.paper and h.number == entry.number for h in person.hands):
        yield Difference.NO_SUCH_PAPER, entry.number
