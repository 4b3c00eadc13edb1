"""What a tester lets the simulated camera see from the dock: faces, files, and troubles."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.devices.camera.faults import CameraFault
from kiosk.model.guidance import FaceHint
from kiosk.ui.dock.camera import GOOD, CameraDesk
from kiosk.ui.dock.sights import (
    FaceLight,
    FaceManner,
    FaceOwner,
    FaceState,
    FaceToShow,
    FileState,
)
from tests.ui.at_the_dock import AtTheDock, Files, opened

OWN = FaceToShow("079152000017")


@pytest.fixture
def at(qtbot: QtBot) -> Iterator[AtTheDock]:
    made = opened(qtbot)
    yield made
    made.window.close()


def words(at: AtTheDock, name: str) -> str:
    return str(at.item(name).property("text"))


def test_the_chosen_persons_face_waits_from_the_start(at: AtTheDock) -> None:
    assert at.world.faces.did == [("ready", OWN)]
    assert words(at, "face-state") == "A face waits beside the kiosk"


def test_a_face_steps_before_the_camera_and_aside(at: AtTheDock) -> None:
    at.click("face-show")
    assert words(at, "face-state") == "A face is before the camera"
    at.click("face-leave")
    assert at.world.faces.did[1:] == [("show", OWN), "leave", ("ready", OWN)]
    at.click("face-comes")
    assert words(at, "face-state") == "Nobody is before the camera"
    at.click("face-show")
    at.click("face-leave")
    assert at.world.faces.did[4:] == ["leave", ("show", OWN), "leave"]  # and does not wait


def test_who_has_no_face_cannot_show_it(at: AtTheDock) -> None:
    before = list(at.world.faces.did)
    at.dock.choose(2)
    assert not at.item("face-show").isEnabled()
    at.click("face-show")
    assert at.world.faces.did == before
    at.dock.choose(0)
    assert at.item("face-show").isEnabled()
    assert at.world.faces.did[-1] == ("ready", OWN)


def test_whose_face_how_and_in_which_light(at: AtTheDock) -> None:
    at.click("face-more")
    at.click("owner-other")
    at.click("manner-phone")
    at.click("light-backlit")
    at.click("sights-close")
    chosen = FaceToShow(OWN.number, FaceOwner.OTHER, FaceManner.PHONE, FaceLight.BACKLIT)
    assert at.world.faces.did[-1] == ("ready", chosen)
    at.click("face-show")
    assert at.world.faces.did[-1] == ("show", chosen)
    assert at.item("face-more").property("chosen")


def test_what_a_page_says_reaches_the_face(at: AtTheDock, qtbot: QtBot) -> None:
    before = len(at.world.faces.did)
    for hint in (FaceHint.NO_FACE, FaceHint.NOD, None):
        at.feed.guide(hint)
    heard = [("follow", hint) for hint in (FaceHint.NO_FACE, FaceHint.NOD, None)]
    qtbot.waitUntil(lambda: at.world.faces.did[before:] == heard, timeout=1000)


def test_a_face_that_could_not_be_drawn_is_told(at: AtTheDock, qtbot: QtBot) -> None:
    at.click("face-show")
    at.world.faces.state = FaceState.FAILED  # in the painter's own time
    qtbot.waitUntil(lambda: "could not" in words(at, "face-state"), timeout=2000)


def test_every_choice_has_words(at: AtTheDock) -> None:
    at.click("face-more")
    names = [
        *(f"owner-{one.value}" for one in FaceOwner),
        *(f"manner-{one.value}" for one in FaceManner),
        *(f"light-{one.value}" for one in FaceLight),
        *(f"camera-fault-{one.value}" for one in CameraFault),
        f"camera-fault-{GOOD}",
    ]
    for name in names:
        label = words(at, name)
        assert label
        assert label != name.split("-", 1)[1].removeprefix("fault-")


def test_holds_up_and_plays_files(at: AtTheDock, tmp_path: Path, qtbot: QtBot) -> None:
    at.click("face-more")
    at.item("file-path").setProperty("text", f' "{tmp_path}/card.png" ')
    at.click("file-hold")
    assert at.world.files.held == [tmp_path / "card.png"]
    assert words(at, "file-state") == "The file is being read…"
    at.world.files.state = FileState.NOT_A_PICTURE
    qtbot.waitUntil(lambda: words(at, "file-state") == "This is no picture or film", timeout=2000)
    at.item("file-path").setProperty("text", f"file://{tmp_path}")
    at.click("file-play")
    assert at.world.files.played == [tmp_path]


@pytest.mark.parametrize(
    ("typed", "path"),
    [("~/a.png", Path.home() / "a.png"), ("~nobody-at-all/a.png", Path("~nobody-at-all/a.png"))],
)
def test_a_path_is_taken_as_it_is_typed(qapp: object, typed: str, path: Path) -> None:
    files = Files()
    desk = CameraDesk(files, None)
    desk.holdFile(typed)
    desk.holdFile("   ")
    assert files.held == [path]


def test_breaks_the_camera_and_mends_it(at: AtTheDock) -> None:
    at.click("face-more")
    for fault in CameraFault:
        at.click(f"camera-fault-{fault.value}")
        assert at.world.broken.kind is fault
        assert at.item(f"camera-fault-{fault.value}").property("chosen")
    at.click(f"camera-fault-{GOOD}")
    assert at.world.broken.kind is None
    at.click("camera-plugged")
    assert not at.world.broken.plugged
    at.click("camera-plugged")
    assert at.world.broken.plugged


def test_a_real_camera_has_no_part_in_it(qtbot: QtBot) -> None:
    at = opened(qtbot, camera=None, faces=None, files=None, bad_camera=None)
    assert not at.exists("face-show")
    assert not at.exists("file-hold")
    at.feed.guide(FaceHint.NOD)
    at.window.close()
