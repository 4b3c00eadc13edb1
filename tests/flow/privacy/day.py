"""Visits of invented patients while everything fails that can, with their data in it."""

import asyncio
import sys
from collections import Counter
from dataclasses import replace
from itertools import cycle

from kiosk.app.readiness.overseen import Overseen
from kiosk.checkin.clock import SystemClock
from kiosk.checkin.screens import EnterCode, NoDocument, Welcome
from kiosk.checkin.scripted import willing_patient
from kiosk.checkin.session import Session
from kiosk.checkin.trace import Timed
from kiosk.devices.printer.base import PrinterState
from kiosk.documents import Patterns, parse
from kiosk.errors import NotADocument
from kiosk.frontdesk.generate import Booking, Person, bookings
from kiosk.frontdesk.premises import Premises
from kiosk.frontdesk.sample_documents import appointment_qr, bhyt_qr, cccd_qr, patient_code_qr
from kiosk.log import log
from kiosk.model.document import Document
from tests.flow.cards import ScriptedCards, chips_on
from tests.flow.privacy.chips import card_of
from tests.flow.privacy.errors import MAKERS, OF_HOSPITALS, not_a_document
from tests.flow.privacy.failing import PatientAtPages, Plan, failing
from tests.flow.privacy.hostile import Hostile
from tests.flow.privacy.paper import Paper
from tests.flow.privacy.secrets import secrets_of
from tests.flow.privacy.troubles import Trouble
from tests.flow.stand import HeldUp

LONGEST_S = 20.0
"""Of one visit."""
AFTERWARDS_S = 0.15
"""What a visit left to be done has so long to begin."""


class Day:
    """One kiosk, and who comes to it."""

    def __init__(self, hostile: Hostile, seen: Overseen) -> None:
        self._hostile = hostile
        self._seen = seen
        self.plan = Plan()
        self.outcomes: Counter[str] = Counter()
        self.ways: dict[str, Trouble] = {}
        """By each thing that was called: a visit in which it was."""
        self._makers = cycle(MAKERS), cycle((*OF_HOSPITALS, *MAKERS))
        self._slips = {
            slip.patient: slip for slip in bookings(Premises.load(), SystemClock().now().date())
        }

    async def serve(self, person: Person, trouble: Trouble) -> None:
        """One visit, with what goes wrong in it."""
        slip = self._slips.get(person.id)
        record = [secret.text for secret in secrets_of(person, [slip] if slip else [])]
        self._hostile.record = record
        if trouble.fails:
            make = next(self._makers[trouble.fails.startswith("hospital.")])
            self.plan.arm(trouble.fails, lambda: make(record))
        cards, paper = ScriptedCards(), Paper()
        document: Document | NotADocument = document_of(person, slip)
        answers = dict(willing_patient())
        match trouble.kind:
            case "quotes":
                self._hostile.way, self._hostile.path = trouble.way, trouble.what
            case "reads" if trouble.what == "damaged":
                document = damaged(person)
            case "reads":
                document = not_a_document(record)
            case "paper":
                paper = Paper(PrinterState(trouble.what))
            case "types":
                typed = person.code if trouble.what == "patient code" else person.personal_number
                answers[Welcome] = lambda screen: NoDocument.TYPE
                answers[EnterCode] = lambda screen: typed
            case "card":
                cards.lay(card_of(person, trouble.what, record))
        reader = HeldUp() if trouble.kind == "types" else HeldUp(document)
        chips = chips_on(cards)
        equipment = replace(
            self._seen.equipment,
            reader=failing(reader, "reader", self.plan),
            printer=failing(paper, "printer", self.plan),
            hospital=failing(self._seen.equipment.hospital, "hospital", self.plan),
            journal=failing(self._seen.equipment.journal, "journal", self.plan),
            cards=failing(chips, "cards", self.plan),
            clock=failing(self._seen.equipment.clock, "clock", self.plan),
        )
        cancels = trouble.what if trouble.kind == "cancels" else ""
        front = PatientAtPages(answers, self.plan, cancels)
        session = Session(front, equipment, lambda: self._seen.trace(_step))
        visit = asyncio.create_task(session.one())
        leaves = asyncio.create_task(_leaves(front))
        try:
            async with asyncio.timeout(LONGEST_S):
                await asyncio.wait({visit, leaves}, return_when=asyncio.FIRST_COMPLETED)
                ended = type(visit.result()).__name__ if visit.done() else "Left"
        except Exception as error:  # as the engine's thread ends: the kiosk's own hook tells of it
            sys.excepthook(type(error), error, error.__traceback__)
            ended = "Broke"
        finally:
            visit.cancel()
            leaves.cancel()
            await asyncio.gather(visit, leaves, return_exceptions=True)
            await chips.close()
        self.outcomes[ended] += 1
        await self._afterwards(trouble)

    async def _afterwards(self, trouble: Trouble) -> None:
        """What the visit left to be done in the background may fail, too."""
        try:
            async with asyncio.timeout(AFTERWARDS_S):
                while self.plan.armed or self._hostile.way:
                    await asyncio.sleep(0.01)
        except TimeoutError:
            pass  # this visit did not come there
        self.plan.disarm()
        self._hostile.way = ""
        for called in self.plan.called:
            self.ways.setdefault(called, trouble)


def _step(timed: Timed) -> None:
    """As the kiosk on a screen tells of it."""
    log("step", name=timed.step.value, ms=round(timed.milliseconds, 1))


async def _leaves(front: PatientAtPages) -> None:
    """Whoever was told what is wrong with their document goes away."""
    while not front.told:
        await asyncio.sleep(0.005)


def document_of(person: Person, slip: Booking | None) -> Document:
    """What this person holds up: each has something."""
    if slip is not None and person.age % 2:
        return parse(appointment_qr(slip), Patterns())
    if person.card_issued is not None:
        return parse(cccd_qr(person), Patterns())
    if person.coverage is not None:
        return parse(bhyt_qr(person), Patterns())
    return parse(patient_code_qr(person), Patterns())


def damaged(person: Person) -> NotADocument:
    """What the parser says of a code in which a field is missing."""
    text = cccd_qr(person) if person.card_issued else f"{person.personal_number}|{person.name}"
    try:
        parse(text.rpartition("|")[0] + "||", Patterns())
    except NotADocument as error:
        return error
    raise AssertionError
