"""Telling the hospital what it is owed about one check-in, as the journal has it."""

from dataclasses import replace

from kiosk.checkin.ahead import leased_of
from kiosk.checkin.asking import failure_of, says_nothing
from kiosk.checkin.equipment import Equipment
from kiosk.checkin.failures import Step
from kiosk.checkin.sharing import held_beside, held_elsewhere, on_paper_beside, one_at_a_time
from kiosk.checkin.trace import Trace
from kiosk.errors import (
    HospitalError,
    HospitalGarbled,
    HospitalRefused,
    MoveNotAllowed,
    NoSuchEntry,
)
from kiosk.journal.entry import Debt, Entry, State
from kiosk.log import log
from kiosk.model.checkin import CheckIn, Ticket
from kiosk.model.text import local

UNKNOWN_PATIENT = "patient-unknown"
"""The hospital has no record, and the document cannot make one."""
NO_SERVICE = "no-service"
"""While the hospital was away no service could be chosen: the desk decides."""

_STEPS = {
    Debt.CHECK_IN: Step.CHECK_IN,
    Debt.CANCEL: Step.CHECK_IN,
    Debt.PRINTED: Step.CONFIRM,
    Debt.NOT_PRINTED: Step.CONFIRM,
}
_MOST = 4
"""Debts that one check-in can have one after the other: check-in, paper, and a change of each."""


async def settle(equipment: Equipment, key: str, trace: Trace | None = None) -> str:
    """Tell all that is owed. Answers the code of a refusal, with which the entry is ``rejected``;
    ``""`` if the hospital took everything.

    Safe to repeat, and to call from several places at once. Raises
    :class:`~kiosk.errors.HospitalAway`, :class:`~kiosk.errors.HospitalGarbled`, and a refusal
    that is no answer (:func:`~kiosk.checkin.asking.says_nothing`); the debt stays.
    """
    journal, trace = equipment.journal, trace or Trace()
    async with equipment.underway.alone(key):
        for _ in range(_MOST):
            try:
                entry = await journal.find(key)
            except NoSuchEntry:
                return ""  # settled, and forgotten since
            if entry.settled or entry.debt is Debt.NONE:
                return ""
            try:
                with trace.step(_STEPS[entry.debt]):
                    async with one_at_a_time(equipment, entry.holder, _patient(entry)):
                        await _tell(equipment, entry)
            except HospitalRefused as refusal:
                if says_nothing(refusal):
                    raise
                failure = failure_of(refusal, _STEPS[entry.debt])
                log("hospital-error", kind=failure.kind, step=_STEPS[entry.debt].value)
                await journal.rejected(key, refusal.reason)
                return refusal.reason
            equipment.lately.took[entry.debt] += 1
    return ""


async def settle_now(equipment: Equipment, key: str, trace: Trace | None = None) -> None:
    """The first try, at once. What fails is tried again by the
    :class:`~kiosk.checkin.reconciling.Reconciler`."""
    try:
        await settle(equipment, key, trace)
    except HospitalError as error:
        log_untold(error)


def log_untold(error: HospitalError) -> None:
    """The hospital could not be told what it is owed."""
    log("hospital-error", kind=failure_of(error, Step.CONFIRM).kind, step=Step.CONFIRM.value)


async def leave_to_staff(equipment: Equipment, key: str, reason: str) -> None:
    """A number that somebody may have in mind, or on paper: the hospital hears that no paper is
    known of, and staff see it. An entry that is anything but ``ticketed`` stays as it is.

    Raises :class:`~kiosk.errors.HospitalError` where the hospital cannot be told, and
    :class:`~kiosk.errors.JournalError`; then it is to be called again.
    """
    journal = equipment.journal
    async with equipment.underway.alone(key):
        entry = await journal.find(key)
        if entry.state is not State.TICKETED:
            return
        if entry.debt is Debt.NOT_PRINTED:
            try:
                await equipment.hospital.ticket_printed(_ticket(entry), False)
            except HospitalRefused as refusal:
                if says_nothing(refusal):
                    raise
                await journal.rejected(key, refusal.reason)
                return
        # First for staff, then told: if the power goes in between, nobody may take the number
        # for one that was never in a hand.
        await journal.rejected(key, reason)
        await journal.told(key, Debt.NOT_PRINTED)


