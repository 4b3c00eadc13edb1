"""Faces that were chosen for people with cards, so that no two are alike."""

import itertools
from datetime import date

import pytest

from kiosk.app.dock_faces import somebody
from kiosk.app.heads.chosen import NAMES, Look, chosen
from kiosk.app.heads.figure import Figure
from kiosk.app.heads.head import Head
from kiosk.app.heads.scene import scene
from kiosk.face.compare import VERIFY, distance
from kiosk.face.describe import describe
from kiosk.face.detect import detect
from kiosk.frontdesk.generate import newcomers, people

NEAREST, ALIKE = 0.35, 0.025
"""A distance, and the share of pairs that one would take for one person."""
HOLDERS = [one for one in (*people(), *newcomers()) if one.card_issued]


def test_a_look_is_kept_to_a_hundredth() -> None:
    values = {name: place / 35 * 3.2 - 1.6 for place, name in enumerate(NAMES)}
    look = Look(values, 0.7, 0.2, 3, 1, 2)
    again = Look.unpacked(look.packed())
    assert (again.hair, again.glasses, again.beard) == (3, 1, 2)
    assert all(abs(again.values[name] - values[name]) < 0.01 for name in NAMES)


@pytest.mark.parametrize("text", ["", "!!!!", "AAAA"])
def test_what_is_no_look_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"base64|bytes"):
        Look.unpacked(text)


def test_everybody_with_a_card_has_a_face_that_was_chosen() -> None:
    assert all(chosen(one.personal_number) for one in HOLDERS)


@pytest.mark.slow
def test_everybody_with_a_card_is_found_and_hardly_any_two_are_alike() -> None:
    descriptors = []
    for one in HOLDERS[::7]:
        who = somebody(one, date(2026, 11, 23))
        image = scene([Figure(Head.of(who.number, who.sex, who.age))], size=(640, 360))
        [face] = detect(image)
        descriptors.append(describe(image, face))
    apart = [distance(one, other) for one, other in itertools.combinations(descriptors, 2)]
    assert min(apart) > NEAREST
    assert sum(one < VERIFY for one in apart) < ALIKE * len(apart)
