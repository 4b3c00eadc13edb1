"""From a ticket to paper, and the journal told of it; the hospital hears it from there."""

import asyncio
import enum
from typing import Self

from kiosk.checkin.clock import HOSPITAL_ZONE
from kiosk.checkin.equipment import Equipment, Rules
from kiosk.checkin.failures import Step
from kiosk.checkin.outcome import Ticketed
from kiosk.checkin.settling import leave_to_staff, log_untold, settle_now
from kiosk.checkin.trace import Trace
from kiosk.devices.printer.base import PrinterState, PrinterStatus
from kiosk.errors import HospitalError, JournalError, NoSuchEntry
from kiosk.journal.entry import State
from kiosk.log import log, unexpected
from kiosk.model.care import Cover, Insurance
from kiosk.model.courtesy import form_of_address
from kiosk.model.desk_check import desk_errand
from kiosk.model.face import IdentityCheck
from kiosk.model.insurance import errand, rule_for
from kiosk.model.mask import short_name
from kiosk.model.person import IdentifierKind
from kiosk.model.provisional import PROVISIONAL_STEP
from kiosk.model.text import VIETNAMESE, LocalText, local
from kiosk.ticket import Slip, render

NO_PAPER = "no-paper"
"""Why staff look at a number whose patient has it in mind, or perhaps on paper."""


class OnPaper(enum.Enum):
    """What there is of a ticket, as far as the printer knows."""

    WHOLE = "whole"
    PERHAPS = "perhaps"
    """A part of it, or all of it unconfirmed: the next sheet is a copy, and the number stays."""
    NOTHING = "nothing"

    @classmethod
    def told_by(cls, status: PrinterStatus) -> Self:
        """By the status after printing."""
        if status.state.prints:
            return cls.WHOLE
        return cls.NOTHING if status.nothing_out else cls.PERHAPS


async def print_ticket(
    equipment: Equipment,
    trace: Trace,
    language: str,
    got: Ticketed,
    key: str,
    again: bool,
) -> OnPaper:
    """What is on paper then. The hospital is told either way, afterwards.

    ``key`` is that of the check-in in the journal.
    """
    slip = slip_of(equipment.rules, language, got, again)
    out = await print_slip(equipment, trace, slip, key)
    if got.ticket.encounter:
        equipment.afterwards.start(settle_now(equipment, key, trace))
    return out


async def print_slip(equipment: Equipment, trace: Trace, slip: Slip, key: str) -> OnPaper:
    """What is on paper then; noted in the journal. The hospital is not told yet."""
    # Until the printer says more: a machine that dies meanwhile must not believe that there is no
    # paper. Its debt tells that printing has begun.
    await _note(equipment, key, printed=False)
    try:
        with trace.step(Step.RENDER):
            bitmap = await asyncio.to_thread(render, slip, equipment.printer.width)
        with trace.step(Step.PRINT):
            status = await equipment.printer.print(bitmap)
    except Exception as error:  # whatever happens here, the patient must still get the number
        unexpected(error)
        status = PrinterStatus(PrinterState.FAULT)
    out = OnPaper.told_by(status)
    if out is OnPaper.WHOLE:
        await _note(equipment, key, printed=True)
    else:
        log("device-state", device="printer", state=status.state.value)
    return out


async def noted(equipment: Equipment, key: str) -> None:
    """The patient has the number in mind and no paper: it stays theirs, and staff see it."""
    try:
        try:
            await leave_to_staff(equipment, key, NO_PAPER)
        except HospitalError as error:
            log_untold(error)
            entry = await equipment.journal.find(key)
            if entry.state is State.TICKETED:  # what it was not told stays noted there
                await equipment.journal.rejected(key, NO_PAPER)
    except NoSuchEntry:
        return  # settled, and forgotten since


async def _note(equipment: Equipment, key: str, printed: bool) -> None:
    """What the printer confirmed, and nothing before it did. Paper that was there stays there."""
    journal = equipment.journal
    try:
        entry = await journal.find(key)
        if entry.paper or entry.state not in (State.PENDING, State.SENT, State.TICKETED):
            return
        await (journal.printed(key) if printed else journal.not_printed(key))
    except NoSuchEntry:
        return  # settled, and forgotten since
    except JournalError as error:
        unexpected(error)  # the patient has the ticket all the same


def slip_of(rules: Rules, language: str, got: Ticketed, again: bool) -> Slip:
    """What stands on the paper: the ticket, and of the patient only the private form."""
    ticket, patient, insurance = got.ticket, got.patient, got.insurance
    age = (
        patient.birth.age_on(ticket.issued_at.astimezone(HOSPITAL_ZONE).date())
        if patient.birth
        else None
    )
    you = form_of_address(patient.sex, age)
    # What was not asked of the insurer is asked at the desk, like the rest.
    unasked = not ticket.encounter and insurance.cover is Cover.UNVERIFIED
    return Slip(
        hospital=rules.hospital_name,
        number=ticket.number,
        room=ticket.room,
        floor=ticket.floor,
        direction=ticket.direction,
        service=ticket.service,
        people_ahead=ticket.people_ahead,
        wait_minutes=ticket.wait_minutes,
        name=short_name(patient.name),
        patient_code=patient.identifier(IdentifierKind.PATIENT_CODE),
        issued_at=ticket.issued_at,
        insurance=local("", "")
        if unasked
        else _filled_in(rule_for(insurance).sentence, you, rules.desk),
        next_step=_filled_in(PROVISIONAL_STEP, you, rules.desk)
        if ticket.provisional
        else _errands(insurance, got.identity, you, rules.desk),
        appointment=ticket.appointment,
        follow_up=ticket.follow_up,
        you=you,
        priority=ticket.priority,
        reprint=again or ticket.reissued,
        provisional=ticket.provisional,
        queue_known=not ticket.leased,
        language=language,
    )


def _errands(
    insurance: Insurance, identity: IdentityCheck, you: str, desk: LocalText
) -> LocalText | None:
    """What is still to do before the room, one sentence after the other."""
    todo = [text for text in (desk_errand(identity), errand(insurance)) if text is not None]
    filled = [_filled_in(text, you, desk).by_language for text in todo]
    if not filled:
        return None
    return LocalText({tag: " ".join(each[tag] for each in filled) for tag in filled[0]})


def _filled_in(text: LocalText, you: str, desk: LocalText) -> LocalText:
    return LocalText(
        {
            language: sentence.replace("{you}", you if language == VIETNAMESE else "you").replace(
                "{desk}", desk.get(language)
            )
            for language, sentence in text.by_language.items()
        }
    )
