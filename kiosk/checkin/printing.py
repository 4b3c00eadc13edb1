"""From a ticket to paper, and the hospital told of it."""

import asyncio

from kiosk.checkin.clock import HOSPITAL_ZONE
from kiosk.checkin.equipment import Equipment, Rules
from kiosk.checkin.failures import Step
from kiosk.checkin.persisting import persist
from kiosk.checkin.trace import Trace
from kiosk.devices.printer.base import PrinterState, PrinterStatus
from kiosk.log import log, unexpected
from kiosk.model.care import Insurance
from kiosk.model.checkin import Ticket
from kiosk.model.courtesy import form_of_address
from kiosk.model.desk_check import desk_errand
from kiosk.model.face import IdentityCheck
from kiosk.model.insurance import errand, rule_for
from kiosk.model.mask import short_name
from kiosk.model.person import IdentifierKind, Patient
from kiosk.model.text import VIETNAMESE, LocalText
from kiosk.ticket import Slip, render


async def print_ticket(
    equipment: Equipment,
    trace: Trace,
    language: str,
    ticket: Ticket,
    patient: Patient,
    insurance: Insurance,
    again: bool,
    identity: IdentityCheck = IdentityCheck.DOCUMENT,
) -> bool:
    """Whether the whole ticket is on paper. The hospital is told either way, afterwards."""
    slip = slip_of(equipment.rules, language, ticket, patient, insurance, again, identity)
    try:
        with trace.step(Step.RENDER):
            bitmap = await asyncio.to_thread(render, slip, equipment.printer.width)
        with trace.step(Step.PRINT):
            status = await equipment.printer.print(bitmap)
    except Exception as error:  # whatever happens here, the patient must still get the number
        unexpected(error)
        status = PrinterStatus(PrinterState.FAULT)
    printed = status.state.prints
    if not printed:
        log("device-state", device="printer", state=status.state.value)
    equipment.afterwards.start(_tell_hospital(equipment, trace, ticket, printed))
    return printed


async def _tell_hospital(equipment: Equipment, trace: Trace, ticket: Ticket, printed: bool) -> None:
    """The patient does not wait for this, and has the ticket whether it succeeds or not."""

    async def tell() -> None:
        with trace.step(Step.CONFIRM):
            await equipment.hospital.ticket_printed(ticket, printed)

    await persist(equipment.clock, Step.CONFIRM, tell)


def slip_of(
    rules: Rules,
    language: str,
    ticket: Ticket,
    patient: Patient,
    insurance: Insurance,
    again: bool,
    identity: IdentityCheck = IdentityCheck.DOCUMENT,
) -> Slip:
    """What stands on the paper: the ticket, and of the patient only the private form."""
    age = (
        patient.birth.age_on(ticket.issued_at.astimezone(HOSPITAL_ZONE).date())
        if patient.birth
        else None
    )
    you = form_of_address(patient.sex, age)
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
        insurance=_filled_in(rule_for(insurance).sentence, you, rules.desk),
        next_step=_errands(insurance, identity, you, rules.desk),
        appointment=ticket.appointment,
        follow_up=ticket.follow_up,
        you=you,
        priority=ticket.priority,
        reprint=again or ticket.reissued,
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
