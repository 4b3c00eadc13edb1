"""Codes are found in pictures as cameras give them, and come out byte for byte."""

import functools
import random
import threading
import time
from collections.abc import Callable

import cv2
import numpy as np
import pytest
import zxingcpp
from numpy.typing import NDArray

from kiosk.devices.camera import zbar
from kiosk.devices.camera.codes import Code, CodeSearch, zxing
from kiosk.devices.camera.codes.code import as_grey
from kiosk.devices.camera.codes.zxing import Kinds
from tests.unit.devices.camera.clock import ticking

Pixels = NDArray[np.uint8]
Draw = Callable[[str | bytes], Pixels]
CCCD = (
    "079190012345|025123456|Trần Thị Thu Hà|15031990|Nữ"
    "|12 Đường Số 3, Phường Thử Nghiệm, TP Hồ Chí Minh|20042022"
).encode()
NAMES = ("Trần Văn Ấn", "Nguyễn Thị Thủy", "Lê Hữu Đạt", "Phạm Ngọc Ánh", "Huỳnh Khuê", "Võ Ý")


def read_codes(image: Pixels) -> tuple[Code, ...]:
    """What is read first of a picture that is held up for three seconds, by a look a frame."""
    search = CodeSearch(clock=ticking(1.0))
    looked = (search.search(image, 0.0).codes for _ in range(90))
    return next((codes for codes in looked if codes), ())


def read_thoroughly(image: Pixels, *, second_opinion: bool = True) -> tuple[Code, ...]:
    search = CodeSearch(second_opinion=second_opinion)
    return search.search(image, 0.0, thorough=True).codes


@functools.cache
def sensor_noise() -> NDArray[np.float32]:
    """Of standard deviation 1; the same in each test, as it takes longer to make than to read."""
    return np.random.default_rng(3).standard_normal((720, 1280, 3), dtype=np.float32)


def seen(
    code: Pixels,
    *,
    pixels: float = 420,
    turn: float = 0,
    tilt: float = 0,
    blur: float = 0,
    noise: float = 2,
    light: tuple[float, float] = (1, 1),
    at: tuple[int, int] = (640, 360),
) -> Pixels:
    """1280×720: ``code`` on a grey desk, ``pixels`` wide, turned (degrees), tilted (its far
    side shrinks by this share), blurred and noisy (standard deviations), lit from left to right.
    """
    side = code.shape[0]
    half = pixels / 2
    corners = np.array(
        [[-half * (1 - tilt), -half], [half * (1 - tilt), -half], [half, half], [-half, half]]
    )
    angle = np.radians(turn)
    spin = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    target = (corners @ spin.T + at).astype(np.float32)
    source = np.array([[0, 0], [side, 0], [side, side], [0, side]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(source, target)
    desk = np.full((720, 1280, 3), 130, dtype=np.uint8)
    shrunk = cv2.GaussianBlur(code, (0, 0), max(0.01, side / pixels / 3))
    drawn = cv2.warpPerspective(
        shrunk, matrix, (1280, 720), dst=desk, borderMode=cv2.BORDER_TRANSPARENT
    )
    frame = np.asarray(drawn, dtype=np.float32)
    frame = frame * np.linspace(*light, 1280, dtype=np.float32)[None, :, None]
    if blur:
        frame = np.asarray(cv2.GaussianBlur(frame, (0, 0), blur), dtype=np.float32)
    frame += noise * sensor_noise()
    return frame.clip(0, 255).astype(np.uint8)


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"turn": 17},
        {"turn": 45, "pixels": 300},
        {"turn": 180},
        {"tilt": 0.25, "turn": 10},
        {"blur": 2, "noise": 6},
        {"pixels": 200, "noise": 8},
        {"light": (0.25, 1.1), "noise": 5},
        {"light": (0.3, 0.3), "noise": 6, "turn": -30},
        {"pixels": 640, "blur": 3},
        {"at": (180, 200), "pixels": 260},
    ],
    ids=str,
)
def test_a_card_as_a_camera_sees_it(qr_picture: Draw, how: dict[str, float]) -> None:
    frame = seen(qr_picture(CCCD), **how)  # type: ignore[arg-type]  # spread of unlike options
    (code,) = read_codes(frame)
    assert code.symbology == "QR"
    assert code.data == CCCD
    assert code.text == CCCD.decode()
    assert len(code.corners) == 4


def test_corners_are_where_the_code_is(qr_picture: Draw) -> None:
    (code,) = read_codes(seen(qr_picture(CCCD), pixels=400, at=(300, 500)))
    xs, ys = zip(*code.corners, strict=True)
    assert 100 < min(xs) < max(xs) < 500
    assert 300 < min(ys) < max(ys) < 700
    assert 250**2 < code.area < 400**2


def test_two_codes_in_one_frame(qr_picture: Draw) -> None:
    frame = seen(qr_picture(CCCD), at=(340, 360), pixels=330)
    other = seen(qr_picture("https://example.org"), at=(980, 360), pixels=260)
    frame[:, 640:] = other[:, 640:]
    assert {code.data for code in read_codes(frame)} == {CCCD, b"https://example.org"}


def test_the_same_code_twice_counts_once(qr_picture: Draw) -> None:
    frame = seen(qr_picture(b"HEN:1"), at=(320, 360), pixels=300)
    frame[:, 640:] = frame[:, :640]
    assert [code.data for code in read_codes(frame)] == [b"HEN:1"]


def test_light_on_dark_is_read_as_dark_mode_phones_show_it(qr_picture: Draw) -> None:
    inverted: Pixels = 255 - qr_picture(CCCD)
    assert [code.data for code in read_codes(seen(inverted))] == [CCCD]


