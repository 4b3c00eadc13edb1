"""Boards and phones that look on: how soon a call reaches them, and what they cost the kiosks."""

import asyncio
import http.client
import itertools
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass

from kiosk.bench.figures import RATIO, Figure, median
from kiosk.bench.frontdesk_records import Records, filled
from kiosk.bench.frontdesk_requests import CheckIns, patients
from kiosk.bench.http_load import Outcome, Plan, generate_load
from kiosk.bench.served import frontdesk, served
from kiosk.bench.sse_watch import VIEW, Awaited, Watch, watch
from kiosk.bench.sse_watch import Plan as Streams
from kiosk.frontdesk.clock import hospital_now
from kiosk.frontdesk.desk import Desk
from kiosk.frontdesk.generate import Person
from kiosk.frontdesk.house import open_house
from kiosk.frontdesk.premises import Premises
from kiosk.frontdesk.queue.asked import CheckIn

BOARDS, PHONES = 200, 2_000
TOLD_WITHIN = 1.0
"""Seconds, at most, from a doctor's button to every board and phone that shows the call."""
KEPT = 0.8
"""Of the check-ins in a second that there are without boards and phones, at least."""
ROUNDS = 5
_CLIENTS = 8
_PATIENTS = 20_000
_TRIED = 2_000
"""Check-ins that tell how many fill the time."""
_LASTS_S = 4.0
"""So long kiosks check in: longer than it takes to call in all rooms and to be told of it."""
_BEGINS_S = 1.0
"""Until kiosks check in for certain."""
_SETTLES_S = 2.0
"""Until boards and phones show what was there before."""
_CALLED = 'data-call="'
"""On a board that shows a call; nobody was called before."""
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True, slots=True)
class Page:
    """One that is open."""

    awaited: Awaited
    rooms: frozenset[str]
    """Whose calls it shows."""
    is_sure: bool
    """Whether nothing but a call shows what is awaited. Phones of those who go ahead by law have
    nobody put before them; those of the others are shown anew for each who goes ahead, too."""


def stream_figures(records: Records, rounds: int = ROUNDS) -> Iterator[Figure]:
    """In turns: check-ins and meanwhile a call in every room, without anybody looking on; the same
    with all of them; a call in every room while nobody checks in. Each on a copy of the same
    records, where as many wait as there are phones."""
    premises = Premises.load(always_open=True)
    address, _ = filled(records, _PATIENTS)
    who = patients(_PATIENTS)
    pages = [*_boards(premises), *_phones(address, premises, who[:PHONES])]
    kiosks = _Kiosks(who[PHONES:], premises)
    with served(*frontdesk(records.copy(address))) as server:
        number = int(kiosks.check_in(server.port, _TRIED).rate * _LASTS_S)
    alone, watched, told_then, told = [], [], [], []
    for _ in range(rounds):
        with served(*frontdesk(records.copy(address))) as server:
            alone.append(_check_in_and_call(server.port, pages, kiosks, number)[0])
        with served(*frontdesk(records.copy(address))) as server:
            outcome, times = _call_meanwhile(server.port, pages, kiosks, number)
            watched.append(outcome)
            told_then.append(times)
        with served(*frontdesk(records.copy(address))) as server:
            told.append(_call(server.port, pages))
    name = f"{records.name}, {BOARDS} boards and {PHONES} phones"
    rate, without = (median([one.rate for one in each]) for each in (watched, alone))
    yield Figure(f"{name}: check-ins", rate, "/s")
    yield Figure(f"{records.name}, nobody looks on: check-ins", without, "/s")
    shares = [one.rate / other.rate for one, other in zip(watched, alone, strict=True)]
    yield Figure(f"{name}: check-ins of those without", median(shares), RATIO, least=KEPT)
    yield from _shown(f"{name}: a call meanwhile", told_then)
    yield from _shown(f"{name}: a call while nobody checks in", told)


def _shown(name: str, rounds: Sequence[Sequence[float]]) -> Iterator[Figure]:
    slowest = [max(each) for each in rounds]
    yield Figure(f"{name} is shown, median", median([median(each) for each in rounds]), "s")
    yield Figure(f"{name} is shown everywhere", median(slowest), "s", TOLD_WITHIN)
    yield Figure(f"{name} is shown everywhere, worst round", max(slowest), "s")


def _boards(premises: Premises) -> Iterator[Page]:
    """Half of them show all rooms, the others one service each."""
    services = itertools.cycle(premises.public())
    for number in range(BOARDS):
        if number % 2:
            path, rooms = "/board/events", frozenset(premises.rooms)
        else:
            code = next(services).code
            path = f"/board/events?service={code}"
            rooms = frozenset(room.number for room in premises.rooms_of(code))
        yield Page(Awaited(path, _CALLED), rooms, is_sure=True)


