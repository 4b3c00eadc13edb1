"""The process that draws for the dock, and reads a tester's files."""

import io
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import cv2
import numpy as np
import pytest

from kiosk.app.painter import __main__ as process
from kiosk.app.painter import files
from kiosk.app.painter.client import Painter, PainterAway
from kiosk.app.painter.films import film
from kiosk.app.painter.orders import (
    MOST_BYTES,
    Ahead,
    Answer,
    File,
    Film,
    Frames,
    Garbled,
    Manner,
    Order,
    Refused,
    Somebody,
    answer_from,
    order_from,
    send,
)
from kiosk.app.painter.stock import Stock

WHO = Somebody("1", "F", 50)


def order(manner: Manner = Manner.ALIVE, seconds: float = 0.2, **changes: object) -> Film:
    given: dict[str, object] = {
        "who": WHO, "beside": [], "shirt": None, "manner": manner, "lighting": "normal",
        "movement": "stand", "seconds": seconds,
    }  # fmt: skip
    return Film(**(given | changes))  # type: ignore[arg-type]  # msgspec checks on the wire


@pytest.fixture
def painter() -> Iterator[Painter]:
    one = Painter()
    yield one
    one.close()


def drawn(name: Path, width: int = 80, height: int = 60) -> Path:
    assert cv2.imwrite(str(name), np.full((height, width, 3), (10, 200, 30), np.uint8))
    return name


@pytest.mark.parametrize(
    "manner", [Manner.ALIVE, *(pytest.param(one, marks=pytest.mark.slow) for one in Manner)]
)
def test_a_face_is_drawn_in_every_manner(manner: Manner) -> None:
    drawn, fps = film(order(manner, 2 / 10))
    images = list(drawn)
    assert len(images) == round(fps * 0.2)
    assert {one.shape for one in images} == {(360, 640, 3)}


def test_what_is_no_movement_is_refused() -> None:
    with pytest.raises(ValueError, match="somersault"):
        film(order(movement="somersault"))


def test_a_file_is_shown_as_it_is_and_larger_ones_shrunk(tmp_path: Path) -> None:
    assert files.picture(drawn(tmp_path / "a.png")).shape == (60, 80, 3)
    large = files.picture(drawn(tmp_path / "b.png", 4000, 20))
    assert large.shape == (8, files.LONGEST, 3)


def test_a_film_is_shown_in_the_camera_s_shape(tmp_path: Path) -> None:
    path = tmp_path / "film.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 12, (80, 80))
    for shade in range(5):
        writer.write(np.full((80, 80, 3), 40 * shade, np.uint8))
    writer.release()
    images, fps = files.film(path)
    assert (len(images), fps) == (5, 12)
    assert images[4].shape == (360, 640, 3)
    assert images[4][180, 320].mean() > 120 > images[4][180, 20].mean()


def test_a_folder_is_shown_by_name_and_bad_pictures_left_out(tmp_path: Path) -> None:
    drawn(tmp_path / "b.png")
    drawn(tmp_path / "a.png", 60, 80)
    (tmp_path / "c.png").write_bytes(b"\x89PNG\r\n\x1a\nno more")
    images, _ = files.film(tmp_path)
    assert len(images) == 2
    assert images[0][180, 100].mean() == 0, "the tall one first"


@pytest.mark.parametrize(
    ("content", "reason"),
    [(None, "not-there"), (b"", "not-a-picture"), (b"GIF89a?", "not-a-picture")],
)
@pytest.mark.parametrize("moving", [False, True])
def test_a_bad_file_has_a_reason(
    tmp_path: Path, content: bytes | None, reason: str, moving: bool
) -> None:
    path = tmp_path / "file.png"
    if content is not None:
        path.write_bytes(content)
    assert process.answer(File(str(path), moving), Stock()) == Refused(reason)


def test_a_file_that_is_too_large_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "LARGEST_PICTURE", 10)
    picture = File(str(drawn(tmp_path / "a.png")), False)
    assert process.answer(picture, Stock()) == Refused("too-large")
    empty = tmp_path / "empty"
    empty.mkdir()
    assert process.answer(File(str(empty), True), Stock()) == Refused("not-a-picture")


