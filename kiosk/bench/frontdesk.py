"""The hospital server under load: the server as it ships in one process, the load in another, on
the same cores; what is counted and how is in ``docs/frontdesk-figures.md``."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from kiosk.bench.figures import RATIO, Figure, median, percentile
from kiosk.bench.frontdesk_records import Records, filled
from kiosk.bench.frontdesk_requests import CheckIns, patients, queue_status, searches
from kiosk.bench.frontdesk_streams import stream_figures
from kiosk.bench.http_load import Outcome, Plan, generate_load
from kiosk.bench.served import frontdesk, served
from kiosk.frontdesk.premises import Premises

CLIENTS = 8
ROUNDS = 5
_PATIENTS = 20_000
_MANY_PATIENTS, _MANY_TICKETS = 200_000, 10_000
_ASKED = 2_000
_BARE = "kiosk.bench.frontdesk_bare"


@dataclass(frozen=True, slots=True)
class Promise:
    """What is promised of one kind of database."""

    rate: float
    """Check-ins in a second, at least."""
    p99: float
    """Milliseconds, at most."""
    check_ins: int
    """So many in a round."""


PROMISES = {"SQLite": Promise(2000, 15, 4000), "PostgreSQL": Promise(700, 60, 2000)}
OF_BARE = 0.5
"""The rate is at least this share of the bare transaction's."""
SEEDED = {500: 2.0, _MANY_PATIENTS: 60.0}
"""By patients: the most seconds that filling the records takes."""
ANSWERED = 10.0
"""Milliseconds at most for a search or a look at the queues in a large hospital."""


def all_figures(opened: Callable[[], AbstractContextManager[Records]]) -> Iterator[Figure]:
    """All that is measured on one kind of database."""
    with opened() as records:
        yield from check_in_figures(records)
        yield from size_figures(records)
        yield from stream_figures(records)


def check_in_figures(
    records: Records, rounds: int = ROUNDS, number: int | None = None
) -> Iterator[Figure]:
    """Check-ins, each round followed by the same number of bare transactions on a copy of the same
    records; the medians of the rounds. ``number`` in each, or what the promise says."""
    promise = PROMISES[records.name]
    number = number or promise.check_ins
    address, _ = filled(records, _PATIENTS)
    check_ins = CheckIns(patients(_PATIENTS), Premises.load())
    whole, bare = [], []
    for _ in range(rounds):
        whole.append(_loaded(frontdesk(records.copy(address)), check_ins.fhir(number)))
        bare.append(_loaded((_BARE, records.copy(address)), check_ins.bare(number)))
    name = f"{records.name}, {CLIENTS} clients"
    yield from _rates(f"{name}: check-ins", whole, promise)
    yield from _rates(f"{name}: the bare transaction", bare)
    ratios = [one.rate / other.rate for one, other in zip(whole, bare, strict=True)]
    yield Figure(f"{name}: check-ins of bare transactions", median(ratios), RATIO, least=OF_BARE)


def _loaded(command: tuple[str, ...], requests: Sequence[bytes]) -> Outcome:
    """Raises ``RuntimeError`` if not every check-in had a ticket of its own."""
    with served(*command) as server:
        outcome = generate_load(Plan(server.port, CLIENTS, requests))
    if outcome.statuses != {201: len(requests)}:
        raise RuntimeError(f"not only tickets were given: {outcome.statuses}")
    return outcome


def _rates(name: str, rounds: Sequence[Outcome], promise: Promise | None = None) -> list[Figure]:
    rate = median([one.rate for one in rounds])
    p99 = median([percentile(one.milliseconds, 0.99) for one in rounds])
    return [
        Figure(name, rate, "/s", least=promise.rate if promise else None),
        Figure(f"{name}, p99", p99, "ms", promise.p99 if promise else None),
    ]


def size_figures(records: Records) -> Iterator[Figure]:
    """Filling the records of a large hospital, and asking it with a busy day behind it."""
    for count, limit in SEEDED.items():
        address, seconds = filled(records, count)
        yield Figure(f"{records.name}: {count} patients filled", seconds, "s", limit)
    address, seconds = filled(records, _MANY_PATIENTS, _MANY_TICKETS)
    name = f"{records.name}, {_MANY_PATIENTS} patients and {_MANY_TICKETS} tickets"
    yield Figure(f"{name}: filled", seconds, "s")
    asked = {
        "search by identifier": searches(patients(_MANY_PATIENTS), _ASKED),
        "$queue-status": [queue_status()] * _ASKED,
    }
    with served(*frontdesk(address)) as server:
        for question, requests in asked.items():
            outcome = generate_load(Plan(server.port, 1, requests))
            if outcome.statuses != {200: _ASKED}:
                raise RuntimeError(f"{question} was not answered: {outcome.statuses}")
            times = outcome.milliseconds
            yield Figure(f"{name}: {question}", median(times), "ms")
            yield Figure(f"{name}: {question}, p99", percentile(times, 0.99), "ms", ANSWERED)
