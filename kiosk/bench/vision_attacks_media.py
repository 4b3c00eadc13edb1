"""Photographs, screens and masks of paper before a kiosk: attack presentations.

The attacker sees the page as any patient does and answers with what is at hand: turns, tilts and
bends the paper, moves the phone, or looks through holes in the eyes. Nobody here exists.
"""

import math
import random
from dataclasses import dataclass, replace

import cv2
import numpy as np

from kiosk.app.heads.attacks import Cover, Held, Sheet, hold, phone
from kiosk.app.heads.figure import Figure
from kiosk.app.heads.head import TALL, Image, Pose
from kiosk.app.heads.motion import Movement, moved
from kiosk.app.heads.scene import scene
from kiosk.app.heads.shine import HAZE, Shine
from kiosk.bench.vision_attacks_page import Colour
from kiosk.bench.vision_attacks_people import FPS, GROWN, MOVEMENTS, Answer, somebody
from kiosk.model.guidance import FaceHint

PRINT = (560, 720)
"""Width and height of a printed portrait in pixels; its head has its natural size."""
SCREEN = (540, 800)
_SHARE = 0.8
"""Height of the head in a print."""
_FILMED = 0.5
"""The same on a screen."""
_AGES = (20, 80)
"""Of those who were photographed."""
WALL = (196, 202, 204)
"""Behind whoever was photographed."""
_AHEAD = 0.62
"""How far up the swing of a movement its greatest turn of a sheet is: sheets are turned further
than heads."""


@dataclass(frozen=True, slots=True)
class Paper:
    """How a print is prepared and moved."""

    bend: float = 0.0
    axis: float = 90.0
    fold: float = 0.0
    cut_out: bool = False
    """Around the head."""
    eye_holes: bool = False
    """Worn before the attacker's face; implies that it is cut out."""
    yaw: tuple[float, float] = (20.0, 40.0)
    """Degrees by which it is turned where a head should."""
    aslant: tuple[float, float] = (-1.0, 1.0)
    """Pitch that goes with it, in parts of the yaw: a tilted print looks more turned."""


class Tremor:
    """A hand that holds something: a slow sway and a quick tremble, centimetres and degrees."""

    def __init__(self, rng: random.Random, still: float = 1.0) -> None:
        self._waves = [
            [(rng.uniform(0.2, 0.6), rng.uniform(0, 6.3)), (rng.uniform(2, 5), rng.uniform(0, 6.3))]
            for _ in range(6)
        ]
        self._size = still

    def held(self, at: float, held: Held) -> Held:
        def now(which: int, slow: float, quick: float) -> float:
            (f1, p1), (f2, p2) = self._waves[which]
            swing = slow * math.sin(6.283 * f1 * at + p1) + quick * math.sin(6.283 * f2 * at + p2)
            return self._size * swing

        return Held(
            distance=held.distance + now(0, 0.4, 0.05),
            x=held.x + now(1, 0.35, 0.05),
            y=held.y + now(2, 0.35, 0.05),
            yaw=held.yaw + now(3, 1.2, 0.3),
            pitch=held.pitch + now(4, 1.2, 0.3),
            roll=held.roll + now(5, 0.8, 0.2),
        )


class Printed:
    """A life-size print, in the hand or worn."""

    def __init__(self, number: int, paper: Paper) -> None:
        rng = random.Random(f"print {number}")
        head = somebody(rng, _AGES)
        view = head.view(Pose(), size=PRINT, share=_SHARE)
        picture = view.over(np.full((PRINT[1], PRINT[0], 3), WALL, np.uint8))
        wide = TALL / _SHARE * PRINT[0] / PRINT[1]
        self._paper = paper
        self._sheet = Sheet(
            _faded(picture, rng), wide, _cover(view.mask, paper), paper.bend, paper.axis, paper.fold
        )
        self._held = Held(distance=rng.uniform(52, 66), x=rng.uniform(-3, 3), y=rng.uniform(-2, 2))
        self._tremor = Tremor(rng)
        self._answer = Answer(replace(GROWN, confused=0.0), rng)
        self._turn = rng.uniform(*paper.yaw)
        self._aslant = rng.uniform(*paper.aslant)
        self._wearer = Figure(somebody(rng, (20, 50)), share=0.4)
        self._frames = 0

    def frame(self, at: float, hint: FaceHint | None, page: Colour) -> Image:
        movement, seconds, _ = self._answer.at(at, hint)
        pose = moved(self._wearer, movement, seconds).pose
        swing = {
            Movement.TURN_LEFT: self._turn,
            Movement.TURN_RIGHT: -self._turn,
        }.get(movement, 0.0)
        # The wearer's own pose says how far up the swing it is.
        part = min(1.0, abs(pose.yaw) / 28.0 / _AHEAD) if swing else 0.0
        nod = pose.pitch if movement is Movement.NOD else 0.0
        held = replace(
            self._held,
            yaw=swing * part,
            pitch=self._aslant * swing * part + 1.5 * nod,
            y=self._held.y + 0.25 * nod,
        )
        self._frames += 1
        behind: list[Figure] = []
        if self._paper.eye_holes:
            behind = [self._behind(held).posed(Pose(eyes_open=pose.eyes_open))]
        shine = Shine(page)
        hall = scene(behind, seed=self._frames, shine=shine)
        return hold(self._sheet, self._tremor.held(at, held), hall, shine)

    def _behind(self, held: Held) -> Figure:
        """The attacker, with the eyes behind the holes."""
        focal = 1280 / 2 / math.tan(math.radians(32.5))
        near = focal / held.distance
        rise = (0.5 - _eyes_at()) * TALL / _SHARE
        return replace(
            self._wearer,
            x=0.5 + held.x * near / 1280,
            y=0.5 + (held.y - rise) * near / 720,
            share=TALL * near / 720,
        )


