"""Routing on simulated hospital days, compared with what others do and with one shared line.

What is simulated, and how each figure is counted, is in ``docs/routing.md``.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from kiosk.bench.figures import RATIO, Figure, percentile
from kiosk.bench.routing_day import Kind, make_day
from kiosk.bench.routing_play import Patient, Play, Policy
from kiosk.bench.routing_policies import FewestTickets, FewestWaiting, OneLine, Ours, RandomRoom

DAYS = 200
OURS, BOUND, TICKETS = "ours", "one line (bound)", "fewest tickets today"
POLICIES: dict[str, Callable[[str], Policy]] = {
    "random room": RandomRoom,
    TICKETS: lambda seed: FewestTickets(),
    "fewest waiting": lambda seed: FewestWaiting(),
    OURS: lambda seed: Ours(),
    BOUND: lambda seed: OneLine(),
}
"""Each made anew for a day, from its seed."""
OF_BOUND = {0.70: 1.08, 0.85: 1.05, 0.95: 1.04}
"""By load: the largest mean wait, in parts of the bound's."""
OF_TICKETS = {0.85: 0.85}
"""The same, in parts of that of fewest tickets today."""
LONGEST = 3.0
"""The largest mean over the days of a day's longest wait in parts of its mean wait."""
OF_BOUND_STOPPED = 1.15
"""Where a room stops for an hour: the largest mean wait, in parts of the bound's."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Days under one policy."""

    days: tuple[tuple[Patient, ...], ...]

    @property
    def everybody(self) -> list[Patient]:
        return [one for day in self.days for one in day]

    @property
    def mean(self) -> float:
        """Minutes, of all patients of all days."""
        return _mean([one.wait for one in self.everybody])

    @property
    def longest(self) -> list[float]:
        """Of each day: its longest wait in parts of its mean wait."""
        waits = [[one.wait for one in day] for day in self.days]
        return [max(day) / _mean(day) for day in waits]


def outcome(policy: str, load: float, days: int = DAYS, kind: Kind = Kind.USUAL) -> Outcome:
    """Play the days from number 0 on under the policy of that name."""
    made = (make_day(number, load, kind) for number in range(days))
    return Outcome(tuple(tuple(Play(day, POLICIES[policy](day.seed)).run()) for day in made))


def routing_figures(days: int = DAYS) -> Iterator[Figure]:
    """At each load: usual days under every policy, then days with trouble in a room."""
    for load, limit in OF_BOUND.items():
        outcomes = {policy: outcome(policy, load, days) for policy in POLICIES}
        for policy, one in outcomes.items():
            yield from _waits(f"load {load:.2f}, {policy}", one)
        name, ours = f"load {load:.2f}, {OURS}", outcomes[OURS]
        yield from _moves(name, ours)
        yield Figure(f"{name}: mean of the bound's", ours.mean / outcomes[BOUND].mean, RATIO, limit)
        yield Figure(
            f"{name}: mean of {TICKETS}'s",
            ours.mean / outcomes[TICKETS].mean,
            RATIO,
            OF_TICKETS.get(load),
        )
        yield from _longest(f"load {load:.2f}", ours, outcomes[BOUND])
        for kind, most in ((Kind.STOP, OF_BOUND_STOPPED), (Kind.SLOW, None)):
            yield from _troubled(f"load {load:.2f}, {kind.value}", load, days, kind, most)


def _waits(name: str, one: Outcome) -> Iterator[Figure]:
    groups = {"": one.everybody}
    groups[", priority"] = [each for each in one.everybody if each.came.priority]
    groups[", appointment"] = [each for each in one.everybody if each.came.room]
    for group, patients in groups.items():
        waits = [each.wait for each in patients]
        yield Figure(f"{name}{group}: mean wait", _mean(waits), "min")
        yield Figure(f"{name}{group}: p95 wait", percentile(waits, 0.95), "min")
    longest = max(each.wait for each in one.everybody)
    yield Figure(f"{name}: longest wait of anyone", longest, "min")


def _moves(name: str, one: Outcome) -> Iterator[Figure]:
    moves = [each.moves for each in one.everybody]
    priority = [each.moves for each in one.everybody if each.came.priority]
    yield Figure(f"{name}: moves, of 100 patients", 100 * _mean(moves), "")
    yield Figure(f"{name}: moves, of 100 priority patients", 100 * _mean(priority), "")
    yield Figure(f"{name}: most moves of anyone", max(moves), "")


def _longest(name: str, ours: Outcome, bound: Outcome) -> Iterator[Figure]:
    for policy, one, limit in ((OURS, ours, LONGEST), (BOUND, bound, None)):
        ratios = one.longest
        prefix = f"{name}, {policy}: longest wait of a day, of its mean"
        yield Figure(prefix, _mean(ratios), RATIO, limit)
        yield Figure(f"{prefix}, worst day", max(ratios), RATIO)
        above = sum(ratio > LONGEST for ratio in ratios)
        yield Figure(f"{prefix}, days above {LONGEST:g}", 100 * above / len(ratios), "%")


def _troubled(
    name: str, load: float, days: int, kind: Kind, limit: float | None
) -> Iterator[Figure]:
    ours, bound, tickets = (outcome(each, load, days, kind) for each in (OURS, BOUND, TICKETS))
    yield Figure(f"{name}, {OURS}: mean wait", ours.mean, "min")
    yield Figure(f"{name}, {OURS}: mean of the bound's", ours.mean / bound.mean, RATIO, limit)
    yield Figure(f"{name}, {OURS}: mean of {TICKETS}'s", ours.mean / tickets.mean, RATIO)
    yield Figure(f"{name}, {OURS}: longest wait of a day, of its mean", _mean(ours.longest), RATIO)
    yield from _moves(f"{name}, {OURS}", ours)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
