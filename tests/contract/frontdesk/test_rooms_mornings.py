"""Whole mornings of chance: whatever staff press, nobody is lost, doubled or passed over."""

import random
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

import pytest

from kiosk.frontdesk.desk import Desk
from kiosk.frontdesk.queue.routing import OVERDUE
from kiosk.frontdesk.records import Encounter
from kiosk.frontdesk.refusals import Refusal
from kiosk.frontdesk.store.encounters import COLUMNS
from tests.contract.frontdesk.ward import NOI, SAN, TIM, XN, XQ, Ward

ROOMS = {"1": NOI, "2": NOI, "3": NOI, "11": TIM, "21": SAN, "22": SAN}
INNER = {"31": XQ, "32": XQ, "41": XN}
SERVICES = (*ROOMS.values(), *INNER.values())


class Morning:
    """Plays one, and holds what must stay true against the records after each step."""

    def __init__(self, ward: Ward, seed: int) -> None:
        self.ward = ward
        self.chance = random.Random(seed)
        self.numbers: dict[str, str] = {}
        self.before: dict[str, Encounter] = {}
        self.rooms = (*ROOMS, *INNER)

    def step(self) -> None:
        actions: list[tuple[int, Callable[[], None]]] = [
            (26, self.arrive),
            (40, self.call),
            (8, self.absent),
            (8, self.done),
            (10, self.transfer),
            (3, self.close),
            (6, self.open),
            (3, self.cancel),
        ]
        weights = [weight for weight, _ in actions]
        [(_, action)] = self.chance.choices(actions, weights)
        self.ward.minutes(self.chance.uniform(0, 3))
        with suppress(Refusal):
            action()
        self.check()

    def arrive(self) -> None:
        service = self.chance.choice(list(ROOMS.values()))
        if self.chance.random() < 0.15:
            room = self.chance.choice(list(ROOMS))
            self.ward.arrive_in(room)
            self.before = self.everybody()  # an appointment's room is no move
        else:
            self.ward.arrive(service, priority=self.chance.random() < 0.25)

    def call(self) -> None:
        room = self.chance.choice(self.rooms)
        line = self.ward.line(room).split()
        waiting = {one.number: one for one in self.everybody().values() if one.status == "arrived"}
        number = self.ward.next(room)
        if number is None:
            assert not line
        elif number in line:
            assert number == line[0]
        else:
            # From another door: only if nobody waits here, or after a far longer wait.
            called = waiting[number]
            assert not called.bound or self.is_shut(called.room)
            if line:
                first = waiting[line[0]]
                assert not first.priority
                assert not called.priority
                assert _minutes(called.issued, first.issued) >= OVERDUE

    def absent(self) -> None:
        room = self.chance.choice(self.rooms)
        number = self.ward.absent(room)
        line = self.ward.line(room).split()
        if number in line:
            others = Counter(one.priority for one in self.ward.console(room).waiting)
            ordinary = others[False]
            assert line.index(number) >= min(3, len(line) - 1, ordinary + 1)

    def done(self) -> None:
        self.ward.done(self.chance.choice(self.rooms))

    def transfer(self) -> None:
        self.ward.transfer(self.chance.choice(self.rooms), self.chance.choice(SERVICES))

    def close(self) -> None:
        room = self.chance.choice(self.rooms)
        spread = self.ward.close(room)
        assert len(self.ward.line(room).split()) == spread.remaining

    def open(self) -> None:
        self.ward.open(self.chance.choice(self.rooms))

    def cancel(self) -> None:
        waiting = [one.number for one in self.everybody().values() if one.status == "arrived"]
        if waiting:
            self.ward.cancel(self.chance.choice(sorted(waiting)))

    def is_shut(self, room: str) -> bool:
        now = self.ward.clock()
        return self.ward.hospital.read(lambda desk: desk.queues.opening.shut(room, now))

    def everybody(self) -> dict[str, Encounter]:
        return self.ward.hospital.read(_everybody)

    def moves(self) -> set[tuple[str, str, str]]:
        return self.ward.hospital.read(_moves)

    def check(self) -> None:
        now = self.everybody()
        assert self.before.keys() <= now.keys(), "nobody is lost"
        for one in now.values():
            assert self.numbers.setdefault(one.id, one.number) == one.number, "the same number"
        assert len(set(self.numbers.values())) == len(self.numbers)
        inside = Counter(one.room for one in now.values() if one.status == "in-progress")
        assert not inside or max(inside.values()) == 1, "one inside"
        for one in now.values():
            assert (ROOMS | INNER)[one.room] == one.queue
            if one.queue in (XQ, XN) and one.status != "cancelled":
                assert one.back_to, "they came from somewhere"
        moves = self.moves()
        for one in now.values():
            was = self.before.get(one.id)
            if was and was.room != one.room:
                assert (one.number, was.room, one.room) in moves, "every move is noted"
        self.before = now

    def check_views(self) -> None:
        waiting = {one.number for one in self.before.values() if one.status == "arrived"}
        lines = [number for room in self.rooms for number in self.ward.line(room).split()]
        assert sorted(lines) == sorted(waiting), "each in one line"
        phones = self.ward.phones()
        for room in self.rooms:
            for ahead, number in enumerate(self.ward.line(room).split()):
                assert (phones[number].room, phones[number].ahead) == (room, ahead)

    def end(self) -> None:
        """Everybody who did not cancel is seen, and nobody is called for ever."""
        for room in self.rooms:
            self.ward.open(room)
        for _ in range(3 * len(self.numbers)):
            for room in self.rooms:
                self.ward.next(room)
            self.ward.minutes(0.5)
            self.check()
            if not any(one.status in ("arrived", "in-progress") for one in self.before.values()):
                break
        states = Counter(one.status for one in self.before.values())
        assert set(states) <= {"finished", "cancelled"}
        assert states["finished"] > 0


def play(ward: Ward, seed: int, steps: int) -> Morning:
    ward.clock.time = ward.clock.time.replace(hour=6, minute=30)
    morning = Morning(ward, seed)
    for nth in range(steps):
        morning.step()
        if nth % 10 == 0:
            morning.check_views()
    morning.check_views()
    morning.end()
    return morning


def test_a_morning(ward: Ward) -> None:
    morning = play(ward, 4, 100)
    reasons = {reason for (reason,) in ward.records.query("SELECT reason FROM room_move")}
    assert reasons == {"room-closed", "called-by-another", "transfer", "return"}
    assert any(one.absences for one in morning.before.values()) or ward.records.query(
        "SELECT 1 FROM audit WHERE what = 'absent'"
    )


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10, 16))
def test_many_mornings(ward: Ward, seed: int) -> None:
    play(ward, seed, 260)


def _everybody(desk: Desk) -> dict[str, Encounter]:
    rows = desk.store.db.rows(f"SELECT {COLUMNS} FROM encounter ORDER BY seq")
    return {one.id: one for one in (Encounter(*row) for row in rows)}


def _moves(desk: Desk) -> set[tuple[str, str, str]]:
    rows = desk.store.db.rows("SELECT number, from_room, to_room FROM room_move")
    return {(number, from_room, to_room) for number, from_room, to_room in rows}


def _minutes(earlier: str, later: str) -> float:
    between = datetime.fromisoformat(later) - datetime.fromisoformat(earlier)
    return between.total_seconds() / 60
