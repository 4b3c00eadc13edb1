"""Several check-ins may have one place: whoever comes again is answered the one that they have.

So a place is not given back on account of one check-in while another one has it in a hand.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from kiosk.checkin.equipment import Equipment
from kiosk.journal.entry import Debt, Entry, State
from kiosk.model.checkin import Ticket


@asynccontextmanager
async def one_at_a_time(equipment: Equipment, holder: bytes, patient: str) -> AsyncIterator[None]:
    """Nothing is asked or given back meanwhile for the holder of this document, or for this
    patient; ``b""`` and ``""`` for whom nobody knows.

    Take it after the check-ins' own locks, never before.
    """
    async with AsyncExitStack() as alone:
        # Always in this order, or two could wait for each other.
        for name in (f"holder {holder.hex()}" if holder else "", f"patient {patient}"):
            if name and name != "patient ":
                await alone.enter_async_context(equipment.underway.alone(name))
        yield


async def on_paper_beside(equipment: Equipment, entry: Entry) -> bool:
    """Whether another check-in has the same place on paper. Also settled ones are looked at."""
    return any(other.paper for other in await _beside(equipment, entry.key, entry.encounter))


async def held_beside(equipment: Equipment, key: str, encounter: str) -> bool:
    """Whether another check-in than ``key`` has this place for somebody: on paper or perhaps on
    paper, in a visit that goes on, or in the list of staff."""
    return any(_holds(equipment, other) for other in await _beside(equipment, key, encounter))


async def held_elsewhere(equipment: Equipment, key: str, ticket: Ticket) -> bool:
    """Whether another kiosk was answered this ticket, too: its patient is there now. Where the
    hospital does not tell the check-ins of a ticket, nobody knows."""
    ours = {other.key for other in await _beside(equipment, key, ticket.encounter)}
    return not ours.issuperset(set(ticket.keys) - {key})


async def _beside(equipment: Equipment, key: str, encounter: str) -> tuple[Entry, ...]:
    found = await equipment.journal.sharing(encounter=encounter)
    return tuple(other for other in found if other.key != key)


def _holds(equipment: Equipment, other: Entry) -> bool:
    match other.state:
        case State.PRINTED | State.CONFIRMED:
            return True
        case State.REJECTED:
            return other.debt is not Debt.CANCEL
        case State.TICKETED:
            # One that waits for its patient is no reason: they get another number.
            begun = other.debt is Debt.NOT_PRINTED or other.provisional
            return begun or equipment.underway.held(other.key)
        case _:
            return False
