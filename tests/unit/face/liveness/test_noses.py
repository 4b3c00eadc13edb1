"""Whether enough was seen of a nose, or another turn is asked for."""

import pytest

from kiosk.face.liveness.noses import CLEAR_NOSE, LEAST_NOSE, TURNS_AGAIN, Noses

DOUBTFUL = (LEAST_NOSE + CLEAR_NOSE) / 2


def of(*seen: float | None) -> Noses:
    noses = Noses()
    for nose in seen:
        noses.add(nose)
    return noses


@pytest.mark.parametrize(
    ("seen", "enough", "once_more"),
    [
        ([], False, True),
        ([None], False, True),
        ([0.5], True, False),
        ([CLEAR_NOSE], True, False),
        ([0.05], False, False),
        ([-0.1], False, False),
        ([DOUBTFUL], False, True),
        ([DOUBTFUL, None], False, True),
        ([DOUBTFUL, DOUBTFUL], False, True),
        ([DOUBTFUL, 0.5], True, False),
        ([DOUBTFUL, 0.05], False, False),
        ([0.5, 0.05], False, False),
    ],
)
def test_what_turns_show(seen: list[float | None], enough: bool, once_more: bool) -> None:
    noses = of(*seen)
    assert noses.enough is enough
    assert noses.once_more() is once_more


def test_it_is_not_asked_for_ever() -> None:
    noses = of(DOUBTFUL)
    assert [noses.once_more() for _ in range(TURNS_AGAIN + 1)] == [True] * TURNS_AGAIN + [False]
    assert not noses.enough
