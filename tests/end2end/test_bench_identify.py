"""The benchmark of faces among many, with a few."""

import pytest

from kiosk.bench import vision_identify
from kiosk.bench.vision_identify import LOOK_UPS, identify_figures
from kiosk.frontdesk.faces import recogniser

pytestmark = pytest.mark.slow


def test_faces_are_found_in_the_process_and_over_http() -> None:
    figures = {figure.name: figure for figure in identify_figures(2 * LOOK_UPS)}
    limited = [figure for figure in figures.values() if figure.target]
    assert len(limited) >= 2
    missing = [name for name in figures if name.startswith("pgvector: not measured, as ")]
    pgvector = [name for name in figures if name.startswith("pgvector")]
    assert pgvector == missing if missing else len(pgvector) == 4
    assert len(missing) <= 1
    assert all(figure.value > 0 for name, figure in figures.items() if name not in missing)
    assert figures["memory of the server with all faces"].value < 300


def test_a_wrong_answer_is_no_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recogniser, "candidate", lambda nearest: nearest[-1][0])
    with pytest.raises(RuntimeError, match="another patient"):
        list(identify_figures(vision_identify.LOOK_UPS))
