"""Messages between two processes that may each have lost its way."""

import asyncio
import socket
import threading
from collections.abc import Iterator

import msgspec
import pytest

from kiosk.devices.camera.faults import CameraFault
from kiosk.devices.camera.reasons import CameraReason
from kiosk.model.face import DESCRIPTOR_BYTES, FaceOutcome
from kiosk.model.guidance import CodeHint, FaceHint
from kiosk.model.page_light import PageLight
from kiosk.vision.wire.framing import MOST_ORDER_BYTES, Channel, Garbled, KioskGone, packed
from kiosk.vision.wire.messages import (
    Begin,
    Cable,
    Camera,
    Check,
    Code,
    Forget,
    Guided,
    Hold,
    Judged,
    Lit,
    Order,
    Picture,
    Ping,
    Pong,
    Refer,
    Saw,
    Show,
    Told,
    Watch,
)
from kiosk.vision.wire.stream import MOST_TOLD_BYTES, hear

SECRET = b"079190012345"
ORDERS: tuple[Order, ...] = (
    Begin("simulated", 1280, 720, True, False, 0.5, True),
    Ping(3),
    Watch(0),
    Show(2),
    Refer(4, b"\xff\xd8"),
    Check(5, 0, True),
    Forget(),
    Hold(Picture(1, 1, 3, b"abc"), 0.5, -3.0),
    Hold(None, 1.0, 0.0),
    Lit((255, 208, 150)),
    Lit(None),
    Cable(False, CameraFault.SLOW),
)
TOLD: tuple[Told, ...] = (
    Pong(3, 0.0, 160_000_000, "simulated", 1280, 720, 29.9, 0.5),
    Camera(True),
    Camera(False, "take its cable out", CameraReason.NO_ANSWER),
    Camera(True, "more light", CameraReason.SLOW),
    Saw(1, 5.5, (Code("QR", b"\x00\xff", 90.5, ((1, 2), (3, 4))),), None),
    Saw(1, 5.6, (), CodeHint.TILT),
    Guided(5, FaceHint.GOOD, 0.25),
    Guided(5, FaceHint.NOD, 0.5, PageLight.COOL),
    Judged(5, FaceOutcome.CAPTURED, None, bytes(DESCRIPTOR_BYTES)),
)


def framed(*fields: object) -> bytes:
    """A message of any form."""
    body = msgspec.msgpack.encode(fields)
    return len(body).to_bytes(4, "big") + body


@pytest.fixture
def link() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.settimeout(5)
        theirs.settimeout(5)
        yield ours, theirs


def heard(*sent: bytes) -> list[Told | None]:
    """What the kiosk hears of these bytes, and then the end."""

    async def all_of_it() -> list[Told | None]:
        stream = asyncio.StreamReader()
        for piece in sent:
            stream.feed_data(piece)
        stream.feed_eof()
        messages = [await hear(stream)]
        while messages[-1] is not None:
            messages.append(await hear(stream))
        return messages

    return asyncio.run(all_of_it())


def test_orders_arrive_as_they_were_given(link: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = link
    ours.sendall(b"".join(packed(order) for order in ORDERS))
    channel = Channel(theirs)
    assert tuple(channel.order() for _ in ORDERS) == ORDERS
    ours.close()
    assert channel.order() is None


def test_what_is_told_arrives_whole_from_many_threads(
    link: tuple[socket.socket, socket.socket],
) -> None:
    ours, theirs = link
    channel = Channel(theirs)

    def tell() -> None:
        for word in TOLD * 20:
            channel.tell(word)

    threads = [threading.Thread(target=tell) for _ in range(4)]
    for thread in threads:
        thread.start()
    received = b""
    whole = len(b"".join(packed(word) for word in TOLD)) * 80
    while len(received) < whole:
        received += ours.recv(65536)
    for thread in threads:
        thread.join()
    messages = heard(received)
    assert len(messages) == 80 * len(TOLD) + 1
    assert all(messages.count(word) == 80 for word in TOLD)


def test_a_kiosk_that_is_gone_is_noticed(link: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = link
    ours.close()
    with pytest.raises(KioskGone):
        Channel(theirs).tell(TOLD[0])


@pytest.mark.parametrize(
    "hostile",
    [
        b"\xff\xff\xff\xff",
        (MOST_TOLD_BYTES + 1).to_bytes(4, "big") + b"x" * 64,
        b"\x00\x00\x00\x01\xc1",
        packed(Ping(3)),
        framed("Saw", 1, -5.0, [], None),
        packed(Saw(1, 0.0, tuple(Code("QR", b"", 1.0, ()) for _ in range(9)), None)),
        packed(Judged(1, FaceOutcome.MATCHED, 0.1, bytes(DESCRIPTOR_BYTES + 1))),
        packed(Camera(True, "x" * 501, CameraReason.SLOW)),
        framed("Camera", True, "x", "xxxxxxxxxx"),
        framed("Camera", False, "x", None),
        framed("Camera", False, "", None),
        framed("Camera", True, "", "slow"),
        framed("Camera", True, "x" * 10, ["slow"]),
    ],
)
def test_what_a_broken_process_says_is_refused_without_its_words(hostile: bytes) -> None:
    with pytest.raises(Garbled) as error:
        heard(hostile)
    assert error.value.__cause__ is None
    assert "x" * 9 not in str(error.value)


@pytest.mark.parametrize("cut", [1, 4, 7])
def test_an_end_in_the_middle_is_an_end(cut: int) -> None:
    assert heard(packed(TOLD[0]), packed(TOLD[1])[:-cut]) == [TOLD[0], None]


def test_an_order_that_is_too_long_is_refused(link: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = link
    ours.sendall((MOST_ORDER_BYTES + 1).to_bytes(4, "big"))
    with pytest.raises(Garbled):
        Channel(theirs).order()


@pytest.mark.parametrize(
    "message",
    [
        Refer(1, SECRET),
        Judged(1, FaceOutcome.CAPTURED, None, SECRET),
        Saw(1, 0.0, (Code("QR", SECRET, 1.0, ()),), None),
        Code("QR", SECRET, 1.0, ()),
        Hold(Picture(1, 4, 3, SECRET), 1.0, 0.0),
        Begin(f"rtsp://user:{SECRET.decode()}@camera", 1280, 720, True, False, 0.5, True),
    ],
)
def test_what_is_told_of_a_message_is_its_kind_alone(message: object) -> None:
    assert repr(message) == f"<{type(message).__name__}>"
    assert SECRET.decode() not in str([message])
