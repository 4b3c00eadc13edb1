"""Light is asked for at random, softly, and not as a flash."""

import itertools
import random

import numpy as np
import pytest

from kiosk.face.liveness.lamp import DWELL_S, OTHERS, STEP_S, Lamp, others, shine
from kiosk.model.page_light import FADE_S, PageLight


def asked(seed: int, seconds: float = 60.0) -> list[tuple[float, PageLight]]:
    lamp = Lamp(random.Random(seed))
    for frame in range(round(seconds * 15)):
        lamp.look(10 + frame / 15)
    return lamp.asked


def test_it_never_changes_more_than_twice_a_second() -> None:
    """WCAG 2.2, 2.3.1 allows three pairs of changes, of any brightness."""
    for seed in range(20):
        for (before, first), (after, then) in itertools.pairwise(asked(seed)):
            assert first is not then
            assert DWELL_S[0] <= after - before < DWELL_S[1] + 0.1


def test_no_sequence_is_like_another() -> None:
    begins = {asked(seed)[0][1] for seed in range(20)}
    times = {round(asked(seed)[3][0], 1) for seed in range(20)}

    assert begins == set(PageLight)
    assert len(times) > 8


def test_a_slow_camera_is_waited_for() -> None:
    lamp = Lamp(random.Random(1))
    for at in (0.0, 3.0, 3.1, 6.0):
        lamp.look(at)

    assert [at for at, _ in lamp.asked] == [0.0, 3.0, 6.0]


def test_the_page_fades_from_one_to_the_next() -> None:
    shone = shine([(5.0, PageLight.WARM), (6.0, PageLight.COOL)], 7.0)
    fade = round(FADE_S / STEP_S)

    assert shone[0] == 0.0
    assert shone[fade : round(1 / STEP_S) + 1] == pytest.approx(0.5)
    assert (np.diff(shone[20 : 20 + fade + 1]) < 0).all()
    assert shone[20 + fade :] == pytest.approx(-0.5)


def test_other_sequences_are_drawn_as_the_own_one_is() -> None:
    drawn = others()
    own = np.array([shine(asked(seed), 69.0) for seed in range(40)])

    assert drawn.shape[0] == OTHERS
    changes = [np.mean(np.abs(np.diff(rows[:, 10:1100])) > 0) for rows in (drawn, own)]
    assert changes[0] == pytest.approx(changes[1], rel=0.15)
    assert abs(float(drawn[:, :1100].mean())) < 0.02


def luminance(colour: tuple[int, int, int]) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    levels = np.array(colour) / 255
    linear = np.where(levels <= 0.04045, levels / 12.92, ((levels + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))


def test_it_is_no_flash() -> None:
    """A general flash is a change of luminance by a tenth and more; in a red one, red is four
    fifths of all light. Also on the way from the one to the other."""
    warm, cool = (np.array(light.colour) for light in (PageLight.WARM, PageLight.COOL))
    fades = [
        (int(r), int(g), int(b))
        for r, g, b in (np.rint(warm + (cool - warm) * share) for share in np.linspace(0, 1, 11))
    ]
    bright = [luminance(colour) for colour in fades]

    assert bright[0] == pytest.approx(0.686, abs=0.001)
    assert bright[-1] == pytest.approx(0.680, abs=0.001)
    assert max(bright) - min(bright) < 0.03
    assert all(colour[0] / sum(colour) < 0.5 for colour in fades)
