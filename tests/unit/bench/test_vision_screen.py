"""What the camera before the measured screen shows, and what is made of what was seen."""

import sys

import msgspec
import pytest

from kiosk.bench import vision_screen
from kiosk.bench.vision_screen import screen_figures
from kiosk.bench.vision_screen_camera import View
from kiosk.bench.vision_screen_kiosk import Measured

CLIPS = {"desk": [b"a", b"b"], "stand 0": [b"s", b"t"], "nod 0": [b"1", b"2", b"3"]}


def seen(view: View, pictures: int, orders: dict[int, str]) -> str:
    """What one kiosk is sent; an order is given before the picture of its number."""
    sent, place = [], 0
    for number in range(pictures):
        if number in orders:
            view.show(orders[number])
        clip, place = view.clip(place)
        sent.append(clip[place])
        place += 1
    return b"".join(sent).decode()


def test_what_rests_is_left_at_once_and_comes_round_again() -> None:
    assert seen(View(dict(CLIPS)), 6, {3: "stand 0"}) == "abasts"


def test_a_movement_that_has_begun_ends_first_as_people_do_not_jump() -> None:
    assert seen(View(dict(CLIPS)), 7, {1: "nod 0", 2: "stand 0"}) == "a123sts"
    assert seen(View(dict(CLIPS)), 7, {1: "nod 0"}) == "a123123", "until it is told otherwise"


LIT = {**CLIPS, "stand 0 warm": [b"w", b"x"], "stand 0 cool": [b"c", b"d"]}


def test_a_face_is_seen_in_the_pages_light_and_goes_on_where_it_was() -> None:
    orders = {1: "stand 0", 3: "light 255 208 150", 5: "light 170 222 255", 7: "light 250 247 242"}
    assert seen(View(dict(LIT)), 9, orders) == "astwxcdst"


def test_what_no_light_falls_on_is_the_same_in_each() -> None:
    assert seen(View(dict(LIT)), 3, {1: "light 255 208 150"}) == "aba"


def test_what_was_not_drawn_cannot_be_shown() -> None:
    with pytest.raises(KeyError):
        View(dict(CLIPS)).show("wink 0")


def test_figures_tell_slow_pictures_stalls_memory_and_decoders(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    frames = [10.0] * 97 + [33.0, 34.0, 90.0]
    measured = Measured(
        frames, [101.0], visits=3, live_frames=60, live_s=2.0, resident_mb=251, decoders=["cv2"]
    )
    monkeypatch.setattr(vision_screen, "_measured", lambda visits: measured)
    figures = {figure.name: figure for figure in screen_figures(4)}
    assert figures["pictures of the screen within 33 ms"].value == 98
    assert figures["picture or stall, longest"].value == 101
    assert figures["pictures a second, while the face is live"].value == 30
    missed = [name for name, figure in figures.items() if not figure.met]
    assert missed == [
        "visits with chip, code and face",
        "pictures of the screen within 33 ms",
        "picture or stall, longest",
        "resident memory of the kiosk process",
        "of cv2, dlib, pyzbar in it",
    ]


def test_a_kiosk_that_ends_early_is_no_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(RuntimeError, match="did not end"):
        screen_figures(1)


def test_what_was_measured_comes_through_a_pipe_as_it_was() -> None:
    measured = Measured([1.5], [6.25], 1, 1, 2, 3, 4.5, 170.0, ["cv2"])
    assert msgspec.json.decode(msgspec.json.encode(measured), type=Measured) == measured
