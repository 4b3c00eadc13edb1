"""Frame after frame: budgets, turns, and pictures that mean harm."""

import random
from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from kiosk.bench.vision_codes_frames import code_frame
from kiosk.bench.vision_codes_hour import MOST_GROWN_MB, memory_grown_mb
from kiosk.bench.vision_codes_scene import background
from kiosk.bench.vision_codes_symbols import other
from kiosk.devices.camera.codes import BUDGET_S, Code, CodeSearch, Found, search, zxing
from kiosk.devices.camera.codes.code import LONGEST_SIDE, as_grey
from kiosk.devices.camera.codes.regions import Region
from kiosk.devices.camera.codes.zxing import Kinds
from tests.unit.devices.camera.clock import ticking

Pixels = NDArray[np.uint8]
Draw = Callable[[str | bytes], Pixels]


def on_desk(code: Pixels, side: int) -> Pixels:
    """1280×720, the code in the middle, ``side`` pixels wide."""
    frame = np.full((720, 1280, 3), 170, dtype=np.uint8)
    x, y = (1280 - side) // 2, (720 - side) // 2
    frame[y : y + side, x : x + side] = cv2.resize(code, (side, side), interpolation=cv2.INTER_AREA)
    return frame


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[search.Way]:
    """The slow looks that are taken, in order; none finds anything."""
    taken: list[search.Way] = []

    def look(grey: Pixels, region: Region, way: search.Way) -> list[Code]:
        taken.append(way)
        return []

    monkeypatch.setattr(search, "_look", look)
    return taken


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("small", 4),
        *(
            pytest.param(kind, number, marks=pytest.mark.slow)
            for kind, number in (("far", 4), ("noisy", 9), ("blurred", 2), ("laminated", 2))
        ),
    ],
)
def test_a_hard_code_is_found_within_a_second_of_frames(kind: str, number: int) -> None:
    """Hard: zxing-cpp alone does not read it. With time for three slow looks in each frame."""
    frame = code_frame(kind, number, degree=0.5)
    assert zxing.look(as_grey(frame.image)[0], Kinds.ALL).codes == ()
    seeking = CodeSearch(clock=ticking(BUDGET_S / 7))
    looked = (seeking.search(frame.image, BUDGET_S).codes for _ in range(30))
    found = next(codes for codes in looked if codes)
    assert [code.data for code in found] == [symbol.data for symbol in frame.symbols]


def test_an_easy_code_costs_one_look(qr_picture: Draw, looks: list[search.Way]) -> None:
    frame = on_desk(qr_picture("HEN:12"), 200)
    assert [code.data for code in CodeSearch().search(frame, 1.0).codes] == [b"HEN:12"]
    assert looks == []


def test_a_blank_frame_costs_one_look(looks: list[search.Way]) -> None:
    blank = np.full((720, 1280, 3), 140, dtype=np.uint8)
    assert CodeSearch().search(blank, 1.0) == Found((), None)
    assert looks == []


def test_frames_go_on_where_the_last_one_ended(looks: list[search.Way]) -> None:
    """On a clock by which each frame has time for one look only."""
    cloth = background("knit", 0)[:180, :240]
    seeking = CodeSearch(clock=ticking(1.0))
    ways = len(seeking._ways)
    for _ in range(8 * ways):
        before = len(looks)
        seeking.search(cloth, 0.5)
        assert len(looks) - before <= 1
    assert set(looks) == set(seeking._ways)


def test_the_budget_decides_how_much_is_tried(looks: list[search.Way]) -> None:
    cloth = background("knit", 0)
    tried = []
    for budget in (0.0, 0.01, 0.1):
        looks.clear()
        CodeSearch(clock=ticking(0.001)).search(cloth, budget)
        tried.append(len(looks))
    assert tried[0] == 1
    assert tried[0] < tried[1] < tried[2]


def test_thorough_tries_everything_whatever_the_time(looks: list[search.Way]) -> None:
    seeking = CodeSearch(clock=ticking(60.0))
    seeking.search(background("knit", 0), 0.0, thorough=True)
    assert set(looks) == set(seeking._ways)


