"""Pictures held before a camera are seen where, and as, geometry says."""

import numpy as np
import pytest

from kiosk.app.heads.attacks import VIEW, Held, Image, Sheet, hold, phone

HALL = np.zeros((360, 640, 3), np.uint8)
FOCAL = 320 / np.tan(np.radians(VIEW / 2))
WHITE = np.full((200, 100, 3), 255, np.uint8)


def wide(seen: Image) -> int:
    """Columns of the middle row that show the sheet."""
    return int((seen[180, :, 0] > 127).sum())


def tall(seen: Image) -> int:
    return int((seen[:, 320, 0] > 127).sum())


def test_a_sheet_is_as_large_as_its_distance_makes_it() -> None:
    seen = hold(Sheet(WHITE, 10.0), Held(distance=50), HALL)

    assert wide(seen) == pytest.approx(FOCAL * 10 / 50, abs=2)
    assert tall(seen) == pytest.approx(FOCAL * 20 / 50, abs=2)
    assert not HALL.any()


@pytest.mark.parametrize(
    "sheet",
    [
        Sheet(WHITE, 10.0, bend=0.2),
        Sheet(WHITE, 10.0, fold=40.0),
    ],
)
def test_a_sheet_that_is_bent_or_folded_is_narrower(sheet: Sheet) -> None:
    seen = hold(sheet, Held(distance=50), HALL)

    assert 0.6 * FOCAL * 10 / 50 < wide(seen) < 0.95 * FOCAL * 10 / 50
    assert tall(seen) == pytest.approx(FOCAL * 20 / 50, abs=2)


def test_turned_to_its_left_its_right_edge_goes_back() -> None:
    seen = hold(Sheet(WHITE, 10.0), Held(distance=50, yaw=40), HALL)
    lit = np.flatnonzero(seen.max(axis=(0, 2)) > 127)
    near, far = (int((seen[:, lit[end], 0] > 127).sum()) for end in (2, -3))

    # Its front looks to the right of the picture, so that edge is the farther one.
    assert wide(seen) < 0.85 * FOCAL * 10 / 50
    assert near > far


def test_through_what_is_cut_away_the_hall_is_seen() -> None:
    cover = np.full(WHITE.shape[:2], 255, np.uint8)
    cover[80:120, 30:70] = 0
    seen = hold(Sheet(WHITE, 10.0, cover), Held(distance=50), HALL)

    assert seen[180, 320].max() < 10
    assert seen[180, 290].min() > 245


def test_a_phone_has_a_dark_rim_around_its_screen() -> None:
    seen = hold(phone(WHITE), Held(distance=25), HALL + 90)
    row = seen[180, :, 0]
    lit, rim = np.flatnonzero(row > 200), np.flatnonzero(row < 40)

    assert rim.min() < lit.min() and rim.max() > lit.max()


def test_what_is_beside_or_behind_the_camera_is_not_seen() -> None:
    for held in (Held(distance=50, x=200), Held(distance=-30)):
        assert not hold(Sheet(WHITE, 10.0), held, HALL).any()
