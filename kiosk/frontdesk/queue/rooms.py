"""What staff do in a room: open it, call, send on, close it.

A console shows who is inside and sends that number back with each action (``shown``; ``""`` for
nobody), so that two consoles of one room, or a double click, do not call two patients: whoever
comes second is refused with ``console-stale`` and nothing happens. ``None`` asks for no such check.
"""

import unicodedata
from datetime import datetime

from msgspec.structs import replace

from kiosk.frontdesk import refusals
from kiosk.frontdesk.clock import Clock, stamp
from kiosk.frontdesk.premises import Premises, Room
from kiosk.frontdesk.queue.days import days_at
from kiosk.frontdesk.queue.moves import CALLED, Moves, Spread
from kiosk.frontdesk.queue.order import place_after
from kiosk.frontdesk.queue.routing import next_call
from kiosk.frontdesk.queue.standings import Standings
from kiosk.frontdesk.records import Encounter
from kiosk.frontdesk.store.kept_lines import RoomDay
from kiosk.frontdesk.store.store import Store

NAME_LENGTH = 80
"""Of a doctor's name, in characters."""
_TYPED = 4 * NAME_LENGTH
"""With the marks of letters that were typed apart, and spaces."""


class Rooms:
    """Each method belongs into one transaction, and each is audited.

    All refuse with ``room-not-found`` where the premises have no such room.
    """

    def __init__(self, store: Store, premises: Premises, queues: Standings, now: Clock) -> None:
        self._store = store
        self._premises = premises
        self._queues = queues
        self._now = now
        self._moves = Moves(store, premises, queues)

    def open(self, room: str, doctor: str = "") -> None:
        """Open a room until its hours end the next time, or until it is closed.

        Who was left waiting in closed rooms of the service is spread again.
        """
        here, now = self._room(room), self._now()
        self._say(room, 1, _name(doctor), now)
        self._store.audit("open-room", room)
        for other in self._premises.rooms_of(here.service):
            if self._queues.opening.shut(other.number, now):
                self._moves.spread(other.number, now)

    def close(self, room: str) -> Spread:
        """Close a room for today. Who waits for it is spread over the others of its service,
        those with an appointment and those who came back from elsewhere too; who is inside stays
        until they are done."""
        self._room(room)
        now = self._now()
        self._say(room, 0, "", now)
        self._store.audit("close-room", room)
        return self._moves.spread(room, now)

    def set_doctor(self, room: str, doctor: str) -> None:
        """Say who works in a room today; empty: the doctor of the premises."""
        self._room(room)
        now = self._now()
        name, day = _name(doctor), now.date().isoformat()
        said = self._queues.opening.said(now).get(room) or RoomDay(room, None, "", stamp(now))
        self._store.rooms.say(day, replace(said, doctor=name))
        self._store.audit("set-doctor", room)

    def call_next(self, room: str, shown: str | None = None) -> Encounter | None:
        """End who is inside, and call who is next: ``None`` if nobody waits.

        Who was sent here from another room goes back there. Outside its hours a room calls too:
        the doctor is there. Refuses with ``room-closed`` if staff closed it, ``console-stale``.
        """
        here, now = self._room(room), self._now()
        if self._queues.opening.shut(room, now):
            raise refusals.room_closed()
        inside = self._inside(room, shown, now)
        if inside:
            self._end(inside, now)
        for forgotten in self._store.rooms.forgotten(room, days_at(now)):
            # Nobody knows when they left, so there is no stay to learn from.
            self._store.rooms.finish(forgotten.id)
            self._store.audit("done", forgotten.id)
        ticket = self._next(here, now)
        self._store.audit("call-next", ticket.id if ticket else room)
        if ticket is None:
            return None
        called = replace(ticket, status="in-progress", called=stamp(now))
        if ticket.room == room:
            self._store.rooms.put(called)
        else:
            called = self._moves.move(called, room, CALLED, now)
        self._store.rooms.note_call(now.date().isoformat(), called, stamp(now), again=False)
        self._queues.times.forget(room)
        return called

    def call_again(self, room: str, shown: str | None = None) -> Encounter:
        """Call who was called once more. Refuses with ``nobody-called``, ``console-stale``."""
        ticket, now = self._called(room, shown)
        self._store.rooms.note_call(now.date().isoformat(), ticket, stamp(now), again=True)
        self._store.audit("call-again", ticket.id)
        return ticket

    def absent(self, room: str, shown: str | None = None) -> Encounter:
        """Who was called is not there: back into the line, after three others.

        Refuses with ``nobody-called``, ``console-stale``.
        """
        ticket, now = self._called(room, shown)
        queue = self._premises.rooms[room].service
        line = self._store.rooms.line(queue, days_at(now))
        others = [one for one in line if one.room == room]
        # Not what was kept a moment ago: another server may have called for this room.
        self._queues.times.forget(room)
        in_row = self._queues.times.of([room])[room].in_row
        seat = place_after(others, ticket, in_row, self._premises.streak)
        back = replace(
            ticket,
            status="arrived",
            called=None,
            place=seat.place,
            priority=int(seat.priority),
            absences=ticket.absences + 1,
        )
        self._store.rooms.put(back)
        self._store.rooms.shift((place, others[at].id) for at, place in seat.moved.items())
        self._store.audit("absent", ticket.id)
        self._queues.times.forget(room)
        if self._queues.opening.shut(room, now):
            self._moves.spread(room, now)
        return self._again(back)

    def done(self, room: str, shown: str | None = None) -> Encounter:
        """End who is inside without calling another.

        Refuses with ``nobody-called``, ``console-stale``.
        """
        ticket, now = self._called(room, shown)
        return self._end(ticket, now)

    def transfer(self, room: str, service: str, shown: str | None = None) -> Encounter:
        """Send who is inside to another service, with the same number and in their order of
        arrival, and back to this room when they are done there.

        Refuses with ``nobody-called``, ``console-stale``, ``service-closed``, and with ``invalid``
        for a service that does not exist or is the room's own.
        """
        ticket, now = self._called(room, shown)
        if service not in self._premises.services or service == ticket.queue:
            raise refusals.invalid("no other service has this code")
        # Before anything is written: this may refuse.
        sent = self._moves.send(ticket, service, now)
        self._store.rooms.note_stay(now.date().isoformat(), ticket, stamp(now))
        self._store.audit("transfer", ticket.id)
        self._queues.times.forget(room)
        return sent

    def _end(self, ticket: Encounter, now: datetime) -> Encounter:
        self._store.rooms.note_stay(now.date().isoformat(), ticket, stamp(now))
        self._store.audit("done", ticket.id)
        self._queues.times.forget(ticket.room)
        if ticket.back_to:
            return self._moves.bring_back(ticket, now)
        self._store.rooms.finish(ticket.id)
        return self._again(ticket)

    def _next(self, room: Room, now: datetime) -> Encounter | None:
        # Not what was kept a moment ago: another server may have called for this room.
        self._queues.times.forget(room.number)
        line = {one.id: one for one in self._store.rooms.line(room.service, days_at(now))}
        loads = self._queues.rooms(room.service, now)
        here = next(load for load in loads if load.number == room.number)
        found = next_call(here, self._moves.in_lines(line.values(), now), self._premises.streak)
        return line[found.ticket] if found else None

    def _called(self, room: str, shown: str | None) -> tuple[Encounter, datetime]:
        self._room(room)
        now = self._now()
        inside = self._inside(room, shown, now)
        if inside is None:
            raise refusals.nobody_called()
        return inside, now

    def _inside(self, room: str, shown: str | None, now: datetime) -> Encounter | None:
        inside = self._store.rooms.inside(room, days_at(now))
        if shown is not None and shown != (inside.number if inside else ""):
            raise refusals.console_stale()
        return inside

    def _room(self, room: str) -> Room:
        found = self._premises.rooms.get(room)
        if found is None:
            raise refusals.room_not_found()
        return found

    def _say(self, room: str, is_open: int, doctor: str, now: datetime) -> None:
        """Note that a room opens or closes; the doctor stays who it was unless named."""
        said = self._queues.opening.said(now).get(room)
        kept = doctor or (said.doctor if said else "")
        self._store.rooms.say(now.date().isoformat(), RoomDay(room, is_open, kept, stamp(now)))

    def _again(self, ticket: Encounter) -> Encounter:
        """As it is stored now."""
        return self._store.encounters.encounter(ticket.id) or ticket


def _name(doctor: str) -> str:
    """A doctor's name as staff typed it. Refuses with ``invalid`` what is too long for a sign."""
    # Before it is composed: that takes the square of a row of marks.
    if len(doctor) > _TYPED:
        raise refusals.invalid(f"a doctor's name has at most {NAME_LENGTH} letters")
    name = unicodedata.normalize("NFC", " ".join(doctor.split()))
    if len(name) > NAME_LENGTH or not name.isprintable():
        raise refusals.invalid(f"a doctor's name has at most {NAME_LENGTH} letters")
    return name