def test_a_second_code_is_found_beside_the_first(qr_picture: Draw) -> None:
    frame = on_desk(qr_picture("HEN:12"), 200)
    frame[300:420, 100:330] = 255
    bars = other("Code128", "BN12345678").modules
    frame[330 : 330 + bars.shape[0], 130 : 130 + bars.shape[1]] = bars[:, :, None]
    seeking = CodeSearch(clock=ticking(BUDGET_S / 7))
    seen = {one.data for _ in range(30) for one in seeking.search(frame, BUDGET_S).codes}
    assert seen == {b"HEN:12", b"BN12345678"}


def test_what_is_found_says_where_in_the_whole_picture(qr_picture: Draw) -> None:
    frame = cv2.GaussianBlur(on_desk(qr_picture("HEN:12" * 12), 120), (0, 0), 1.3)
    (code,) = CodeSearch().search(np.asarray(frame, np.uint8), 0.0, thorough=True).codes
    xs, ys = zip(*code.corners, strict=True)
    assert 560 < min(xs) < max(xs) < 720
    assert 280 < min(ys) < max(ys) < 440


@pytest.mark.parametrize(
    "size",
    [(0, 0, 3), (0, 9, 3), (1, 1, 3), (3, 9000, 3), (9000, 3, 3), (7, 7, 3), (1, 1), (40, 9)],
)
def test_pictures_too_small_for_any_code(size: tuple[int, ...]) -> None:
    noise = np.random.default_rng(2).integers(0, 255, size, dtype=np.uint8)
    for thorough in (False, True):
        assert CodeSearch().search(noise, 1.0, thorough=thorough).codes == ()


@pytest.mark.parametrize("shape", ["grey", "one channel", "alpha", "not contiguous"])
def test_other_forms_of_pictures(qr_picture: Draw, shape: str) -> None:
    frame = on_desk(qr_picture("HEN:12"), 200)
    made = {
        "grey": frame[:, :, 0],
        "one channel": frame[:, :, :1],
        "alpha": cv2.cvtColor(frame, cv2.COLOR_BGR2BGRA),
        "not contiguous": np.repeat(frame, 2, axis=1)[:, ::2],
    }[shape]
    found = CodeSearch().search(np.asarray(made, dtype=np.uint8), 1.0)
    assert [code.data for code in found.codes] == [b"HEN:12"]


@pytest.mark.parametrize(
    "wrong",
    [
        np.zeros((9, 9, 2), dtype=np.uint8),
        np.zeros((9, 9, 5), dtype=np.uint8),
        np.zeros(9, dtype=np.uint8),
        np.zeros((9, 9, 3, 1), dtype=np.uint8),
        np.zeros((9, 9, 3), dtype=np.float32),
    ],
    ids=lambda wrong: f"{wrong.shape} {wrong.dtype}",
)
def test_what_is_no_picture_is_refused(wrong: Pixels) -> None:
    with pytest.raises(ValueError, match="eight bits"):
        CodeSearch().search(wrong, 1.0)


@pytest.mark.slow
def test_fifty_megapixels_are_shrunk_and_read(qr_picture: Draw) -> None:
    large = np.full((6000, 8400, 3), 200, dtype=np.uint8)
    code = qr_picture("HEN:12")
    large[2000 : 2000 + 5 * code.shape[0] : 1, 3000 : 3000 + 5 * code.shape[1] : 1] = cv2.resize(
        code, None, fx=5, fy=5, interpolation=cv2.INTER_NEAREST
    )
    assert max(as_grey(large)[0].shape) == LONGEST_SIDE
    (found,) = CodeSearch().search(large, 0.0).codes
    assert found.data == b"HEN:12"
    assert all(3000 <= x < 3000 + 5 * code.shape[1] for x, _ in found.corners)


def test_the_largest_qr_code_there_is(qr_picture: Draw) -> None:
    chance = random.Random(40)
    content = bytes(chance.randrange(256) for _ in range(2331))  # version 40, level M
    code = cv2.resize(qr_picture(content), None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    (found,) = CodeSearch().search(np.asarray(code, np.uint8), 0.0).codes
    assert found.data == content


@pytest.mark.slow
def test_memory_is_flat_while_a_code_is_in_every_frame() -> None:
    """Four thousand frames, half a camera's size a side; one in a hundred that is kept would
    show as 9 MB. An hour of them is measured by ``kiosk bench vision-codes``."""
    assert memory_grown_mb(4000) < MOST_GROWN_MB
