"""Faces are found where they are, and only there."""

from dataclasses import astuple

import cv2
import numpy as np
import pytest

from kiosk.app.heads.head import Pose
from kiosk.face.detect import MOST_FACES, detect
from kiosk.face.seen import Box, Image
from tests.unit.face.people import alone, hall, stand


def test_a_face_is_found_and_measured() -> None:
    (seen,) = detect(alone(1))

    assert seen.box.centre == pytest.approx((320, 175), abs=25)
    assert 0.3 < seen.size_share < 0.6
    assert seen.score > 0.3
    assert 0.2 < seen.brightness < 0.7 and seen.contrast > 0.05 and seen.sharpness > 0.4
    assert abs(seen.yaw) < 15 and abs(seen.roll) < 4
    assert min(seen.eyes_open) > 0.3
    assert seen.landmarks.shape == (5, 2) and seen.landmarks.dtype == np.float32


def test_sizes_are_told_in_pixels_of_the_picture() -> None:
    """Large pictures are shrunk before they are looked at."""
    (small,) = detect(alone(1))
    (large,) = detect(np.asarray(cv2.resize(alone(1), None, fx=3, fy=3), dtype=np.uint8))

    assert large.box.centre == pytest.approx([3 * v for v in small.box.centre], abs=30)
    assert large.landmarks == pytest.approx(3 * small.landmarks, abs=15)


def test_left_and_right_are_the_patients_own() -> None:
    frame = stand(hall(), 2, Pose(yaw=18))
    (turned,) = detect(frame)
    (leaning,) = detect(stand(hall(), 2, Pose(roll=15)))

    assert turned.yaw > 8
    assert turned.landmarks[0, 0] > turned.landmarks[2, 0], "the left eye is at the right"
    assert leaning.roll == pytest.approx(15, abs=5)


def test_shut_eyes_are_told_from_open_ones() -> None:
    (open_,) = detect(alone(1))
    (shut,) = detect(stand(hall(), 1, Pose(eyes_open=0.0)))

    assert max(shut.eyes_open) < 0.5 * min(open_.eyes_open)


def test_blur_is_less_sharp_and_light_from_behind_is_backlit() -> None:
    (sharp,) = detect(alone(1))
    (blurred,) = detect(np.asarray(cv2.GaussianBlur(alone(1), (0, 0), 3.0), dtype=np.uint8))
    dark = stand(hall(grey=0), 1)
    shadow = dark // 4
    shadow[(dark == 0).all(axis=2)] = 250
    (backlit,) = detect(shadow)

    assert blurred.sharpness < 0.6 * sharp.sharpness
    assert backlit.backlit > 0.5 > sharp.backlit


def test_half_the_light_is_as_sharp() -> None:
    (bright,) = detect(alone(1))
    (dark,) = detect(alone(1) // 2)

    assert dark.brightness == pytest.approx(bright.brightness / 2, abs=0.02)
    assert dark.sharpness == pytest.approx(bright.sharpness, abs=0.15)


def test_five_faces_are_five_and_the_largest_is_first() -> None:
    frame = hall((1280, 720))
    for who in range(4):
        stand(frame, who, at=0.12 + 0.18 * who, tall=290, top=300)
    stand(frame, 4, at=0.85, tall=420, top=100)

    sides = [seen.box.height for seen in detect(frame)]

    assert len(sides) == 5
    assert sides == sorted(sides, reverse=True)
    assert sides[0] > 1.2 * sides[1]


def test_a_face_on_a_shirt_is_not_somebody() -> None:
    frame = stand(hall((640, 720)), 1, tall=480, top=0)
    with_print = stand(frame.copy(), 3, tall=210, top=480)
    somebody_below = stand(hall((640, 720)), 3, tall=210, top=480)

    assert len(detect(somebody_below)) == 1, "it would be found alone"
    assert len(detect(with_print)) == 1
    assert detect(with_print)[0].box.height > 120


def test_a_child_before_a_grown_up_is_somebody() -> None:
    frame = stand(hall((640, 720)), 1, tall=330, top=0)
    stand(frame, 3, tall=300, top=380, at=0.35)

    assert len(detect(frame)) == 2


def test_far_faces_are_found_where_they_are_looked_for() -> None:
    frame = stand(hall((1280, 720)), 1, tall=230, top=200)

    assert len(detect(frame, far=True)) == 1


def test_near_where_it_was_the_same_face_is_found() -> None:
    frame = stand(hall((1280, 720)), 1, at=0.3, top=100, tall=500)
    stand(frame, 4, at=0.8, top=100, tall=500)
    whole = next(each for each in detect(frame) if each.box.centre[0] < 640)
    place = Box(*(edge + 40 for edge in astuple(whole.box)))

    (seen,) = detect(frame, near=place)

    assert seen.box.overlap(whole.box) > 0.75
    assert seen.landmarks == pytest.approx(whole.landmarks, abs=8)


@pytest.mark.parametrize(
    "place", [Box(2000, 2000, 2100, 2100), Box(-300, -300, -200, -200), Box(0, 0, 0, 0)]
)
def test_nothing_is_found_near_a_place_without_a_face(place: Box) -> None:
    assert detect(alone(1), near=place) == ()


@pytest.mark.parametrize("seed", range(3))
def test_nothing_is_found_where_nobody_is(seed: int) -> None:
    rng = np.random.default_rng(seed)
    noise = rng.integers(0, 256, (90, 160, 3), dtype=np.uint8)

    assert detect(np.asarray(cv2.resize(noise, (640, 360)), dtype=np.uint8)) == ()
    assert detect(hall()) == ()


@pytest.mark.parametrize(
    "shape", [(360, 640), (360, 640, 4), (360, 640, 1), (0, 0, 3), (0, 640, 3), (9000, 9000, 3)]
)
def test_what_is_no_picture_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="picture"):
        detect(np.zeros(shape, dtype=np.uint8))


def test_other_numbers_than_bytes_are_refused() -> None:
    floats: object = np.zeros((360, 640, 3), dtype=np.float32)

    with pytest.raises(ValueError, match="picture"):
        detect(floats)  # type: ignore[arg-type]  # what a driver might give, too


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 5000, 3), (5000, 1, 3), (7, 9, 3)])
def test_odd_sizes_are_pictures_without_a_face(shape: tuple[int, int, int]) -> None:
    assert detect(np.full(shape, 90, dtype=np.uint8)) == ()


@pytest.mark.slow
def test_fifty_megapixels_are_looked_at_like_any_picture() -> None:
    large: Image = np.full((6000, 8333, 3), 170, dtype=np.uint8)
    large[1000:4000, 2000:5000] = cv2.resize(alone(1)[20:340, 160:480], (3000, 3000))

    assert len(detect(large)) == 1


@pytest.mark.slow
def test_a_crowd_is_not_measured_beyond_a_bound() -> None:
    frame = hall((1280, 720))
    for row in range(3):
        for column in range(6):
            stand(frame, row, at=0.09 + 0.165 * column, tall=235, top=240 * row)

    assert len(detect(frame, far=True)) == MOST_FACES


@pytest.mark.slow
def test_landmarks_hardly_depend_on_where_the_detectors_grid_lies() -> None:
    whole = stand(hall((700, 420)), 2)
    found = []
    for shift in range(0, 16, 2):
        (seen,) = detect(np.ascontiguousarray(whole[:, shift : shift + 640]))
        found.append(seen.landmarks + np.array((shift, 0), dtype=np.float32))
    eyes = float(np.linalg.norm(found[0][0] - found[0][2]))

    assert np.std(found, axis=0).max() < 0.03 * eyes
