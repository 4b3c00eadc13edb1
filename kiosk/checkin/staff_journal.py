"""Check-ins as staff see them on the kiosk's screen, and what they do about one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from kiosk.checkin.clock import HOSPITAL_ZONE
from kiosk.checkin.equipment import Equipment
from kiosk.checkin.settling import settle
from kiosk.checkin.staff_printing import copy_of
from kiosk.checkin.staff_screens import EntryDeed, Listed, Said
from kiosk.checkin.troubles import UNHEARD
from kiosk.errors import HospitalAway, HospitalError, JournalError
from kiosk.journal.entry import Debt, Entry, State

MOST = 60
"""Check-ins in one list: more are looked for with ``kiosk journal list``."""


async def listed(equipment: Equipment, which: Listed) -> tuple[Entry, ...]:
    """The newest first, without what tells who they are."""
    today = equipment.clock.now().date()
    found = await equipment.journal.newest(_wanted(which, today), MOST)
    return tuple(without_person(entry) for entry in found)


def without_person(entry: Entry) -> Entry:
    """What may stand on a page that strangers see."""
    return replace(entry, details=None, holder=b"")


def deeds_of(equipment: Equipment, entry: Entry) -> tuple[EntryDeed, ...]:
    """What can be done with it as it is, in the order in which it is offered. ``entry`` has its
    details, as far as they are kept."""
    deeds = [EntryDeed.SHOW] if entry.details and entry.details.short_name else []
    if _can_be_told(entry):
        deeds.append(EntryDeed.RETRY)
    if entry.state is not State.ABANDONED and copy_of(entry, equipment.rules, "vi") is not None:
        deeds.append(EntryDeed.PRINT)
    if _debt_of_giving_up(entry) is not None:
        deeds.append(EntryDeed.GIVE_UP)
    if entry.state is State.REJECTED:
        deeds.append(EntryDeed.DEALT_WITH)
    return tuple(deeds)


async def retry(equipment: Equipment, key: str) -> tuple[Said, str]:
    """Tell the hospital now, once; what came of it, and the code of a refusal."""
    try:
        await equipment.journal.retry(key)
    except JournalError:
        return Said.CHANGED, ""
    return await _settled(equipment, key)


async def give_up(equipment: Equipment, key: str) -> tuple[Said, str]:
    """Nobody will come: the hospital takes the number back, now or as soon as it answers."""
    journal = equipment.journal
    try:
        async with equipment.underway.alone(key):
            debt = _debt_of_giving_up(await journal.find(key))
            if debt is None:
                return Said.CHANGED, ""
            await journal.abandoned(key, debt)
    except JournalError:
        return Said.CHANGED, ""
    return await _settled(equipment, key)


async def dealt_with(equipment: Equipment, key: str) -> Said:
    """Staff have done by hand what was to be done: nothing is asked of the hospital."""
    journal = equipment.journal
    try:
        async with equipment.underway.alone(key):
            if (await journal.find(key)).state is not State.REJECTED:
                return Said.CHANGED
            await journal.abandoned(key, Debt.NONE)
    except JournalError:
        return Said.CHANGED
    return Said.DONE


async def _settled(equipment: Equipment, key: str) -> tuple[Said, str]:
    try:
        refused = await settle(equipment, key)
    except HospitalAway:
        return Said.NO_ANSWER, ""
    except HospitalError:
        return Said.GARBLED, ""
    except JournalError:
        return Said.CHANGED, ""
    return (Said.REFUSED, refused) if refused else (Said.TOLD, "")


def _can_be_told(entry: Entry) -> bool:
    """Whether there is something to tell the hospital, and what it was asked is still known."""
    if entry.debt is Debt.NONE or (entry.debt is Debt.CHECK_IN and entry.details is None):
        return False
    return entry.state is State.REJECTED or not entry.settled


def _debt_of_giving_up(entry: Entry) -> Debt | None:
    """What the hospital is owed when nobody will come; ``None`` where there is nothing to give
    back, or the hospital must first hear of the paper that the patient has."""
    match entry.state:
        case State.PENDING:
            return Debt.NONE  # a number ahead goes back by itself: kiosk.checkin.keeping_ahead
        case State.SENT | State.TICKETED:
            return Debt.CANCEL
        case State.REJECTED if entry.encounter or entry.reason in UNHEARD:
            return Debt.CANCEL
        case _:
            return None


def _wanted(which: Listed, today: date) -> Callable[[Entry], bool]:
    def waiting(entry: Entry) -> bool:
        return entry.debt is not Debt.NONE and not entry.settled

    def rejected(entry: Entry) -> bool:
        return entry.state is State.REJECTED

    def provisional(entry: Entry) -> bool:
        return entry.provisional and entry.began_at.astimezone(HOSPITAL_ZONE).date() == today

    def latest(entry: Entry) -> bool:
        return True

    return {
        Listed.WAITING: waiting,
        Listed.REJECTED: rejected,
        Listed.PROVISIONAL: provisional,
        Listed.LATEST: latest,
    }[which]