@pytest.mark.parametrize("data", [(MOST_BYTES + 1).to_bytes(4, "big"), b"\0\0\0\x01\xc1"])
def test_garbled_messages_are_told_from_none(data: bytes) -> None:
    with pytest.raises(Garbled):
        order_from(io.BytesIO(data))
    with pytest.raises(Garbled):
        answer_from(io.BytesIO(data))


@pytest.mark.parametrize("data", [b"", b"\0\0", b"\0\0\0\x05ab"])
def test_a_message_that_ends_early_is_the_end(data: bytes) -> None:
    assert order_from(io.BytesIO(data)) is None
    assert answer_from(io.BytesIO(data)) is None


def test_orders_are_bounded() -> None:
    pipe = io.BytesIO()
    send(pipe, order(seconds=11))
    with pytest.raises(Garbled):
        order_from(io.BytesIO(pipe.getvalue()))


def test_orders_are_answered_in_turn_until_they_end(tmp_path: Path) -> None:
    orders, answers = io.BytesIO(), io.BytesIO()
    send(orders, File(str(drawn(tmp_path / "a.png")), False))
    send(orders, File(str(tmp_path / "none"), False))
    process.serve(io.BytesIO(orders.getvalue()), answers)
    told = io.BytesIO(answers.getvalue())
    first = answer_from(told)
    assert isinstance(first, Frames)
    assert (first.frames[0].height, first.frames[0].width) == (60, 80)
    assert answer_from(told) == Refused("not-there")
    assert answer_from(told) is None


def test_garbled_orders_end_the_process() -> None:
    answers = io.BytesIO()
    process.serve(io.BytesIO(b"\0\0\0\x01\xc1"), answers)
    assert answers.getvalue() == b""


@pytest.mark.slow
def test_whatever_process_draws_knows_what_to_draw_ahead(
    painter: Painter, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[Order | Answer] = []

    def sending(pipe: IO[bytes], message: Order | Answer) -> None:
        sent.append(message)
        send(pipe, message)

    monkeypatch.setattr("kiosk.app.painter.client.send", sending)
    films = [order(movement=movement) for movement in ("stand", "nod")]
    painter.ahead([])
    needed = painter.process_id is not None
    assert not needed, "for nothing"
    painter.ahead(films)
    painter.ahead(list(films))
    first = painter.process_id
    assert first is not None
    assert len(painter.paint(films[1])[0]) == 3
    os.kill(first, signal.SIGKILL)
    assert len(painter.paint(films[0])[0]) == 3
    assert painter.process_id != first
    told, drawn = Ahead(films), [one for one in sent if isinstance(one, Film)]
    assert sent[:2] == [told, films[1]]
    assert sent.count(told) == 2
    assert drawn[-1] == films[0]
    painter.close()
    painter.ahead(films[:1])
    assert painter.process_id is None


@pytest.mark.slow
def test_the_process_draws_refuses_and_comes_back_when_it_is_killed(
    painter: Painter, tmp_path: Path
) -> None:
    images, fps = painter.paint(order())
    assert (len(images), images[0].shape, fps) == (3, (360, 640, 3), 15.0)
    bad = tmp_path / "bad.png"
    bad.write_bytes(b"no")
    with pytest.raises(ValueError, match="not-a-picture"):
        painter.paint(File(str(bad), False))
    with pytest.raises(PainterAway):
        painter.paint(order(movement="somersault"))
    assert painter.paint(File(str(drawn(tmp_path / "a.png")), False))[0][0].shape == (60, 80, 3)
    first = painter.process_id
    assert first is not None
    os.kill(first, signal.SIGKILL)
    assert painter.paint(order())[0]
    assert painter.process_id != first


@pytest.mark.slow
def test_who_takes_too_long_is_ended() -> None:
    hasty = Painter(patience_s=0.05)
    try:
        with pytest.raises(PainterAway):
            hasty.paint(order(seconds=10))
        assert hasty.process_id is None
    finally:
        hasty.close()
    with pytest.raises(PainterAway):
        hasty.paint(order())
