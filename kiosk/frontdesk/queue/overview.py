"""Reads what boards, consoles and phones show: one reading of the lines for each view."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kiosk.frontdesk import refusals
from kiosk.frontdesk.clock import Clock, stamp
from kiosk.frontdesk.premises import Premises, Room, Text
from kiosk.frontdesk.queue.days import days_at
from kiosk.frontdesk.queue.moves import RETURN, way_back
from kiosk.frontdesk.queue.order import calling_order
from kiosk.frontdesk.queue.standings import Standings
from kiosk.frontdesk.queue.views import (
    BoardView,
    Call,
    ConsoleView,
    Moved,
    RoomLine,
    TicketView,
)
from kiosk.frontdesk.queue.waiting_line import minutes_since, waiting_line
from kiosk.frontdesk.records import Encounter, Present
from kiosk.frontdesk.store.kept_lines import RoomDay
from kiosk.frontdesk.store.rooms import MoveRow
from kiosk.frontdesk.store.store import Store

CALLS = 5
_CALLED_AGAIN = 4
"""So often one is called, or a board shows fewer calls than it could."""
NEXT = 5
MOVES_FOR = timedelta(minutes=15)
"""A move is shown for so long."""
CALLS_FOR = timedelta(hours=2)
"""After midnight the calls of the evening stay for so long."""
FINISHED_FOR = timedelta(minutes=30)
"""A phone is told for so long that the visit is over."""

_ALL_ROOMS = Text("Tất cả các phòng", "All rooms")


Shown = Present | Encounter
"""A ticket, of which no more is shown than of the first."""


@dataclass(slots=True)
class _Line:
    """One room's."""

    inside: Shown | None = None
    waiting: list[Shown] = field(default_factory=list)
    """In order of place, or of calling."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Who waits and who is inside, of all rooms, at one moment."""

    now: datetime
    by_room: Mapping[str, _Line]
    said: Mapping[str, RoomDay]
    """What staff said of rooms today."""
    moved: Mapping[str, MoveRow]
    """By encounter, of those who still wait where they were sent a short while ago."""


