"""A face is the same one while it stays about where it was."""

from kiosk.face.seen import Box
from kiosk.face.track import LOST_S, Track
from tests.unit.face.people import face


def test_boxes_overlap_by_what_they_share() -> None:
    box = Box(0, 0, 9, 9)

    assert box.overlap(box) == 1.0
    assert box.overlap(Box(5, 0, 14, 9)) == 50 / 150
    assert box.overlap(Box(10, 0, 19, 9)) == 0.0


def test_a_face_that_moves_a_little_is_followed() -> None:
    track = Track()

    assert track.follows(face(640), 0.0)
    assert track.follows(face(700), 0.1)
    assert not track.follows(face(1000), 0.2)


def test_the_nearest_of_several_is_the_same_one() -> None:
    track = Track()
    track.follows(face(640), 0.0)
    same = face(660)

    assert track.same([face(300), same, face(760)], 0.1) is same


def test_nobody_near_is_nobody_and_the_place_is_kept() -> None:
    track = Track()
    track.follows(face(640), 0.0)

    assert track.same([face(200)], 0.1) is None
    assert track.same([face(650)], 0.2) is not None


def test_a_face_of_quite_another_size_is_another_one() -> None:
    track = Track()
    track.follows(face(side=240), 0.0)

    assert track.same([face(side=120)], 0.1) is None


def test_after_a_while_out_of_sight_it_is_lost() -> None:
    track = Track()
    track.follows(face(), 0.0)

    assert not track.lost(LOST_S)
    assert track.lost(LOST_S + 0.1)
    assert track.same([face()], LOST_S + 0.1) is None
