"""What the hand is told, and that it is told nothing where no code is."""

import random
from collections.abc import Callable, Iterable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from kiosk.bench.vision_codes_held import Taken
from kiosk.bench.vision_codes_hints import empty_frame, troubled_frames
from kiosk.bench.vision_codes_symbols import identity_card
from kiosk.devices.camera.codes import BUDGET_S, CodeSearch
from kiosk.devices.camera.codes import search as search_module
from kiosk.devices.camera.codes.code import as_grey
from kiosk.devices.camera.codes.dark import is_dark, lifted
from kiosk.devices.camera.codes.finders import find_finders
from kiosk.devices.camera.codes.hints import Lasting
from kiosk.devices.camera.codes.shape import code_shape
from kiosk.model.guidance import CodeHint
from tests.unit.devices.camera.clock import ticking

Pixels = NDArray[np.uint8]
Draw = Callable[[str | bytes], Pixels]
LOOK_S = BUDGET_S / 7
"""What each look takes, so that there is time for three in a frame."""


def told(frames: Iterable[Pixels]) -> CodeHint | bool | None:
    """What is said after these frames of a camera; ``True`` where the code was read in one."""
    search = CodeSearch(clock=ticking(LOOK_S))
    found = [search.search(image, BUDGET_S) for image in frames]
    return any(frame.codes for frame in found) or found[-1].hint


def seen(image: Pixels) -> CodeHint | None:
    """What is said of one picture that stays."""
    search = CodeSearch(clock=ticking(1.0))
    return [search.search(image, 0.0).hint for _ in range(9)][-1]


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """No slow look finds anything, nor takes its time."""
    monkeypatch.setattr(search_module, "_look", lambda grey, region, way: [])


@pytest.mark.usefixtures("unread")
@pytest.mark.parametrize("hint", CodeHint)
def test_a_card_that_is_held_up_wrongly(hint: CodeHint) -> None:
    assert seen(next(troubled_frames(hint, 4))) is hint


@pytest.mark.slow
@pytest.mark.parametrize("hint", CodeHint)
def test_most_cards_that_are_held_up_wrongly(hint: CodeHint) -> None:
    """Of six, three at least cannot be read and are told so, and one at most is left alone."""
    cards = [told(troubled_frames(hint, number, 12)) for number in range(100, 106)]
    assert cards.count(hint) >= 3
    assert sum(card not in (hint, True) for card in cards) <= 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("light", "noise"), [(0.2, 17), (0.1, 11), (0.06, 11), (0.05, 8), (0.03, 4), (0.02, 2)]
)
def test_a_card_in_the_dark_is_read_or_the_hand_is_told(light: float, noise: float) -> None:
    """Down to paper five grey levels lighter than ink."""
    taken = Taken(light=light, noise=noise)
    cards = [told(troubled_frames(CodeHint.LIGHT, number, 12, taken)) for number in range(3)]
    assert set(cards) <= {True, CodeHint.LIGHT}


def in_the_dark(number: int) -> Pixels:
    """A view without a code, of which a twentieth of the light is left."""
    noise = np.random.default_rng(number).normal(0, 4, (720, 1280, 1))
    return (empty_frame(number) * 0.05 + noise).clip(0, 255).astype(np.uint8)


def test_a_dark_view_is_told_from_a_light_one() -> None:
    for number in (2, 5):
        assert is_dark(as_grey(in_the_dark(number))[0])
        assert not is_dark(as_grey(empty_frame(number))[0])
    assert is_dark(np.zeros((720, 1280), np.uint8))
    assert is_dark(np.zeros((8, 8), np.uint8))


@pytest.mark.slow
@pytest.mark.usefixtures("unread")
def test_nothing_is_said_in_the_dark_where_no_code_is() -> None:
    """Cards with a photograph, cloth and people."""
    assert [number for number in range(40, 56) if seen(in_the_dark(number))] == []


def test_nothing_is_made_of_a_covered_lens() -> None:
    covered = np.random.default_rng(3).integers(0, 3, (360, 640), dtype=np.uint8)
    assert np.array_equal(lifted(covered), covered)
    assert told([covered] * 9) is None


@pytest.mark.usefixtures("unread")
def test_cloth_print_and_cards_without_a_code() -> None:
    assert [seen(empty_frame(number)) for number in range(2000, 2003)] == [None] * 3


@pytest.mark.slow
@pytest.mark.usefixtures("unread")
def test_fewer_than_one_in_a_hundred_frames_without_a_code_are_hinted() -> None:
    """The same, and people."""
    assert sum(seen(empty_frame(number)) is not None for number in range(3000, 3080)) <= 1


@pytest.mark.usefixtures("unread")
def test_one_frame_says_nothing_and_a_code_that_is_read_ends_it(qr_picture: Draw) -> None:
    search = CodeSearch(clock=ticking(1.0))
    frames = list(troubled_frames(CodeHint.TILT, 4, 9))
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