class Views:
    """Changes nothing, so it needs no transaction that writes."""

    def __init__(self, store: Store, premises: Premises, queues: Standings, now: Clock) -> None:
        self._store = store
        self._premises = premises
        self._queues = queues
        self._now = now

    def board(self, services: Collection[str] | None) -> BoardView:
        """The rooms of these services, or of all; codes that there are not are left out."""
        [view] = self.boards([services])
        return view

    def lines(self) -> Lines:
        """One reading for all boards and tickets that are shown at this moment."""
        now = self._now()
        return self._lines(now, self._in_order(self._store.rooms.active(days_at(now))))

    def _lines(self, now: datetime, by_room: Mapping[str, _Line]) -> Lines:
        return Lines(now, by_room, self._queues.opening.said(now), self._last_moves(now))

    def boards(
        self, selections: Iterable[Collection[str] | None], lines: Lines | None = None
    ) -> tuple[BoardView, ...]:
        """Several boards of :meth:`board`."""
        seen = lines or self.lines()
        return tuple(self._board(services, seen) for services in selections)

    def _board(self, services: Collection[str] | None, lines: Lines) -> BoardView:
        shown = [
            service
            for service in self._premises.services.values()
            if services is None or service.code in services
        ]
        rooms = {
            room.number: room for service in shown for room in self._premises.rooms_of(service.code)
        }
        return BoardView(
            self._premises.name,
            _ALL_ROOMS if services is None else _joined(service.name for service in shown),
            self._calls(tuple(rooms), lines.now),
            tuple(
                self._room_line(
                    room, lines.by_room.get(room.number, _Line()), lines.said, lines.now
                )
                for room in rooms.values()
            ),
            tuple(
                Moved(move.number, move.from_room, move.to_room)
                for move in lines.moved.values()
                if move.from_room in rooms or move.to_room in rooms
            ),
        )

    def console(self, room: str) -> ConsoleView:
        """One room for its doctor. Refuses with ``room-not-found``."""
        found = self._premises.rooms.get(room)
        if found is None:
            raise refusals.room_not_found()
        now = self._now()
        days = days_at(now)
        waiting = [one for one in self._store.rooms.line(found.service, days) if one.room == room]
        inside = self._store.rooms.inside(room, days)
        line = {one.id: one for one in waiting}
        ordered = self._in_order(waiting).get(room, _Line())
        seen = self._store.rooms.seen(found.service, days)
        said = self._queues.opening.said(now)
        return ConsoleView(
            self._room_line(found, _Line(inside, ordered.waiting), said, now),
            waiting_line(inside, seen, now) if inside else None,
            minutes_since(inside.called, now) if inside and inside.called else None,
            tuple(waiting_line(line[one.id], seen, now) for one in ordered.waiting),
            tuple(
                service
                for service in self._premises.services.values()
                if service.code != found.service
            ),
            self._queues.opening.shut(room, now),
        )

    def tickets(self, tokens: Collection[str], lines: Lines | None = None) -> dict[str, TicketView]:
        """Those of these tokens that are tickets of today, without those that finished more than
        half an hour ago; at night also who still waits from the evening."""
        seen = lines or self.lines()
        past = self._store.rooms.past(days_at(seen.now), stamp(seen.now - FINISHED_FOR))
        return self._tickets(seen, tokens) | self._left(past, tokens)

    def ticket(self, token: str) -> TicketView | None:
        """One ticket, however long ago it finished; ``None`` if no ticket that counts today has
        this token."""
        now = self._now()
        days = days_at(now)
        found = self._store.encounters.by_token(token)
        if found is None:
            return None
        if found.status == "arrived":
            same = self._store.rooms.line(found.queue, days)
            mine = (one for one in same if one.room == found.room)
            return self._tickets(self._lines(now, self._in_order(mine)), {token}).get(token)
        if found.day != days.today and (found.called or "") < days.since:
            return None
        if found.status == "in-progress":
            return self._tickets(self._lines(now, {found.room: _Line(found)}), {token})[token]
        return self._left([found], {token})[token]

    def has_ticket(self, token: str) -> bool:
        """Whether :meth:`ticket` has something to show, without reading a line for it."""
        days = days_at(self._now())
        found = self._store.encounters.by_token(token)
        return found is not None and (
            found.day == days.today or (found.called or found.issued) >= days.since
        )

    def _tickets(self, lines: Lines, tokens: Collection[str]) -> dict[str, TicketView]:
        """Those of these tokens that wait or are inside."""
        now, said = lines.now, lines.said
        views: dict[str, TicketView] = {}
        back = {encounter for encounter, move in lines.moved.items() if move.reason == RETURN}
        for number, line in lines.by_room.items():
            place = _Place(
                self._premises.room_of(number),
                number in self._premises.rooms
                and self._queues.opening.minutes(number, now, said) > 0,
                back,
            )
            if line.inside and line.inside.token in tokens:
                views[line.inside.token] = self._view(line.inside, place, 0, 0)
            time = self._queues.time(number)
            for ahead, one in enumerate(line.waiting):
                if one.token in tokens:
                    views[one.token] = self._view(one, place, ahead, time.wait(ahead, now))
        return views

    def _left(self, past: Iterable[Encounter], tokens: Collection[str]) -> dict[str, TicketView]:
        """Those of these tokens that do not wait any more."""
        return {
            one.token: self._view(one, _Place(self._premises.room_of(one.room)), 0, 0)
            for one in past
            if one.token in tokens
        }

    def _view(self, one: Shown, place: "_Place", ahead: int, wait: int) -> TicketView:
        room = place.room
        return TicketView(
            one.token,
            one.number,
            self._premises.service_of(one.queue).name,
            room.number,
            room.floor,
            room.way,
            one.status,
            ahead,
            wait,
            one.moved_from,
            next(reversed(way_back(one.back_to)), None),
            one.id in place.back,
            place.is_open,
            one.day,
        )

    def _in_order(self, found: Iterable[Shown]) -> dict[str, _Line]:
        """The lines by room, each in the order in which it is called; ``found`` is in order of
        place."""
        lines: dict[str, _Line] = {}
        for one in found:
            line = lines.setdefault(one.room, _Line())
            if one.status == "in-progress":
                line.inside = one
            else:
                line.waiting.append(one)
        # Another server may have called since, and then the order is another one.
        self._queues.times.look_again()
        self._queues.times.of(lines)
        for room, line in lines.items():
            in_row = self._queues.time(room).in_row
            line.waiting = list(calling_order(line.waiting, in_row, self._premises.streak))
        return lines

    def _room_line(
        self, room: Room, line: _Line, said: Mapping[str, RoomDay], now: datetime
    ) -> RoomLine:
        told = said.get(room.number)
        return RoomLine(
            room.number,
            room.floor,
            self._premises.service_of(room.service),
            (told.doctor if told else "") or room.doctor.name,
            self._queues.opening.minutes(room.number, now, said) > 0,
            line.inside.number if line.inside else None,
            tuple(one.number for one in line.waiting[:NEXT]),
            len(line.waiting),
        )

    def _calls(self, rooms: tuple[str, ...], now: datetime) -> tuple[Call, ...]:
        if not rooms:
            return ()
        newest: dict[tuple[str, str], Call] = {}
        for call in self._store.rooms.calls(rooms, days_at(now, CALLS_FOR), CALLS * _CALLED_AGAIN):
            shown = Call(
                call.number,
                call.room,
                self._premises.room_of(call.room).floor,
                datetime.fromisoformat(call.at),
                bool(call.again),
            )
            newest.setdefault((call.number, call.room), shown)
        return tuple(newest.values())[:CALLS]

    def _last_moves(self, now: datetime) -> dict[str, MoveRow]:
        """By encounter, of those who still wait where they were sent a short while ago."""
        moves = self._store.rooms.moves(days_at(now), stamp(now - MOVES_FOR))
        # Of who moved twice the last one: later entries replace earlier ones.
        return {move.encounter: move for move in moves}


@dataclass(frozen=True, slots=True)
class _Place:
    room: Room
    is_open: bool = True
    back: Collection[str] = ()
    """Encounters that have just come back to their rooms."""


def _joined(names: Iterable[Text]) -> Text:
    texts = tuple(names)
    return Text(" · ".join(text.vi for text in texts), " · ".join(text.en for text in texts))