class PhonePhoto:
    """A photograph on a phone, in the hand."""

    def __init__(self, number: int) -> None:
        rng = random.Random(f"phone {number}")
        head = somebody(rng, _AGES)
        still = scene([Figure(head, share=_FILMED)], size=SCREEN, seed=number)
        self._sheet = phone(still)
        self._held = Held(distance=rng.uniform(19, 25), x=rng.uniform(-1, 1), y=rng.uniform(-1, 1))
        self._tremor = Tremor(rng, still=0.6)
        self._answer = Answer(replace(GROWN, confused=0.0), rng)
        self._aslant = rng.uniform(-1, 1)
        self._frames = 0

    def frame(self, at: float, hint: FaceHint | None, page: Colour) -> Image:
        movement, seconds, _ = self._answer.at(at, hint)
        swing = 0.0
        if movement in (Movement.TURN_LEFT, Movement.TURN_RIGHT):
            swing = 35 * math.sin(min(1.0, seconds / 1.8) * math.pi)
            swing = -swing if movement is Movement.TURN_RIGHT else swing
        held = replace(self._held, yaw=swing, pitch=self._aslant * swing)
        self._frames += 1
        shine = Shine(page)
        hall = scene((), seed=self._frames, shine=shine)
        return hold(self._sheet, self._tremor.held(at, held), hall, shine)


@dataclass(frozen=True, slots=True)
class Film:
    """What a replayed video shows, and how the phone is held."""

    in_hand: bool = True
    obeys: bool = False
    """Every movement is a clip of its own, and the attacker starts the one that is asked for."""
    wide: float = 7.2
    """Centimetres of the device: a phone's, or a tablet's 16, or a monitor's 34 on edge."""
    mirrors: float = 0.0
    """How much of the page is seen in its glass; see :class:`kiosk.app.heads.attacks.Sheet`."""
    haze: float = HAZE


class Replayed:
    """A video of the right person on a screen; a loop of movements in random order and with
    pauses, as may be had from a call or from a film of an earlier visit."""

    def __init__(self, number: int, film: Film) -> None:
        rng = random.Random(f"film {number}")
        head = somebody(rng, _AGES)
        self._figure = Figure(head, share=_FILMED)
        self._film = film
        distance = rng.uniform(19, 25) * film.wide / 7.2
        self._held = Held(distance=distance, x=rng.uniform(-1, 1), y=rng.uniform(-1, 1))
        self._tremor = Tremor(rng, still=0.6 if film.in_hand else 0.0)
        self._answer = Answer(replace(GROWN, confused=0.0), rng)
        self._plan = _loop(rng)
        self._offset = rng.uniform(0, self._plan[-1][0])
        self._reach = rng.uniform(0.7, 1.0)
        self._frames = 0

    def frame(self, at: float, hint: FaceHint | None, page: Colour) -> Image:
        movement, seconds, reach = self._answer.at(at, hint)
        if not self._film.obeys:
            movement, seconds = _playing(self._plan, at + self._offset)
            reach = self._reach
        self._frames += 1
        # The film has 25 frames a second, and its own noise.
        person = moved(self._figure, movement, seconds, reach)
        shown = scene([person], size=SCREEN, seed=self._frames * 3)
        sheet = phone(shown, self._film.wide, mirrors=self._film.mirrors, haze=self._film.haze)
        shine = Shine(page)
        hall = scene((), seed=self._frames, shine=shine)
        return hold(sheet, self._tremor.held(at, self._held), hall, shine)


_Plan = list[tuple[float, Movement, float]]
"""Until when which movement is played, and when it began."""


def _loop(rng: random.Random) -> _Plan:
    plan: _Plan = []
    at = 0.0
    for movement in rng.sample(sorted(MOVEMENTS.values(), key=lambda one: one.value), 4):
        pause = rng.uniform(0.4, 3.0)
        plan.append((at + pause, Movement.STAND, at))
        at += pause
        lasting = rng.uniform(1.6, 2.0)
        plan.append((at + lasting, movement, at))
        at += lasting
    return plan


def _playing(plan: _Plan, at: float) -> tuple[Movement, float]:
    now = at % plan[-1][0]
    until, movement, began = next(each for each in plan if now < each[0])
    del until
    return movement, now - began


def _faded(picture: Image, rng: random.Random) -> Image:
    """As printers print: less contrast, colours slightly off."""
    gain = np.array([rng.uniform(0.82, 0.95) for _ in range(3)], np.float32)
    return np.asarray(np.clip(picture * gain + rng.uniform(8, 20), 0, 255), np.uint8)


def _eyes_at() -> float:
    """Where in a print the eyes are, as a share of its height from the top."""
    return 0.5 - 0.4 / TALL * _SHARE


def _cover(mask: Cover, paper: Paper) -> Cover | None:
    if not (paper.cut_out or paper.eye_holes):
        return None
    cover = np.where(mask > 127, 255, 0).astype(np.uint8)
    if paper.eye_holes:
        scale = _SHARE * PRINT[1] / TALL
        for side in (-1, 1):
            at = (round(PRINT[0] / 2 + side * 3.2 * scale), round(_eyes_at() * PRINT[1]))
            cv2.ellipse(cover, at, (round(1.7 * scale), round(0.9 * scale)), 0, 0, 360, 0, -1)
    return cover


__all__ = ["FPS", "Film", "Paper", "PhonePhoto", "Printed", "Replayed"]
