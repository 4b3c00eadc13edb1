"""Faces answer the page's light; screens, films made elsewhere and cameras that follow do not."""

import functools
import random
import time
from dataclasses import replace

import numpy as np
import pytest

from kiosk.face.liveness import Liveness, LivenessState, Suspicion
from kiosk.face.liveness import light as module
from kiosk.face.liveness.check import MORE_LIGHT_S
from kiosk.face.liveness.lamp import STEP_S, Lamp, shine
from kiosk.face.liveness.light import LEAST, NO_ANSWER, PageLit
from kiosk.face.liveness.stance import Stance
from kiosk.face.seen import Image
from kiosk.model.page_light import PageLight
from tests.unit.face.liveness.lit import APART, TALL, WIDE, Room, X, Y
from tests.unit.face.liveness.test_liveness import STEP, Playing

SCREEN = Room(rise=0.003)


@functools.cache
def usual() -> module.Answer:
    return Room().tried()


def test_a_face_becomes_warmer_in_warm_light() -> None:
    """Of a page that is 90 % red and 30 % blue when warm, and 40 % and all when cool."""
    answer = usual()
    expected = np.log((1 + 0.37 * 0.9) / (1 + 0.37 * 0.3)) - np.log(
        (1 + 0.37 * 0.4) / (1 + 0.37 * 1.0)
    )

    assert answer.lit
    assert answer.swing == pytest.approx(expected, rel=0.12)
    assert answer.detail == pytest.approx(answer.swing, rel=0.15)
    assert answer.chance <= 0.01


@pytest.mark.parametrize(
    "skin", [(30, 45, 70), pytest.param((130, 160, 200), marks=pytest.mark.slow)]
)
def test_all_skin_answers_alike(skin: tuple[int, int, int]) -> None:
    assert Room(skin=skin).tried().swing == pytest.approx(usual().swing, rel=0.2)


def test_a_screen_does_not_answer() -> None:
    answer = SCREEN.tried()

    assert not answer.lit
    assert answer.swing < LEAST / 3


@pytest.mark.parametrize("seconds", [7.0, 12.0])
def test_a_film_of_another_kiosks_light_answers_by_chance_alone(seconds: float) -> None:
    """As strongly as a face, but when it likes: of sixty at most two."""
    films = [film_of(seed, seconds) for seed in range(60)]

    assert sum(film.lit for film in films) <= 2
    assert max(film.swing for film in films) > 3 * LEAST, "only their time is wrong"


def film_of(seed: int, seconds: float) -> module.Answer:
    """What comes of a series, without pictures."""
    own, other = Lamp(random.Random(seed)), Lamp(random.Random(f"other {seed}"))
    times = np.arange(0, seconds, STEP)
    for at in times:
        own.look(at)
        other.look(at)
    shone = shine(other.asked, seconds)[np.rint(times / STEP_S).astype(int)]
    noise = np.random.default_rng(seed).standard_normal((2, len(times)))
    return module._answer(times, 0.3 * shone + 0.01 * noise, shine(own.asked, seconds))


def test_a_camera_that_changes_all_colours_hides_no_face() -> None:
    """In about the time of the page's own changes."""
    room = Room(balance=(-0.15, 0.15), balance_s=1.7)
    answer = room.tried()

    assert answer.swing == pytest.approx(usual().swing, rel=0.15)
    assert answer.lit
    assert not replace(room, rise=0.003).tried().lit


def test_a_wall_that_is_lit_behind_a_screen_is_no_face() -> None:
    assert not Room(rise=0.0, wall=0.2).tried().lit


@pytest.mark.slow
def test_a_wall_that_is_lit_behind_a_face_takes_from_its_answer() -> None:
    far, near = usual(), Room(wall=0.1).tried()

    assert near.lit
    assert 0.4 * far.swing < near.swing < 0.85 * far.swing


def test_bright_daylight_leaves_nothing_to_be_seen() -> None:
    assert Room(rise=0.37 * 300 / 1500).tried().lit
    assert not Room(rise=0.37 * 300 / 12000).tried().lit


@pytest.mark.parametrize("veil", [pytest.param(0.01, marks=pytest.mark.slow), 0.05])
def test_a_screen_that_mirrors_the_page_is_no_face(veil: float) -> None:
    """It becomes as warm as a face does, and more so the darker it is; not its details."""
    answer = Room(rise=0.0, veil=veil).tried()

    assert answer.swing > LEAST and answer.chance <= 0.01
    assert answer.detail < answer.swing / 10
    assert not answer.lit


