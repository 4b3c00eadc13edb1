"""A kiosk whose power is cut again and again: how many patients are lost, or served twice."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from kiosk.bench.audit import Verdict, counts
from kiosk.bench.figures import Figure
from kiosk.bench.power_cuts_harness import Cuts, power_cuts
from kiosk.bench.power_cuts_plan import Moment

CUTS = 500
SEED = 1


def power_cut_figures(
    count: int, seed: int, report: Path | None, told: Callable[[int], None]
) -> list[Figure]:
    """As :func:`power_cuts`, in a folder that is removed; ``report`` gets the audit's lines."""
    with tempfile.TemporaryDirectory(prefix="kiosk-power-cuts-") as folder:
        cuts = power_cuts(Path(folder), count, seed, told)
    if report is not None:
        report.write_text("".join(f"{line}\n" for line in report_of(cuts)), encoding="utf-8")
    return figures_of(cuts)


def figures_of(cuts: Cuts) -> list[Figure]:
    """Counted, beside what is promised."""
    assert cuts.paper
    found = counts(cuts.lines)
    wrong = found[Verdict.UNEXPLAINED] + len(cuts.paper.wrong) + cuts.unsettled
    visits = sum(len(life.came) for life in cuts.lives)
    promised = [
        ("numbers lost", found[Verdict.LOST]),
        ("numbers or places doubled", found[Verdict.DOUBLED]),
        ("numbers printed twice", found[Verdict.PRINTED_TWICE]),
        ("places held by nobody", found[Verdict.NOBODYS]),
        ("differences unexplained", wrong),
        ("faults nobody expected", cuts.faults),
    ]
    told = [
        ("power cuts", len(cuts.lives)),
        *((f"  {moment.value}", cuts.moments[moment]) for moment in Moment),
        ("visits begun", visits),
        ("visits cut off", sum(life.cut_off is not None for life in cuts.lives)),
        *((f"  journal: {how}", count) for how, count in sorted(cuts.standing.items())),
        ("people cut off who came again", cuts.came_again),
        ("sheets of paper", cuts.paper.sheets["whole"]),
        ("scraps with their number", cuts.paper.sheets["scrap"]),
        ("scraps before their number", cuts.paper.sheets["before its number"]),
        ("places at the hospital", cuts.places),
        ("  of these given back", cuts.given_back),
        ("differences explained", found[Verdict.EXPLAINED]),
    ]
    return [
        *(Figure(words, float(value), "") for words, value in told),
        *(Figure(words, float(value), "", 0) for words, value in promised),
    ]


def report_of(cuts: Cuts) -> list[str]:
    """A line for each difference, the worst first."""
    assert cuts.paper
    worst = sorted(cuts.lines, key=lambda line: line.verdict is Verdict.EXPLAINED)
    return [*(f"unexplained: {one}" for one in cuts.paper.wrong), *map(str, worst)]
