"""Numbers that kiosks have ahead, and give to patients while this server cannot be asked.

A number comes from the day's counter, so that nobody else can have it, and leads to the room that
its patient would get now. That room is looked at again whenever the kiosk asks for more, and when
the check-in is told at last: patients need a door to sit down at, and no service has a waiting area
that is common to its rooms. What became of each number stays in the records.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from math import isinf

import msgspec

from kiosk.frontdesk import refusals
from kiosk.frontdesk.clock import HOSPITAL_TIME, Clock, stamp
from kiosk.frontdesk.premises import Premises, Service
from kiosk.frontdesk.queue.allowance import Allowance
from kiosk.frontdesk.queue.asked import CheckIn, LeaseAsked
from kiosk.frontdesk.queue.days import Days, days_at
from kiosk.frontdesk.queue.moves import CLOSED, Moves
from kiosk.frontdesk.queue.routing import RoomLoad, choose_room
from kiosk.frontdesk.queue.rules import ticket_number
from kiosk.frontdesk.queue.standings import Standings
from kiosk.frontdesk.records import LEASED, RETURNED, USED, Encounter, Lease, LeaseBlock, Waiting
from kiosk.frontdesk.store.store import Store

_SHARE = 2.0**-6
"""Of the way from who came before to who came after. Those of an outage come one after the other
into the same gap: floats have room for two thousand of them."""


class Leases:
    """Methods that change something belong into a transaction, and are audited."""

    def __init__(self, store: Store, premises: Premises, queues: Standings, now: Clock) -> None:
        self._store = store
        self._premises = premises
        self._queues = queues
        self._moves = Moves(store, premises, queues)
        self._now = now

    def lease(self, asked: LeaseAsked) -> tuple[Lease, ...]:
        """What the kiosk may give to patients from now on: of those that it holds the ones that
        still lead somewhere, and as many more as it wants and the hospital lets it have.

        Refuses with ``not-offered``, ``key-reused``, and ``invalid`` for a service that patients
        cannot choose.
        """
        if not self._premises.leased_numbers:
            raise refusals.no_leases()
        services = [(self._service(code), count) for code, count in asked.wanted]
        block = self._store.leases.block(asked.key)
        if block and block.digest != asked.digest():
            raise refusals.key_reused()
        now = self._now()
        out = self._out(asked.kiosk, now)
        queues = _Queues(self._queues, self._store.leases.out_by_room(_day(now)), now)
        held = [out[number] for number in dict.fromkeys(asked.held) if number in out]
        kept = [one for each in held if (one := self._renewed(each, queues, now))]
        if block:
            known = {one.number for one in held}
            more = [one for one in out.values() if one.block == asked.key]
            return (*kept, *(one for one in more if one.number not in known))
        return (*kept, *self._new(asked, services, queues))

    def give_back(self, kiosk: str, numbers: Iterable[str]) -> int:
        """The kiosk has given these to nobody and will not. Answers how many it still had: those
        that were used or given back before stay what they are."""
        out = self._out(kiosk, self._now())
        back = [out[number] for number in dict.fromkeys(numbers) if number in out]
        for lease in back:
            self._give_back(lease)
        return len(back)

    def lapse(self) -> None:
        """What kiosks had of earlier days was not used: a new day has begun."""
        self._store.leases.lapse(_day(self._now()))

    def claimed(self, request: CheckIn, service: str) -> Lease:
        """The number that a kiosk gave to a patient, if it was the kiosk's to give.

        Refuses with ``lease-not-found``, ``lease-used`` and ``lease-lapsed``.
        """
        begun = self._begun(request)
        lease = self._store.leases.lease(_day(begun), request.leased)
        mine = (request.kiosk, self._store.who, service)
        if lease is None or (lease.kiosk, lease.who, lease.service) != mine:
            raise refusals.lease_not_found()
        if lease.state == USED:
            raise refusals.lease_used()
        given = stamp(begun)
        if lease.state == RETURNED or not days_at(self._now()).since <= given < lease.ends:
            raise refusals.lease_lapsed()
        return lease

    def given_at(self, request: CheckIn, lease: Lease) -> str:
        """When the patient got the number, ISO 8601 with +07:00; of a kiosk whose clock is wrong
        not before it had that, and not after now."""
        return max(stamp(self._begun(request)), lease.at)

    def open_one(self, patient: str, lease: Lease, days: Days) -> Encounter | None:
        """The ticket that the patient holds for the number's service; also one of the number's day
        that is too old to be called, as there is one of a day."""
        encounters = self._store.encounters
        day = Days(lease.day, lease.day, lease.day)
        return encounters.open_one(patient, lease.service, days) or encounters.open_one(
            patient, lease.service, day
        )

    def room(self, lease: Lease, rooms: Mapping[str, RoomLoad]) -> RoomLoad | None:
        """Where the patient was sent, if that is open still."""
        told = rooms.get(lease.room)
        return told if told and told.open_for > 0 else None

    def issue(self, ticket: Encounter, told: str) -> Encounter:
        """Store the ticket where its patient has stood since they got it. Where they were ``told``
        a room that is closed by now, boards and phones say which one it is."""
        leases, now = self._store.leases, self._now()
        before, after = leases.around(days_at(now), ticket.issued)
        added = self._store.encounters.add_placed(msgspec.structs.replace(ticket, room=told))
        if after is not None:
            low = after - 1 if before is None or before >= after else before
            place = low + (after - low) * _SHARE
            leases.set_arrival(added.id, place)
            added = msgspec.structs.replace(added, place=place, arrival=place)
        if ticket.room == told:
            return added
        return self._moves.move(added, ticket.room, CLOSED, now)

    def _service(self, code: str) -> Service:
        service = self._premises.services.get(code)
        if service is None or service.internal:
            raise refusals.invalid("no service has this id")
        return service

    def _out(self, kiosk: str, now: datetime) -> dict[str, Lease]:
        """By number: what this kiosk has, asked for by the same client."""
        out = self._store.leases.out(_day(now), kiosk)
        return {lease.number: lease for lease in out if lease.who == self._store.who}

    def _renewed(self, lease: Lease, queues: "_Queues", now: datetime) -> Lease | None:
        """The number with the room that it leads to now; ``None`` and given back if none is."""
        room = queues.still(lease) or queues.best(lease.service)
        if room is None:
            self._give_back(lease)
            return None
        ends = _ends(room, now)
        if (room.number, ends) != (lease.room, lease.ends):
            self._store.leases.lead_to(lease, room.number, ends)
        return msgspec.structs.replace(lease, room=room.number, ends=ends)

    def _new(
        self,
        asked: LeaseAsked,
        services: Iterable[tuple[Service, int]],
        queues: "_Queues",
    ) -> list[Lease]:
        now, store = self._now(), self._store
        counts = store.leases.out_or_back(_day(now))
        allowance = Allowance(counts, store.who, self._premises.leased_numbers)
        found: list[Lease] = []
        for service, count in services:
            for _ in range(allowance.more(service.code, count)):
                room = queues.best(service.code)
                if room is None:
                    break
                raised = store.encounters.next_count_read(_day(now), service.letter)
                number = ticket_number(service.letter, raised)
                found.append(
                    Lease(
                        day=_day(now),
                        number=number,
                        service=service.code,
                        room=room.number,
                        kiosk=asked.kiosk,
                        who=store.who,
                        block=asked.key,
                        at=stamp(now),
                        ends=_ends(room, now),
                        state=LEASED,
                    )
                )
        if found:
            block = LeaseBlock(asked.key, asked.digest(), asked.kiosk, store.who, stamp(now))
            store.leases.add_block(block)
            store.leases.add(found)
            store.audit("lease-numbers", asked.key)
        return found

    def _give_back(self, lease: Lease) -> None:
        self._store.leases.give_back(lease)
        self._store.audit("return-number", f"{lease.day} {lease.number}")

    def _begun(self, request: CheckIn) -> datetime:
        now = self._now()
        return min((request.begun or now).astimezone(HOSPITAL_TIME), now)


class _Queues:
    """The lines as they would be if every number that is ahead were given: who has none yet would
    find them so. Else all numbers led to the room that is empty in the morning."""

    def __init__(self, queues: Standings, out: Mapping[str, int], now: datetime) -> None:
        self._queues = queues
        self._out = Counter(out)
        self._now = now
        self._rooms: dict[str, tuple[RoomLoad, ...]] = {}

    def still(self, lease: Lease) -> RoomLoad | None:
        """The room of the number, if that is open."""
        found = (one for one in self._of(lease.service) if one.number == lease.room)
        return next((one for one in found if one.open_for > 0), None)

    def best(self, service: str) -> RoomLoad | None:
        """The room of one number more, if one can take its patient before it closes."""
        loads = (replace(room, waiting=self._later(room)) for room in self._of(service))
        best = choose_room(loads, False, self._queues.streak)
        if best is not None:
            self._out[best.number] += 1
        return best

    def _later(self, room: RoomLoad) -> Waiting:
        return Waiting(room.waiting.ordinary + self._out[room.number], room.waiting.priority)

    def _of(self, service: str) -> tuple[RoomLoad, ...]:
        if service not in self._rooms:
            self._rooms[service] = self._queues.rooms(service, self._now)
        return self._rooms[service]


def _day(moment: datetime) -> str:
    return moment.date().isoformat()


def _ends(room: RoomLoad, now: datetime) -> str:
    """Until when a number leads to this room: that closes, or the day ends."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    if isinf(room.open_for):
        return stamp(midnight)
    return stamp(min(midnight, now + timedelta(minutes=room.open_for)))