async def ask_again(equipment: Equipment, entry: Entry) -> Ticket:
    """What the hospital answers, or has answered, under the entry's key; noted in the journal.

    Raises :class:`~kiosk.errors.HospitalError`.
    """
    request = await _request(equipment, entry)
    if entry.debt is Debt.CHECK_IN:
        await equipment.journal.sent(entry.key)
    ticket = await equipment.hospital.check_in(request)
    await note_ticket(equipment, entry.key, ticket)
    return ticket


async def note_ticket(equipment: Equipment, key: str, ticket: Ticket) -> None:
    """The hospital has answered. Raises :class:`~kiosk.errors.HospitalGarbled` for another ticket
    than it gave before under the same key, or than it gave to somebody else, and for one that is
    larger than the journal keeps."""
    mine = await equipment.journal.find(key)
    for other in (*equipment.journal.owed(), *equipment.journal.unfinished()):
        if other.encounter == ticket.encounter and not _may_share(mine, other):
            raise HospitalGarbled("$check-in: the ticket is another patient's")
    try:
        await equipment.journal.ticketed(key, ticket)
    except MoveNotAllowed as error:
        raise HospitalGarbled("$check-in: another ticket than before under this key") from error
    except ValueError as error:
        raise HospitalGarbled("$check-in: a ticket of more than 64 KiB") from error


def _may_share(mine: Entry, other: Entry) -> bool:
    """Whether two check-ins may have the same ticket. Who was not known yet may be anybody."""
    patients = [_patient(entry) for entry in (mine, other)]
    return "" in patients or patients[0] == patients[1]


def _patient(entry: Entry) -> str:
    """``""`` where it is not known, or cannot be read."""
    request = entry.details.request if entry.details else None
    return request.patient if request else ""


async def _tell(equipment: Equipment, entry: Entry) -> None:
    hospital, journal = equipment.hospital, equipment.journal
    match entry.debt:
        case Debt.PRINTED:
            await hospital.ticket_printed(_ticket(entry), True)
            await journal.confirmed(entry.key)
        case Debt.NOT_PRINTED:
            if not await on_paper_beside(equipment, entry):  # they came again since, and have it
                await hospital.ticket_printed(_ticket(entry), False)
            await journal.told(entry.key, Debt.NOT_PRINTED)
        case Debt.CHECK_IN:
            await ask_again(equipment, entry)
        case Debt.CANCEL:
            await _give_back(equipment, entry)
            await journal.told(entry.key, Debt.CANCEL)


async def _give_back(equipment: Equipment, entry: Entry) -> None:
    """The place, unless somebody has it: who had it before, or was given it since, also at another
    kiosk. Which check-ins there are is asked under the same key; so is a number that the hospital
    gave unheard."""
    try:
        now = await ask_again(equipment, entry)
    except (HospitalRefused, HospitalGarbled) as error:
        unanswered = isinstance(error, HospitalRefused) and says_nothing(error)
        if unanswered or not entry.encounter:
            raise
        now = _ticket(entry)  # what was asked cannot be read, or is not known any more
    ticket = _ticket(entry) if entry.encounter else now
    if ticket.reissued or await held_elsewhere(equipment, entry.key, now):
        return
    if not await held_beside(equipment, entry.key, ticket.encounter):
        await equipment.hospital.cancel(ticket)


async def _request(equipment: Equipment, entry: Entry) -> CheckIn:
    """What is asked, with the patient and with the number that they have already."""
    details = entry.details
    if details is None or details.request is None:
        raise HospitalGarbled("the journal cannot read what was asked")
    request = details.request
    if not request.patient:
        if details.document is None:
            raise HospitalGarbled("the journal does not know whose check-in it is")
        patient = await equipment.hospital.find(details.document)
        if patient is None:
            if not details.document.names_a_person:
                raise HospitalRefused(UNKNOWN_PATIENT)
            patient = await equipment.hospital.register(details.document)
        request = replace(request, patient=patient.id)
    if not request.service and not request.appointment:
        raise HospitalRefused(NO_SERVICE)
    if leased := leased_of(entry):
        return replace(request, leased=leased.number, begun=entry.began_at)
    return replace(request, provisional=entry.number) if entry.provisional else request


def _ticket(entry: Entry) -> Ticket:
    """The hospital's, or what is left of it where the details cannot be read."""
    if entry.details and entry.details.ticket:
        return entry.details.ticket
    return Ticket(
        encounter=entry.encounter,
        number="" if entry.provisional else entry.number,
        service=local("", ""),
        room="",
        floor="",
        direction=local("", ""),
        people_ahead=0,
        wait_minutes=None,
        issued_at=entry.began_at,
    )
