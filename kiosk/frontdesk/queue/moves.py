"""Tickets that change their room: sent on, brought back, spread over other rooms. Each is noted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from msgspec.structs import replace

from kiosk.frontdesk.clock import stamp
from kiosk.frontdesk.premises import Premises
from kiosk.frontdesk.queue import routing
from kiosk.frontdesk.queue.days import days_at
from kiosk.frontdesk.queue.routing import InLine, Move
from kiosk.frontdesk.queue.standings import Standings
from kiosk.frontdesk.records import Encounter
from kiosk.frontdesk.store.store import Store

CLOSED = "room-closed"
CALLED = "called-by-another"
TRANSFER = "transfer"
RETURN = "return"
_SLASH = "/"
"""Between the rooms of a way back; no room's number has one."""


@dataclass(frozen=True, slots=True)
class Spread:
    """What became of those who waited for a room."""

    moves: tuple[Move, ...]
    remaining: int
    """So many found no other room that takes patients. They keep their place: they go on when
    another room of the service opens or is free, or when this one opens again."""


class Moves:
    """Each method belongs into one transaction."""

    def __init__(self, store: Store, premises: Premises, queues: Standings) -> None:
        self._store = store
        self._premises = premises
        self._queues = queues

    def in_lines(self, line: Iterable[Encounter], now: datetime) -> tuple[InLine, ...]:
        """As routing sees who waits. Nobody is bound to a room that staff closed, or that the
        premises have no more."""
        said = self._queues.opening.said(now)
        shut = {room for room, told in said.items() if told.is_open == 0}
        return tuple(
            InLine(
                ticket.id,
                ticket.room,
                bool(ticket.priority),
                bool(ticket.bound or ticket.absences)
                and ticket.room in self._premises.rooms
                and ticket.room not in shut,
                ticket.place,
                (now - datetime.fromisoformat(ticket.issued)).total_seconds() / 60,
            )
            for ticket in line
        )

    def spread(self, room: str, now: datetime) -> Spread:
        """Send all who wait for a room to others of its service, as far as those take patients."""
        service = self._premises.rooms[room].service
        line = self._store.rooms.line(service, days_at(now))
        waiting = {ticket.id: ticket for ticket in line if ticket.room == room}
        others = [load for load in self._queues.rooms(service, now) if load.number != room]
        leaving = self.in_lines(waiting.values(), now)
        moves = routing.spread(leaving, others, self._premises.streak)
        for move in moves:
            gone = replace(waiting[move.ticket], bound=0, absences=0)
            self.move(gone, move.to_room, CLOSED, now)
        return Spread(moves, len(waiting) - len(moves))

    def send(self, ticket: Encounter, service: str, now: datetime) -> Encounter:
        """Send who is inside a room to another service, in their order of arrival.

        To the service that they came from they go back as :meth:`bring_back` says. Refuses with
        ``service-closed``.
        """
        way = way_back(ticket.back_to)
        if way and self._premises.room_of(way[-1]).service == service:
            return self.bring_back(ticket, now)
        best = self._queues.choose(service, self._queues.rooms(service, now), bool(ticket.reasons))
        # X-ray sends on to the laboratory, and both to the doctor who asked for them; a doctor
        # who sends on wants to see the patient again.
        if not self._premises.service_of(ticket.queue).internal:
            here = way.index(ticket.room) if ticket.room in way else len(way)
            way = (*way[:here], ticket.room)
        again = replace(_waiting_again(ticket), queue=service, back_to=_SLASH.join(way), bound=0)
        return self.move(again, best.number, TRANSFER, now)

    def bring_back(self, ticket: Encounter, now: datetime) -> Encounter:
        """Send who is done elsewhere back to the room that sent them, at their old place.

        If that is closed and nobody works there, another room of its service takes them; if none
        does, they wait for it all the same.
        """
        *way, home = way_back(ticket.back_to)
        service = self._premises.room_of(home).service or ticket.service
        room = self._instead_of(home, service, bool(ticket.reasons), now)
        moved = self.move(
            replace(
                _waiting_again(ticket),
                queue=service,
                back_to=_SLASH.join(way) or None,
                bound=int(room == home),
            ),
            room,
            RETURN,
            now,
        )
        back = replace(moved, moved_from=None if room == home else home)
        self._store.rooms.put(back)
        return back

    def _instead_of(self, home: str, service: str, priority: bool, now: datetime) -> str:
        if self._works(home, now):
            return home
        others = (load for load in self._queues.rooms(service, now) if load.number != home)
        best = routing.choose_room(others, priority, self._premises.streak)
        return best.number if best else home

    def _works(self, room: str, now: datetime) -> bool:
        """Whether somebody calls there: in its hours, and after them while a patient is inside;
        but not once staff closed it, nor if the premises have it no more."""
        opening = self._queues.opening
        if room not in self._premises.rooms or opening.shut(room, now):
            return False
        return opening.open_for(room, now) > 0 or bool(self._store.rooms.inside(room, days_at(now)))

    def move(self, ticket: Encounter, room: str, reason: str, now: datetime) -> Encounter:
        """Note a move and store the ticket with it."""
        moved = replace(ticket, room=room, moved_from=ticket.room)
        self._store.rooms.note_move(now.date().isoformat(), ticket, room, reason, stamp(now))
        self._store.rooms.put(moved)
        return moved


def way_back(back_to: str | None) -> tuple[str, ...]:
    """The rooms that wait for a ticket with this ``back_to``, the next one last."""
    return tuple(back_to.split(_SLASH)) if back_to else ()


def _waiting_again(ticket: Encounter) -> Encounter:
    """In order of arrival, and ahead by law again if a missed call had ended that."""
    return replace(
        ticket,
        status="arrived",
        called=None,
        place=ticket.arrived,
        absences=0,
        priority=int(bool(ticket.reasons)),
    )
