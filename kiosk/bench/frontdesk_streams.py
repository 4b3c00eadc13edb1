"""Boards and phones that look on: how soon a call reaches them, and what they cost the kiosks."""

import asyncio
import http.client
import itertools
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass

from kiosk.bench.figures import RATIO, Figure, median
from kiosk.bench.frontdesk_records import Records, filled
from kiosk.bench.frontdesk_requests import CheckIns, patients
from kiosk.bench.http_load import Outcome, Plan, generate_load
from kiosk.bench.served import frontdesk, served
from kiosk.bench.sse_watch import Plan as Streams
from kiosk.bench.sse_watch import watch
from kiosk.frontdesk.clock import hospital_now
from kiosk.frontdesk.desk import Desk
from kiosk.frontdesk.generate import Person
from kiosk.frontdesk.house import open_house
from kiosk.frontdesk.premises import Premises
from kiosk.frontdesk.queue.tickets import CheckIn

BOARDS, PHONES = 200, 2_000
TOLD_WITHIN = 1.0
"""Seconds, at most, from a doctor's button to every board and phone that shows the call."""
KEPT = 0.8
"""Of the check-ins in a second that there are without boards and phones, at least."""
ROUNDS = 5
_CLIENTS = 8
_CHECK_INS = 3_000
_PATIENTS = 20_000
_SETTLES_S = 2.0
"""Until boards and phones show what was there before."""


@dataclass(frozen=True, slots=True)
class Line:
    """Who waits where: tokens by room."""

    address: str
    tokens: Mapping[str, Sequence[str]]

    def streams(self, premises: Premises) -> list[tuple[str, frozenset[str]]]:
        """Each page's stream, and the rooms that it shows: half of the boards show all rooms, the
        others one service each."""
        boards: list[tuple[str, frozenset[str]]] = []
        services = itertools.cycle(premises.public())
        for number in range(BOARDS):
            if number % 2:
                boards.append(("/board/events", frozenset(premises.rooms)))
            else:
                code = next(services).code
                rooms = frozenset(room.number for room in premises.rooms_of(code))
                boards.append((f"/board/events?service={code}", rooms))
        phones = [
            (f"/t/{token}/events", frozenset({room}))
            for room, tokens in self.tokens.items()
            for token in tokens
        ]
        return boards + phones


def stream_figures(records: Records, rounds: int = ROUNDS) -> Iterator[Figure]:
    """In turns: check-ins without anybody looking on, the same with all of them, then a call in
    every room. Each on a copy of the same records, where as many wait as there are phones."""
    premises = Premises.load(always_open=True)
    address, _ = filled(records, _PATIENTS)
    who = patients(_PATIENTS)
    line = _line(address, premises, who[:PHONES])
    check_ins = CheckIns(who[PHONES:], premises)
    alone, watched, told = [], [], []
    for _ in range(rounds):
        with served(*frontdesk(records.copy(address))) as server:
            alone.append(_check_in(server.port, check_ins))
        with served(*frontdesk(records.copy(address))) as server:
            streams = Streams(server.port, [path for path, _ in line.streams(premises)])
            with watch(streams) as open_streams:
                watched.append(_check_in(server.port, check_ins))
                open_streams.end()
        with served(*frontdesk(records.copy(address))) as server:
            told.append(_call_everywhere(server.port, line, premises))
    name = f"{records.name}, {BOARDS} boards and {PHONES} phones"
    rate, without = (median([one.rate for one in each]) for each in (watched, alone))
    yield Figure(f"{name}: check-ins", rate, "/s")
    yield Figure(f"{records.name}, nobody looks on: check-ins", without, "/s")
    shares = [one.rate / other.rate for one, other in zip(watched, alone, strict=True)]
    yield Figure(f"{name}: check-ins of those without", median(shares), RATIO, least=KEPT)
    slowest = [max(each) for each in told]
    yield Figure(f"{name}: a call is shown, median", median([median(each) for each in told]), "s")
    yield Figure(f"{name}: a call is shown everywhere", median(slowest), "s", TOLD_WITHIN)


def _line(address: str, premises: Premises, who: Sequence[Person]) -> Line:
    """Check everybody in, by hand as it were."""
    services = itertools.cycle([one.code for one in premises.public()])

    def check_in(desk: Desk) -> dict[str, list[str]]:
        tokens: dict[str, list[str]] = defaultdict(list)
        for number, person in enumerate(who):
            asked = CheckIn(f"bench-{number}", "k1", person.id, next(services), "", "", frozenset())
            ticket = desk.tickets.check_in(asked).encounter
            tokens[ticket.room].append(ticket.token)
        return tokens

    with closing(open_house(address, premises, 1, hospital_now)) as house:
        return Line(address, asyncio.run(house.write("system", check_in)))


def _check_in(port: int, check_ins: CheckIns) -> Outcome:
    outcome = generate_load(Plan(port, _CLIENTS, check_ins.fhir(_CHECK_INS)))
    if outcome.statuses != {201: _CHECK_INS}:
        raise RuntimeError(f"not only tickets were given: {outcome.statuses}")
    return outcome


def _call_everywhere(port: int, line: Line, premises: Premises) -> list[float]:
    """Press the button in every room where somebody waits; answers for each stream the seconds
    until it showed the first call that concerns it.

    Raises ``RuntimeError`` if one did not show any.
    """
    streams = line.streams(premises)
    called: dict[str, float] = {}
    with watch(Streams(port, [path for path, _ in streams])) as open_streams:
        time.sleep(_SETTLES_S)
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as console:
            for room in line.tokens:
                called[room] = time.monotonic()
                console.request("POST", f"/console/{room}/next", "inside=", _FORM)
                answer = console.getresponse()
                answer.read()
                if answer.status != 303:
                    raise RuntimeError(f"a room could not call: {answer.status}")
        time.sleep(_SETTLES_S)
        told = open_streams.end()
    return [
        _first_after(times, min(called[room] for room in rooms if room in called))
        for times, (_, rooms) in zip(told, streams, strict=True)
    ]


_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def _first_after(times: Sequence[float], moment: float) -> float:
    later = [at - moment for at in times if at > moment]
    if not later:
        raise RuntimeError("a page did not show a call")
    return later[0]
