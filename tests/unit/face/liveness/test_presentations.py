"""Whole presentations, with heads that are drawn and found: slow, and one of each kind only."""

import pytest

from kiosk.bench.vision_attacks import ATTACKS, PEOPLE, present
from kiosk.face.liveness import LivenessState

pytestmark = pytest.mark.slow


def test_a_person_is_taken_for_alive() -> None:
    assert present(PEOPLE["65 to 92 years"](3), "somebody").state is LivenessState.LIVE


@pytest.mark.parametrize(
    "kind", ["print, tilted aslant", "photo on a phone", "video, phone in hand"]
)
def test_an_attack_is_not(kind: str) -> None:
    assert present(ATTACKS[kind](0), f"{kind} 0").state is LivenessState.NOT_LIVE
