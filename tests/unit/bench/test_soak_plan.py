"""What breaks in a soak, and when: the same for the same seed, and everything in time."""

from collections import Counter

import pytest

from kiosk.bench.audit import Cause
from kiosk.bench.soak_plan import Gone, Lost, Manner, Scene, Shows, plan
from kiosk.devices.camera.faults import CameraFault
from kiosk.devices.printer.base import PrinterState
from kiosk.hospital.link import LinkMode
from kiosk.journal.disk_fault import DiskFault

VISITS = 4000


@pytest.fixture(scope="module")
def scenes() -> list[Scene]:
    return list(plan(VISITS, 1))


def test_a_seed_gives_the_same_visits_and_another_one_others(scenes: list[Scene]) -> None:
    assert list(plan(VISITS, 1)) == scenes
    assert list(plan(VISITS, 2)) != scenes
    assert list(plan(100, 1)) == scenes[:100]


def test_everything_breaks_that_can(scenes: list[Scene]) -> None:
    broken = {fault.what for scene in scenes for fault in scene.begins}
    assert set(LinkMode) - {LinkMode.PASS} <= broken
    assert {s for s in PrinterState if not s.prints} | {PrinterState.PAPER_NEAR_END} <= broken
    assert set(Lost) <= broken
    assert set(DiskFault) <= broken
    assert {CameraFault.BLACK, CameraFault.FROZEN, *Gone} <= broken
    assert any(isinstance(what, int) and what < -50_000 for what in broken)
    assert any(scene.pulled_at for scene in scenes)
    assert {scene.shows for scene in scenes} == set(Shows)
    assert {scene.manner for scene in scenes} == set(Manner)


def test_a_kind_of_fault_is_mended_before_it_begins_again(scenes: list[Scene]) -> None:
    lasting: set[Cause] = set()
    for scene in scenes:
        assert scene.mends <= lasting
        lasting -= scene.mends
        for fault in scene.begins:
            assert fault.cause not in lasting
            lasting.add(fault.cause)


def test_people_come_once_or_come_again_after_they_were_here(scenes: list[Scene]) -> None:
    came: Counter[int] = Counter()
    for scene in scenes:
        assert scene.again is (came[scene.person] > 0)
        came[scene.person] += 1
    assert sorted(came) == list(range(len(came)))
    assert sum(1 for times in came.values() if times > 1) > VISITS / 20