@pytest.mark.slow
def test_a_face_behind_glasses_that_mirror_a_little_is_a_face() -> None:
    assert Room(veil=0.004).tried().lit


def test_an_overexposed_face_says_nothing() -> None:
    lit, white = PageLit(random.Random(1)), np.full((TALL, WIDE, 3), 255, np.uint8)
    for number in range(100):
        lit.look(white, Stance(number * STEP, X, Y, APART, 0.0, 0.0, 0.8))

    assert lit.answer() == NO_ANSWER


@pytest.mark.slow
def test_a_face_that_fills_the_view_answers_without_anything_beside_it() -> None:
    assert Room(apart=60.0).tried().lit


def test_a_few_changes_say_nothing() -> None:
    assert Room().tried(3.0) == NO_ANSWER


@pytest.mark.slow
def test_the_opposite_light_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    room = Room()
    hear = room._hear
    opposite = {PageLight.WARM: PageLight.COOL, PageLight.COOL: PageLight.WARM, None: None}
    monkeypatch.setattr(room, "_hear", lambda light, at: hear(opposite[light], at))

    assert not room.tried().lit


def test_turned_heads_are_left_out() -> None:
    lit, image = PageLit(random.Random(1)), Room().seen(0.0, 0)
    for number in range(100):
        lit.look(image, Stance(number * STEP, X, Y, APART, 25.0, 0.0, 0.8))

    assert lit.light is not None
    assert lit.answer() == NO_ANSWER


def test_a_frame_costs_less_than_a_millisecond() -> None:
    """Of this process alone, as others run here, too."""
    lit, took = PageLit(random.Random(1)), []
    frame = np.full((720, 1280, 3), 120, np.uint8)
    for number in range(60):
        began = time.process_time()
        lit.look(frame, Stance(number * STEP, 640, 300, 150.0, 0.0, 0.0, 0.8))
        took.append(time.process_time() - began)

    assert sorted(took)[30] < 1e-3


class Before:
    """A willing head, as in the other tests, in the light that is asked for."""

    def __init__(self, rise: float) -> None:
        self._playing = Playing(delay=1.0)
        self._rise = rise
        self.lights: list[PageLight | None] = []

    def tried(self, *, lit: bool = True, seed: int = 3) -> tuple[Liveness, float]:
        liveness, began = Liveness(random.Random(seed), lit=lit), self._playing.at
        while liveness.state is LivenessState.PENDING and self._playing.at < began + 60:
            image, face = self._playing.frame(liveness.hint)
            liveness.look(self._shone(image), face, self._playing.at)
            self.lights.append(liveness.light)
            self._playing.at += STEP
        return liveness, self._playing.at - began

    def _shone(self, image: Image) -> Image:
        level = {PageLight.WARM: 1.0, PageLight.COOL: -1.0, None: 0.0}
        now = level[self.lights[-1] if self.lights else None]
        seen = image.astype(float)
        seen[:, 60:240] *= (1 + self._rise * (0.65 + now * np.array([-0.35, 0, 0.25]))) ** (1 / 2.2)
        return np.asarray(np.clip(seen, 0, 255).round(), np.uint8)


def test_a_head_in_the_pages_light_is_alive_and_the_light_ends_with_the_try() -> None:
    before = Before(0.37)
    liveness, _ = before.tried()

    assert liveness.state is LivenessState.LIVE
    assert set(before.lights[:-1]) == set(PageLight)
    assert before.lights[-1] is None


def test_a_willing_head_that_is_not_lit_is_waited_for_and_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[int] = []

    def answer(lit: PageLit) -> module.Answer:
        asked.append(1)
        return NO_ANSWER

    monkeypatch.setattr(PageLit, "answer", answer)
    liveness, seconds = Before(0.0).tried()
    _, without = Before(0.0).tried(lit=False)

    assert liveness.suspicion is Suspicion.UNLIT
    assert without + MORE_LIGHT_S - 1.0 < seconds <= without + MORE_LIGHT_S + 1.0
    assert 5 < len(asked) < 20, "not in every frame"


def test_a_hospital_may_do_without_light() -> None:
    before = Before(0.0)
    liveness, _ = before.tried(lit=False)

    assert liveness.state is LivenessState.LIVE
    assert set(before.lights) == {None}
