"""Power cuts at a kiosk that serves: what the bench counts, on fewer of them."""

from pathlib import Path

import pytest

from kiosk.bench.audit import Verdict
from kiosk.bench.power_cuts import figures_of, report_of
from kiosk.bench.power_cuts_harness import power_cuts

pytestmark = pytest.mark.slow

_CUTS = 25
_SEED = 7


def test_nobody_is_lost_when_the_power_goes(tmp_path: Path) -> None:
    cuts = power_cuts(tmp_path, _CUTS, _SEED)
    figures = {figure.name: figure for figure in figures_of(cuts)}
    missed = [name for name, figure in figures.items() if not figure.met]
    told = "\n".join(line for line in report_of(cuts) if not line.startswith("explained"))
    assert not missed, f"{missed}\n{told}"
    # It is only worth something if visits were cut off, and some came again.
    assert len(cuts.lives) == _CUTS
    assert sum(life.cut_off is not None for life in cuts.lives) > _CUTS / 3
    assert cuts.came_again
    assert len(cuts.standing) > 1
    assert cuts.paper
    assert cuts.paper.sheets["whole"]
    assert any(line.verdict is Verdict.EXPLAINED for line in cuts.lines)
