"""What the three sides say after the cuts: the hospital, the journal, and the paper."""

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kiosk.bench.audit import Hand, Noted, Place
from kiosk.bench.power_cuts_numbers import NumberReader
from kiosk.bench.power_cuts_paper import sheets
from kiosk.journal.entry import Debt, Entry, State
from kiosk.journal.reading import reading
from kiosk.model.text import LocalText

STRANGER = "nobody who came"

_PLACES = """
SELECT i.value, e.id, e.day, e.number, e.status, e.paper, e.provisional, e.token
FROM encounter e LEFT JOIN identifier i ON i.patient = e.patient AND i.kind = 'personal'
ORDER BY e.seq
"""


@dataclass(frozen=True, slots=True)
class Roll:
    """The paper of one life."""

    path: Path
    day: str
    """Of the hospital, ISO 8601."""
    kiosk_day: str
    """As the kiosk's clock has it, which may be ahead: of its own numbers."""
    printed: Sequence[int]
    """For whom, in this order."""


@dataclass(frozen=True, slots=True)
class OnPaper:
    """What the paper says."""

    hands: tuple[Hand, ...]
    sheets: Counter[str]
    """``whole``, ``scrap`` with its number on it, ``before its number``."""
    wrong: tuple[str, ...]
    """Sheets that nobody can go by: whole without a number, or with another place's code."""


def name(number: int) -> str:
    """Somebody who came, in the audit."""
    return f"person {number}"


def places(records: Path, crowd: Mapping[str, int]) -> tuple[tuple[Place, ...], dict[str, str]]:
    """What the hospital's records say, and the number behind the end of each follow-up address.
    ``crowd`` has everybody who came by their personal number."""
    with closing(sqlite3.connect(f"{records.as_uri()}?mode=ro", uri=True)) as db:
        rows = db.execute(_PLACES).fetchall()
    found = tuple(
        Place(
            who=name(crowd[person]) if person in crowd else STRANGER,
            encounter=encounter,
            day=day,
            number=number,
            cancelled=status == "cancelled",
            paper=paper,
            provisional=provisional,
        )
        for person, encounter, day, number, status, paper, provisional, _ in rows
    )
    return found, {token: number for *_, number, _, _, _, token in rows}


def noted(journal: Path, key: bytes, crowd: Mapping[str, int]) -> Iterator[Noted]:
    """What the journal in this folder says."""
    with reading(journal, key) as held:
        for one in list(held.entries()):
            entry, _ = held.entry(one.key)
            numbers = [i.value for i in entry.details.identifiers] if entry.details else []
            who = next((name(crowd[value]) for value in numbers if value in crowd), STRANGER)
            yield Noted(who, entry)


def at_the_cut(journal: Path, since: datetime) -> str:
    """How the last check-in since then stands in a journal that nobody has open."""
    with reading(journal) as held:
        for entry in held.entries(limit=1):
            if entry.began_at >= since:
                return standing(entry)
    return "nothing noted"


def standing(entry: Entry) -> str:
    """In one word or two, how far a check-in has come."""
    if entry.state is State.TICKETED and entry.debt is Debt.NOT_PRINTED:
        return "being printed"
    if entry.state is State.PENDING and entry.provisional:
        return "pending, own number"
    return entry.state.value


def on_paper(
    rolls: Sequence[Roll],
    hospital: LocalText,
    own: Collection[str],
    codes: Mapping[str, str],
) -> OnPaper:
    """What is in people's hands: every sheet on which a whole number stands.

    ``own`` are numbers that the kiosk gave without the hospital; ``codes`` has the hospital's own
    behind the end of each follow-up address.
    """
    given = set(codes.values())
    reader = NumberReader(hospital, sorted(given.union(own)))
    hands: list[Hand] = []
    kinds: Counter[str] = Counter()
    wrong: list[str] = []
    for roll in rolls:
        content = roll.path.read_bytes() if roll.path.exists() else b""
        came_out = sheets(content)
        if len(came_out) > len(roll.printed):
            wrong.append(f"{roll.path.name}: more sheets than were printed")
        for who, sheet in zip(roll.printed, came_out, strict=False):
            said = reader.read(sheet.dots)
            if said is None:
                kinds["before its number"] += 1
                if sheet.whole:
                    wrong.append(f"{roll.path.name}: a whole sheet without a known number")
                continue
            kinds["whole" if sheet.whole else "scrap"] += 1
            provisional = said.number in own and said.number not in given
            day = roll.kiosk_day if provisional else roll.day
            hands.append(Hand(name(who), day, said.number, provisional, copy=said.copy))
            # A number that was given without the hospital has no follow-up address.
            if sheet.whole and (code := sheet.code):
                behind = codes.get(code.rpartition("/")[2])
                if behind != said.number:
                    wrong.append(f"{roll.path.name}: {said.number} with the code of {behind}")
    return OnPaper(tuple(hands), kinds, tuple(wrong))
