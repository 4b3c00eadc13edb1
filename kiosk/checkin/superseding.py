"""A patient who comes again: what was begun for them before must not disturb what they get now.

A number that they left without paper is theirs again; one that was to be given back no longer is,
where the hospital answers that very number now.
"""

from dataclasses import replace

from kiosk.checkin.asking import failure_of
from kiosk.checkin.equipment import Equipment
from kiosk.checkin.failures import Step
from kiosk.checkin.settling import ask_again
from kiosk.errors import HospitalError, JournalError
from kiosk.journal.entry import Debt, Entry, State
from kiosk.log import log
from kiosk.model.checkin import Ticket


def earlier(equipment: Equipment, patient: str, holder: bytes, key: str) -> tuple[str, ...]:
    """Keys of what is begun and on no paper, or is a number that the hospital does not know of
    yet, of this patient (``""`` where they are not known) or of this document's holder; without
    ``key``, in their order."""
    journal = equipment.journal
    live = {entry.key: entry for entry in (*journal.unfinished(), *journal.owed())}
    live.pop(key, None)
    return tuple(
        key
        for key, entry in sorted(live.items())
        if (not entry.paper or _untold(entry)) and _is_of(entry, patient, holder)
    )


async def learn(equipment: Equipment, keys: tuple[str, ...]) -> None:
    """Ask what the hospital answered where that was never heard. What it does not say now it will
    say later: these go on as they are. Whoever calls this has the keys alone."""
    for key in keys:
        try:
            entry = await equipment.journal.find(key)
            if entry.state is State.PENDING and not entry.provisional:
                await equipment.journal.abandoned(key, Debt.NONE)
            elif not entry.encounter and entry.debt in (Debt.CHECK_IN, Debt.CANCEL):
                await ask_again(equipment, entry)
        except HospitalError as error:
            log("hospital-error", kind=failure_of(error, Step.CHECK_IN).kind, step="check-in")
        except JournalError:
            continue  # it was settled meanwhile


async def superseded(equipment: Equipment, keys: tuple[str, ...], ticket: Ticket) -> None:
    """The ticket takes the place of those of ``keys`` that are for the same check-in of the
    hospital: nothing of it is cancelled on their account any more. What is perhaps on paper
    waits until it is known that the new ticket is. Whoever calls this has the keys alone."""
    for key in keys:
        try:
            entry = await equipment.journal.find(key)
            if entry.encounter != ticket.encounter:
                continue
            if entry.state is State.TICKETED and not _perhaps_on_paper(entry):
                await equipment.journal.abandoned(key, Debt.NONE)
            elif entry.debt is Debt.CANCEL:
                await equipment.journal.told(key, Debt.CANCEL)
        except JournalError:
            continue  # it was settled meanwhile


async def not_yet_on_paper(equipment: Equipment, keys: tuple[str, ...], ticket: Ticket) -> Ticket:
    """The ticket, no longer ``reissued`` if it is the one that was left before printing: if this
    patient walks away too, nobody holds it. Of one whose printing had begun there may be paper."""
    if ticket.reissued:
        for key in keys:
            try:
                entry = await equipment.journal.find(key)
            except JournalError:
                continue
            before = entry.details.ticket if entry.details else None
            same = before is not None and before.encounter == ticket.encounter
            if before and same and not before.reissued and not _perhaps_on_paper(entry):
                return replace(ticket, reissued=False)
    return ticket


def _perhaps_on_paper(entry: Entry) -> bool:
    """Its printing was begun, and who stood there may have a part of it, or staff look for them.
    That remains true if they now walk away from the next one."""
    return entry.printing_begun or entry.provisional or entry.state is State.REJECTED


def _untold(entry: Entry) -> bool:
    """They have a number: the hospital must hear of that before it gives them another."""
    return entry.provisional and not entry.encounter


def _is_of(entry: Entry, patient: str, holder: bytes) -> bool:
    if holder and entry.holder == holder:
        return True
    request = entry.details.request if entry.details else None
    return bool(patient) and request is not None and request.patient == patient
