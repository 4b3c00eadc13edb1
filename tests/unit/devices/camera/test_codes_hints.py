"""What the hand is told, and that it is told nothing where no code is."""

import random
from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from kiosk.bench.vision_codes_hints import empty_frame, troubled_frames
from kiosk.bench.vision_codes_symbols import identity_card
from kiosk.devices.camera.codes import BUDGET_S, CodeSearch, zxing
from kiosk.devices.camera.codes.code import as_grey
from kiosk.devices.camera.codes.finders import find_finders
from kiosk.devices.camera.codes.hints import Lasting, code_hint
from kiosk.devices.camera.codes.regions import find_regions
from kiosk.devices.camera.codes.shape import code_shape
from kiosk.devices.camera.codes.zxing import Kinds
from kiosk.model.guidance import CodeHint

Pixels = NDArray[np.uint8]
Draw = Callable[[str | bytes], Pixels]


def told(hint: CodeHint, number: int) -> CodeHint | None:
    """What is said after two thirds of a second of such frames; ``None`` also where it was read."""
    search = CodeSearch()
    return [search.search(image, BUDGET_S).hint for image in troubled_frames(hint, number)][-1]


def seen(image: Pixels) -> CodeHint | None:
    """What one frame shows."""
    grey, _ = as_grey(image)
    return code_hint(grey, zxing.look(grey, Kinds.QR, errors=True).unread, find_regions(grey))


@pytest.mark.parametrize("hint", CodeHint)
def test_a_card_that_is_held_up_wrongly(hint: CodeHint) -> None:
    assert seen(next(troubled_frames(hint, 4))) is hint


@pytest.mark.slow
@pytest.mark.parametrize("hint", CodeHint)
def test_most_cards_that_are_held_up_wrongly(hint: CodeHint) -> None:
    told_by_card = [told(hint, number) for number in range(100, 106)]
    assert told_by_card.count(hint) >= 3
    assert sum(other not in (hint, None) for other in told_by_card) <= 1


def hinted(numbers: range) -> list[int]:
    """The frames without a code for which something is said."""
    found = []
    for number in numbers:
        search = CodeSearch()
        image = empty_frame(number)
        if any(search.search(image, 0.0).hint for _ in range(9)):
            found.append(number)
    return found


def test_cloth_print_faces_and_cards_without_a_code() -> None:
    assert [seen(empty_frame(number)) for number in range(2000, 2004)] == [None] * 4


@pytest.mark.slow
def test_fewer_than_one_in_a_hundred_frames_without_a_code_are_hinted() -> None:
    assert len(hinted(range(3000, 3080))) <= 1


def test_one_frame_says_nothing_and_a_code_that_is_read_ends_it(qr_picture: Draw) -> None:
    search = CodeSearch()
    frames = list(troubled_frames(CodeHint.TILT, 4, 12))
    assert search.search(frames[0], BUDGET_S).hint is None
    for frame in frames:
        last = search.search(frame, BUDGET_S)
    assert last.hint is CodeHint.TILT
    assert search.search(qr_picture("HEN:1"), BUDGET_S).hint is None
    assert search.search(frames[0], BUDGET_S).hint is None


def test_a_hint_that_flickers_is_not_followed() -> None:
    lasting = Lasting()
    still, tilt = CodeHint.HOLD_STILL, CodeHint.TILT
    given = [still, None, still, still, tilt, still, tilt, still, tilt, tilt, tilt, tilt]
    said = [lasting.after(hint) for hint in given]
    assert said[:3] == [None, None, None]
    assert said[3:9] == [still] * 6
    assert said[-1] is tilt
    assert [lasting.after(None) for _ in range(6)][-1] is None


def grey_code(qr_picture: Draw) -> Pixels:
    """Of a card, eight pixels a module."""
    card = identity_card(random.Random(8))
    return np.asarray(cv2.cvtColor(qr_picture(card), cv2.COLOR_BGR2GRAY), dtype=np.uint8)


def test_finder_patterns_are_found_turned_tilted_and_small(qr_picture: Draw) -> None:
    code = grey_code(qr_picture)
    side = code.shape[0]
    for turn, scale in ((0, 1.0), (31, 0.7), (45, 0.4), (200, 0.25)):
        matrix = cv2.getRotationMatrix2D((side / 2, side / 2), turn, scale)
        room = round(side * scale * 1.6)
        matrix[:, 2] += (room - side) / 2
        soft = cv2.GaussianBlur(code, (0, 0), 0.4 / scale)
        view = cv2.warpAffine(soft, matrix, (room, room), borderValue=(200,))
        finders = find_finders(np.asarray(view, dtype=np.uint8))
        assert len(finders) == 3
        assert all(abs(one.side - 56 * scale) < 14 * scale for one in finders)  # 8 pixels a module


def test_a_code_has_the_shape_of_one_and_print_has_not(qr_picture: Draw) -> None:
    code = grey_code(qr_picture)
    blurred = np.asarray(cv2.GaussianBlur(code, (0, 0), 4), dtype=np.uint8)
    for part in (code, blurred):
        shape = code_shape(part)
        assert shape is not None
        assert abs(shape.long - (code.shape[0] - 64)) < 24  # without its margins
    page = np.full((300, 300), 235, dtype=np.uint8)
    for line in range(30, 290, 24):
        cv2.putText(page, "phong kham so 24", (20, line), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (30,), 2)
    assert code_shape(page) is None
    assert code_shape(np.full((300, 300), 90, dtype=np.uint8)) is None
    assert code_shape(np.zeros((5, 300), dtype=np.uint8)) is None