def _phones(address: str, premises: Premises, who: Sequence[Person]) -> list[Page]:
    """Check everybody in, by hand as it were; the phone of each."""
    services = itertools.cycle([one.code for one in premises.public()])

    def check_in(desk: Desk) -> list[Page]:
        pages = []
        for number, person in enumerate(who):
            asked = CheckIn(f"bench-{number}", "k1", person.id, next(services), "", "", frozenset())
            ticket = desk.tickets.check_in(asked).encounter
            awaited = Awaited(f"/t/{ticket.token}/events", VIEW)
            pages.append(Page(awaited, frozenset({ticket.room}), bool(ticket.priority)))
        return pages

    with closing(open_house(address, premises, 1, hospital_now)) as house:
        return asyncio.run(house.write("system", check_in))


class _Kiosks:
    """Check in whoever does not wait yet."""

    def __init__(self, who: Sequence[Person], premises: Premises) -> None:
        self._who = who
        self._premises = premises

    def check_in(self, port: int, number: int) -> Outcome:
        """Raises ``RuntimeError`` if not every check-in had a ticket of its own."""
        requests = CheckIns(self._who, self._premises).fhir(number)
        outcome = generate_load(Plan(port, _CLIENTS, requests))
        if outcome.statuses != {201: number}:
            raise RuntimeError(f"not only tickets were given: {outcome.statuses}")
        return outcome


def _call_meanwhile(
    port: int, pages: Sequence[Page], kiosks: _Kiosks, number: int
) -> tuple[Outcome, list[float]]:
    """:func:`_call` while kiosks check in; of the pages that show nothing else meanwhile.

    Raises ``RuntimeError`` if the check-ins were over before all was shown.
    """
    with _looking_on(port, pages) as streams:
        outcome, called = _check_in_and_call(port, pages, kiosks, number)
        shown = streams.end()
    sure = [(page, times) for page, times in zip(pages, shown, strict=True) if page.is_sure]
    waits = [_first_after(times, _moment(page, called)) for page, times in sure]
    ends = outcome.began + outcome.seconds
    last = max(_moment(page, called) + wait for (page, _), wait in zip(sure, waits, strict=True))
    if not outcome.began < min(called.values()) < last < ends:
        raise RuntimeError("nobody checked in while rooms called")
    return outcome, waits


def _check_in_and_call(
    port: int, pages: Sequence[Page], kiosks: _Kiosks, number: int
) -> tuple[Outcome, dict[str, float]]:
    """Press the buttons in the midst of so many check-ins."""
    with ThreadPoolExecutor(1) as load:
        checking_in = load.submit(kiosks.check_in, port, number)
        time.sleep(_BEGINS_S)
        called = _press(port, pages)
        return checking_in.result(), called


def _call(port: int, pages: Sequence[Page]) -> list[float]:
    """Press the button in every room where somebody waits; answers for each page the seconds
    until it showed the first call that concerns it.

    Raises ``RuntimeError`` if one did not show any.
    """
    with _looking_on(port, pages) as streams:
        called = _press(port, pages)
        time.sleep(_SETTLES_S)
        shown = streams.end()
    return [
        _first_after(times, _moment(page, called)) for page, times in zip(pages, shown, strict=True)
    ]


@contextmanager
def _looking_on(port: int, pages: Sequence[Page]) -> Iterator[Watch]:
    with watch(Streams(port, [page.awaited for page in pages])) as streams:
        time.sleep(_SETTLES_S)
        yield streams


def _press(port: int, pages: Sequence[Page]) -> dict[str, float]:
    """Call somebody in each room for which a phone waits; answers when its button was pressed."""
    rooms = sorted({room for page in pages if len(page.rooms) == 1 for room in page.rooms})
    called: dict[str, float] = {}
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as console:
        for room in rooms:
            called[room] = time.monotonic()
            console.request("POST", f"/console/{room}/next", "inside=", _FORM)
            answer = console.getresponse()
            answer.read()
            if answer.status != 303:
                raise RuntimeError(f"a room could not call: {answer.status}")
    return called


def _moment(page: Page, called: Mapping[str, float]) -> float:
    """When the first room called whose calls it shows."""
    return min(called[room] for room in page.rooms if room in called)


def _first_after(times: Sequence[float], moment: float) -> float:
    later = [at - moment for at in times if at > moment]
    if not later:
        raise RuntimeError("a page did not show a call")
    return later[0]
