"""The card of an invented patient on a scripted reader, and what goes wrong with it."""

from collections.abc import Sequence
from dataclasses import replace

from kiosk.emrtd.errors import Malformed
from kiosk.errors import CardGone
from kiosk.frontdesk.generate import Person
from tests.flow.cards import IDENTITY, MRZ, PERSON, FakeCard
from tests.flow.privacy.errors import Held


def card_of(person: Person, what: str, record: Sequence[str]) -> FakeCard:
    """``what`` is ``well``, ``gone``, ``malformed``, ``denied``, ``unexpected`` or ``another``
    (somebody else's card); errors are full of ``record``."""
    issued = person.card_issued or person.born
    read = replace(
        PERSON,
        number=person.personal_number,
        name=person.name,
        birth=person.born,
        sex="M" if person.sex == "male" else "F",
        residence=person.address,
        issued=issued,
    )
    mrz = replace(
        MRZ,
        document_number=person.personal_number[3:],
        optional=f"{person.personal_number}<<7",
        birth=f"{person.born:%y%m%d}",
        sex=read.sex,
    )
    card = FakeCard(
        identity=replace(IDENTITY, mrz=mrz, person=read), can=person.personal_number[-6:]
    )
    words = " ".join(record)
    match what:
        case "gone":
            card.errors = [CardGone(words)]
        case "malformed":
            card.errors = [Malformed("DG13", words) for _ in range(9)]
        case "denied":
            card.can, card.retries = "000000", 2
        case "unexpected":
            card.errors = [Held(record)]
        case "another":
            assert card.identity is not None
            card.identity = replace(card.identity, person=PERSON, mrz=MRZ)
    return card
