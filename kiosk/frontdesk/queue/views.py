"""What boards, consoles and phones show of the queue. No names and no ids of patients in it."""

from dataclasses import dataclass
from datetime import datetime

import msgspec

from kiosk.frontdesk.premises import Service, Text


@dataclass(frozen=True, slots=True)
class Call:
    """A number that was called into a room."""

    number: str
    room: str
    floor: str
    at: datetime
    again: bool
    """Called before, and not there."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A number that waits for another room than before."""

    number: str
    from_room: str
    to_room: str


@dataclass(frozen=True, slots=True)
class RoomLine:
    """A room, who is inside, and who is called next."""

    number: str
    floor: str
    service: Service
    doctor: str
    is_open: bool
    inside: str | None
    """The number; ``None`` if nobody was called."""
    next_numbers: tuple[str, ...]
    """The first five, in the order in which they are called."""
    waiting: int


@dataclass(frozen=True, slots=True)
class BoardView:
    hospital: Text
    title: Text
    calls: tuple[Call, ...]
    """The last five, the newest first; who was called again into the same room is there once."""
    rooms: tuple[RoomLine, ...]
    moves: tuple[Moved, ...]
    """Of the last 15 minutes, the oldest first; those of them who still wait."""


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """One who waits or is inside, as the doctor sees them."""

    number: str
    priority: bool
    """Goes ahead by law; also while a missed call makes them wait among the others."""
    absences: int
    """Calls that they missed in this line."""
    minutes: int
    """Since the check-in."""
    moved_from: str | None
    returning: bool
    """This service has seen them today already: they come back from elsewhere."""
    to_identify: bool = False
    """The kiosk could not see that they are who their card names, and nobody here has looked."""
    provisional: str = ""
    """The numbers on their papers, given by kiosks while this server was away, with spaces
    between; ``""`` for none."""


@dataclass(frozen=True, slots=True)
class ConsoleView:
    room: RoomLine
    inside: WaitingLine | None
    inside_minutes: int | None
    """Since they were called."""
    waiting: tuple[WaitingLine, ...]
    """In the order in which they are called."""
    transfer_to: tuple[Service, ...]
    shut: bool = False
    """Staff closed it, so that it calls nobody; outside its hours alone a room still calls."""


class TicketView(msgspec.Struct, frozen=True):
    """A ticket, as who holds it may see it. A struct, as thousands are made and compared at a
    time."""

    token: str
    number: str
    service: Text
    """Where they wait now: another one while they are transferred."""
    room: str
    floor: str
    way: Text
    status: str
    """Of FHIR's Encounter: ``arrived``, ``in-progress``, ``finished`` or ``cancelled``."""
    ahead: int
    """So many are called before; 0 for who does not wait."""
    wait: int
    """Expected minutes until the call; 0 for who does not wait."""
    moved_from: str | None
    back_to: str | None
    """The room that sent them here and waits for them; ``None`` if none did."""
    returned: bool
    """They have just come back to this room from elsewhere."""
    room_open: bool
    day: str
    """Of the check-in, ISO 8601."""
