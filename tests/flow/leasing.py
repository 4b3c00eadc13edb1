"""A hospital that lets the kiosk have numbers ahead, and a kiosk whose clock stands at noon."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from pathlib import Path

from kiosk.checkin.clock import HOSPITAL_ZONE
from kiosk.checkin.keeping_ahead import KeepsAhead
from kiosk.errors import HospitalAway, HospitalRefused
from kiosk.model.checkin import CheckIn, Ticket
from kiosk.model.leases import LeasedNumber, LeaseRequest
from kiosk.model.text import local
from tests.flow.journalled import KeepingHospital, Life, Machine

MOST = 2
"""So many of each service the kiosk wants."""
LETTERS = {"tim-mach": "T", "tieu-hoa": "H", "rang": "R"}
ROOMS = {"tim-mach": ("205", "206"), "tieu-hoa": ("301",), "rang": ("401",)}


class LeasingHospital(KeepingHospital):
    """Its numbers go up, whatever becomes of them."""

    def __init__(self) -> None:
        super().__init__()
        self.day = datetime.now(HOSPITAL_ZONE).date()
        self.out: dict[str, LeasedNumber] = {}
        """What the kiosk has, as far as is known here."""
        self.blocks: dict[str, tuple[str, ...]] = {}
        """Numbers by key."""
        self.issued: list[str] = []
        self.returned: list[str] = []
        self.lease_answers_lost = 0

    async def lease_numbers(self, asked: LeaseRequest) -> tuple[LeasedNumber, ...]:
        await self._asked("lease_numbers", asked)
        if asked.key not in self.blocks:
            self.blocks[asked.key] = tuple(
                self._next(service) for service, count in asked.wanted for _ in range(count)
            )
        if self.lease_answers_lost:
            self.lease_answers_lost -= 1
            raise HospitalAway
        numbers = dict.fromkeys((*asked.held, *self.blocks[asked.key]))
        return tuple(self.out[number] for number in numbers if number in self.out)

    async def return_numbers(self, kiosk: str, numbers: tuple[str, ...]) -> None:
        await super().return_numbers(kiosk, numbers)
        for number in numbers:
            if self.out.pop(number, None):
                self.returned.append(number)

    async def check_in(self, request: CheckIn) -> Ticket:
        if request.leased and request.key not in self.keys and request.leased not in self.out:
            await self._asked("check_in", request)
            raise HospitalRefused("lease-lapsed")
        ticket = await super().check_in(request)
        place, _ = self.keys[request.key]
        one = self.out.pop(request.leased, None)
        if one is not None and place.request.key == request.key:
            place.ticket = replace(place.ticket, number=one.number, room=one.room)
            ticket = replace(ticket, number=one.number, room=one.room)
        return ticket

    def _next(self, service: str) -> str:
        count = sum(number.startswith(LETTERS[service]) for number in self.issued) + 1
        number = f"{LETTERS[service]}-{count:03d}"
        rooms = ROOMS[service]
        midnight = datetime.combine(self.day, time(), HOSPITAL_ZONE) + timedelta(days=1)
        self.out[number] = LeasedNumber(
            number, service, rooms[count % len(rooms)], "2", local("Thang B", "Lift B"), midnight
        )
        self.issued.append(number)
        return number


@dataclass
class LeasingMachine(Machine):
    """It is noon when it is made: no test is played over a midnight that it does not mean."""

    hospital: LeasingHospital = field(default_factory=LeasingHospital)

    def __post_init__(self) -> None:
        noon = datetime.combine(self.hospital.day, time(12), HOSPITAL_ZONE)
        self.clock.jump(noon - self.clock.now())


Play = Callable[[LeasingMachine, Life], Awaitable[None]]


def at(folder: Path, play: Play, *, away: bool = True) -> LeasingMachine:
    """A kiosk that had numbers ahead when the hospital went away."""
    machine = LeasingMachine(folder)

    async def run() -> None:
        async with machine.on() as life:
            await keeper(life).round()
            if away:
                life.away()
            await play(machine, life)

    asyncio.run(run())
    return machine


def keeper(life: Life, most: int = MOST) -> KeepsAhead:
    return KeepsAhead(life.equipment, most)


async def free(life: Life) -> list[str]:
    """Numbers that may be given now."""
    found = await life.journal.ahead.free(life.equipment.clock.now())
    assert found is not None
    return [one.number for one in found]


def ticket_room(number: str) -> str:
    """Where this hospital's number leads."""
    service = next(code for code, letter in LETTERS.items() if number.startswith(letter))
    rooms = ROOMS[service]
    return rooms[int(number[2:]) % len(rooms)]