def test_grey_pictures_are_read_too(qr_picture: Draw) -> None:
    grey = cv2.cvtColor(seen(qr_picture(CCCD)), cv2.COLOR_BGR2GRAY)
    assert read_codes(np.asarray(grey, dtype=np.uint8))[0].data == CCCD


@pytest.mark.parametrize("how", [{"pixels": 180, "blur": 1.6}, {"pixels": 300, "blur": 3}], ids=str)
def test_blurred_codes_are_found_by_sharpening_and_enlarging(
    qr_picture: Draw, how: dict[str, float]
) -> None:
    frame = seen(qr_picture(CCCD), **how)  # type: ignore[arg-type]  # spread of unlike options
    assert zxing.look(as_grey(frame)[0], Kinds.ALL).codes == ()
    (code,) = read_codes(frame)
    assert code.data == CCCD
    half = how["pixels"] / 2
    assert all(abs(x - 640) < half and abs(y - 360) < half for x, y in code.corners)


@pytest.mark.parametrize(
    ("symbology", "made", "content"),
    [
        ("MicroQR", zxingcpp.BarcodeFormat.MicroQRCode, b"12345678"),
        ("DataMatrix", zxingcpp.BarcodeFormat.DataMatrix, b"12345678"),
        ("PDF417", zxingcpp.BarcodeFormat.PDF417, b"12345678"),
        ("Code128", zxingcpp.BarcodeFormat.Code128, b"BN12345678"),
        ("EAN13", zxingcpp.BarcodeFormat.EAN13, b"8934567890120"),
        ("EAN8", zxingcpp.BarcodeFormat.EAN8, b"89345672"),
    ],
)
def test_other_symbologies(symbology: str, made: zxingcpp.BarcodeFormat, content: bytes) -> None:
    drawn = np.asarray(zxingcpp.create_barcode(content.decode(), made).to_image(scale=4))
    frame = np.full((720, 1280, 3), 255, dtype=np.uint8)
    height, width = drawn.shape[:2]
    frame[200 : 200 + height, 300 : 300 + width] = drawn.reshape(height, width, 1)
    assert [(code.symbology, code.data) for code in read_codes(frame)] == [(symbology, content)]
    if symbology in ("Code128", "EAN13", "EAN8"):
        grey = np.ascontiguousarray(frame[:, :, 0])
        assert [(found.symbology, found.data) for found in zbar.look(grey)] == [
            (symbology, content)
        ]


def test_a_desk_without_codes_shows_none(qr_picture: Draw) -> None:
    blank: Pixels = np.full_like(qr_picture(b"1"), 180)
    frame = seen(blank, noise=10, light=(0.4, 1.1))
    assert read_thoroughly(frame[::2, ::2]) == ()


def test_bytes_that_are_no_text_have_none(qr_picture: Draw) -> None:
    (code,) = read_codes(seen(qr_picture(b"\xff\xfe\x00\x81raw")))
    assert (code.data, code.text) == (b"\xff\xfe\x00\x81raw", None)


def test_both_decoders_give_vietnamese_byte_for_byte(qr_picture: Draw) -> None:
    """zbar guesses Shift-JIS or Big5 for some of these unless it is told not to."""
    assert zbar.available(), "install Debian's libzbar0"
    chance = random.Random(5)
    for _ in range(8):
        name = " ".join(chance.choices(NAMES, k=2))
        payload = f"079190012345||{name}|15031990|Nữ||20042022".encode()
        frame = seen(qr_picture(payload), turn=chance.uniform(-20, 20), noise=3)
        assert [code.data for code in read_codes(frame)] == [payload]
        grey = np.ascontiguousarray(frame[:, :, 1])
        assert [found.data for found in zbar.look(grey)] == [payload]


def test_the_second_opinion_is_asked_only_where_nothing_is_found(
    qr_picture: Draw, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[int, ...]] = []

    def look(grey: Pixels) -> tuple[zbar.Seen, ...]:
        asked.append(grey.shape)
        return (zbar.Seen("QR", b"HEN:2", ((0, 0), (9, 0), (9, 9), (0, 9))),)

    monkeypatch.setattr(zbar, "look", look)
    assert read_thoroughly(seen(qr_picture(CCCD)))[0].data == CCCD
    assert asked == []
    cloth = np.random.default_rng(4).integers(0, 255, (200, 300, 3), dtype=np.uint8)
    assert read_thoroughly(cloth, second_opinion=False) == ()
    assert asked == []
    assert read_thoroughly(cloth)[0].data == b"HEN:2"
    assert asked


def test_without_zbar_there_is_one_opinion(
    qr_picture: Draw, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zbar, "_bindings", lambda: None)
    assert not zbar.available()
    assert zbar.look(np.zeros((10, 10), dtype=np.uint8)) == ()
    assert read_thoroughly(np.zeros((99, 99, 3), dtype=np.uint8)) == ()
    assert read_thoroughly(seen(qr_picture(CCCD)))[0].data == CCCD


def test_looking_lets_other_threads_run() -> None:
    """Others of the same process take the camera's pictures, write the preview, and answer the
    kiosk that it is alive; the screen has a process of its own."""
    texture = np.random.default_rng(1).integers(0, 255, (1440, 2560, 3), dtype=np.uint8)
    waits: list[float] = []
    done = threading.Event()

    def tick() -> None:
        before = time.perf_counter()
        while not done.is_set():
            time.sleep(0.001)
            now = time.perf_counter()
            waits.append(now - before)
            before = now

    ticking = threading.Thread(target=tick)
    ticking.start()
    began = time.perf_counter()
    CodeSearch().search(texture, 0.0)
    took = time.perf_counter() - began
    done.set()
    ticking.join()
    # A decoder that held the interpreter lock would leave one wait as long as itself.
    assert max(waits) < took / 2
