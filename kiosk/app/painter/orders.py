"""What the dock asks of the process that draws, and what comes back: length, then MessagePack."""

import enum
from typing import IO, Annotated

import msgspec
from msgspec import Meta

MOST_BYTES = 200 * 1024 * 1024
"""Of one message."""
MOST_FRAMES = 240
SIZE = (640, 360)
"""Width and height of what is drawn: the camera's at half its size, as faces are looked at."""
FPS = 15.0
MOST_AHEAD = 6
"""Films that are drawn before they are asked for."""

Side = Annotated[int, Meta(ge=1, le=4096)]
Text = Annotated[str, Meta(max_length=200)]


class Manner(enum.Enum):
    """How a face is brought before the camera."""

    ALIVE = "alive"
    PHOTO = "photo"
    PHONE = "phone"
    VIDEO = "video"


class Somebody(msgspec.Struct, frozen=True, array_like=True):
    """Whose head; see :meth:`kiosk.app.heads.head.Head.of`."""

    number: Text
    sex: Annotated[str, Meta(pattern="^[MF]$")]
    age: Annotated[int, Meta(ge=0, le=130)]
    unlike: bool = False
    """Not this person, but one who is as unlike as people are."""


class Film(msgspec.Struct, frozen=True, tag=True):
    """Draw this face in this movement."""

    who: Somebody
    beside: Annotated[list[Somebody], Meta(max_length=4)]
    shirt: Somebody | None
    manner: Manner
    lighting: Text
    """A :class:`~kiosk.app.heads.scene.Lighting`."""
    movement: Text
    """A :class:`~kiosk.app.heads.motion.Movement`."""
    seconds: Annotated[float, Meta(gt=0, le=10)]


class Ahead(msgspec.Struct, frozen=True, tag=True):
    """Draw these while nothing is asked for, in turn, and keep them until others are named. It is
    not answered."""

    films: Annotated[list[Film], Meta(max_length=MOST_AHEAD)]


class File(msgspec.Struct, frozen=True, tag=True):
    """Read this file, or folder."""

    path: Annotated[str, Meta(max_length=4096)]
    moving: bool


class Frame(msgspec.Struct, frozen=True, array_like=True):
    """``pixels`` are rows of blue-green-red."""

    height: Side
    width: Side
    pixels: bytes


class Frames(msgspec.Struct, frozen=True, tag=True):
    frames: Annotated[list[Frame], Meta(min_length=1, max_length=MOST_FRAMES)]
    fps: Annotated[float, Meta(ge=1, le=60)]


class Refused(msgspec.Struct, frozen=True, tag=True):
    """``not-there``, ``not-a-picture`` or ``too-large``."""

    reason: Text


Order = Film | File | Ahead
Answer = Frames | Refused

_LENGTH = 4
_ORDERS: msgspec.msgpack.Decoder[Order] = msgspec.msgpack.Decoder(Order)
_ANSWERS: msgspec.msgpack.Decoder[Answer] = msgspec.msgpack.Decoder(Answer)


class Garbled(Exception):
    """What came is no message."""


def send(pipe: IO[bytes], message: Order | Answer) -> None:
    """Raises ``OSError`` if nobody listens."""
    data = msgspec.msgpack.encode(message)
    pipe.write(len(data).to_bytes(_LENGTH, "big"))
    pipe.write(data)
    pipe.flush()


def order_from(pipe: IO[bytes]) -> Order | None:
    """The next order; ``None`` when the dock is gone. Raises :class:`Garbled`."""
    data = _message(pipe)
    try:
        return None if data is None else _ORDERS.decode(data)
    except msgspec.MsgspecError:
        raise Garbled from None


def answer_from(pipe: IO[bytes]) -> Answer | None:
    """The answer; ``None`` when the process ended. Raises :class:`Garbled`."""
    data = _message(pipe)
    try:
        return None if data is None else _ANSWERS.decode(data)
    except msgspec.MsgspecError:
        raise Garbled from None


def _message(pipe: IO[bytes]) -> bytes | None:
    head = pipe.read(_LENGTH)
    if len(head) < _LENGTH:
        return None
    length = int.from_bytes(head, "big")
    if length > MOST_BYTES:
        raise Garbled
    data = pipe.read(length)
    return data if len(data) == length else None
