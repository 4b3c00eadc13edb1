"""A measured number beside what is promised of it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

RATIO = "×"
"""The unit of one time measured by another."""


@dataclass(frozen=True, slots=True)
class Figure:
    """``value`` in ``unit``; ``limit`` is the largest value that keeps the promise, ``least`` the
    smallest.

    A figure without either is told for its own sake and is always met.
    """

    name: str
    value: float
    unit: str
    limit: float | None = None
    least: float | None = None

    @property
    def target(self) -> str:
        bounds = (("≥", self.least), ("≤", self.limit))
        parts = [f"{sign} {bound:g}" for sign, bound in bounds if bound is not None]
        return f"{' '.join(parts)} {self.unit}".rstrip() if parts else ""

    @property
    def met(self) -> bool:
        return (self.limit is None or self.value <= self.limit) and (
            self.least is None or self.value >= self.least
        )


def as_json(figures: Sequence[Figure]) -> str:
    """One object, ``{"figures": [{name, value, unit, target, met}, …]}``."""
    rows = [
        {
            "name": figure.name,
            "value": round(figure.value, 3),
            "unit": figure.unit,
            "target": figure.target,
            "met": figure.met,
        }
        for figure in figures
    ]
    return json.dumps({"figures": rows}, ensure_ascii=False)


def as_table(figures: Sequence[Figure]) -> str:
    """A line for each figure."""
    widest = max((len(figure.name) for figure in figures), default=0)
    return "\n".join(
        f"{figure.name:{widest}}  {_number(figure):>10} {figure.unit:8} "
        f"{figure.target:14} {_verdict(figure)}".rstrip()
        for figure in figures
    )


def _number(figure: Figure) -> str:
    """One digit after the point; ratios, which are near 1, have three."""
    return f"{figure.value:.3f}" if figure.unit == RATIO else f"{figure.value:.1f}"


def _verdict(figure: Figure) -> str:
    if not figure.target:
        return ""
    return "met" if figure.met else "MISSED"


def median(values: Sequence[float]) -> float:
    return percentile(values, 0.5)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that ``share`` of all (0 to 1) do not exceed; the nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
