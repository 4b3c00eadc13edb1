"""The messages, with a bound for everything that has no size of its own."""

from typing import Annotated

import msgspec
from msgspec import Meta

from kiosk.devices.camera.faults import CameraFault
from kiosk.devices.camera.reasons import CameraReason
from kiosk.model.face import DESCRIPTOR_BYTES, FaceOutcome
from kiosk.model.guidance import CodeHint, FaceHint
from kiosk.model.page_light import PageLight
from kiosk.vision.sight import MOST_CODES

MOST_REFERENCE_BYTES = 1024 * 1024
"""Of a picture of a face, as chips hold it (ICAO 9303-10, 4.7.2: some 15 to 20 KB)."""

MOST_NAME = MOST_TROUBLE = 500
"""Characters, of what has a path in it that somebody set."""

Count = Annotated[int, Meta(ge=0)]
Side = Annotated[int, Meta(ge=0, le=16384)]
Seconds = Annotated[float, Meta(ge=0)]
Level = Annotated[int, Meta(ge=0, le=255)]


class Unshown(msgspec.Struct, frozen=True, array_like=True):
    """Its repr is its kind alone: contents are faces and codes, and reprs come into tracebacks."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


class Message(Unshown, frozen=True, tag=True, array_like=True):
    pass


class Picture(Unshown, frozen=True, array_like=True):
    """Rows, columns and channels (1 or 3) of ``pixels``, one byte each."""

    height: Side
    width: Side
    channels: Annotated[int, Meta(ge=1, le=3)]
    pixels: bytes


# Orders: from the kiosk to the process


class Begin(Message, frozen=True):
    """The first order: the plan. Not on a command line, as an address may hold a password."""

    source: str
    width: Side
    height: Side
    second_opinion: bool
    faces: bool
    threshold: float
    light: bool
    """Whether the page lights the faces that are looked at."""


class Ping(Message, frozen=True):
    number: Count


class Watch(Message, frozen=True):
    """Look for codes, and put this number on what is seen; 0 ends it."""

    number: Count


class Show(Message, frozen=True):
    """Write previews of this kind (``PreviewKind``); 0 ends it and wipes them."""

    kind: Annotated[int, Meta(ge=0, le=2)]


class Refer(Message, frozen=True):
    """Describe the face in this picture, and keep the description under this number."""

    number: Count
    picture: Annotated[bytes, Meta(max_length=MOST_REFERENCE_BYTES)]


class Check(Message, frozen=True):
    """Begin a try to look at a face; ``reference`` 0 is none. Ends the try before it."""

    number: Count
    reference: Count
    descriptor: bool


class Stop(Message, frozen=True):
    """End this try without a verdict."""

    number: Count


class Forget(Message, frozen=True):
    """Drop all that is known of faces."""


class Hold(Message, frozen=True):
    """To the simulated camera; ``None`` takes away what is held."""

    picture: Picture | None
    scale: Annotated[float, Meta(ge=0.05, le=1)]
    angle: float


class Play(Message, frozen=True):
    """To the simulated camera: as many orders :class:`Played` follow; 0 ends what is played."""

    count: Annotated[int, Meta(ge=0, le=900)]
    fps: Annotated[float, Meta(ge=1, le=60)]
    loop: bool
    lit: bool
    """Whether the page's light falls on what they show; on a screen it does not."""


class Played(Message, frozen=True):
    picture: Picture


class Lit(Message, frozen=True):
    """To the simulated camera: red, green and blue of the page before it; None without one."""

    colour: tuple[Level, Level, Level] | None


class Cable(Message, frozen=True):
    """To the simulated camera: plugged in or not, and what is wrong with it."""

    plugged: bool
    fault: CameraFault | None


Order = (
    Begin | Ping | Watch | Show | Refer | Check | Stop | Forget | Hold | Play | Played | Lit | Cable
)


# What the process tells


class Pong(Message, frozen=True):
    """The answer to a ping, with what the kiosk should know of the process."""

    number: Count
    busy: Seconds
    """For how long the worker has been at its present work beyond what it may take."""
    memory: Count
    """Resident bytes, without what a tester holds to a simulated camera."""
    name: Annotated[str, Meta(max_length=MOST_NAME)]
    width: Side
    height: Side
    fps: Seconds
    light: Annotated[float, Meta(ge=0, le=1)]


class Loading(Message, frozen=True):
    """From now on it loads what it needs for the first time, in which it may not answer; or, with
    ``False``, it answers again."""

    begins: bool


class Camera(Message, frozen=True):
    """The camera sees, or is away; and what is wrong: in a sentence for staff, and in a word for
    the log. Both or neither, and both where it is away: others raise ``ValueError``."""

    sees: bool
    trouble: Annotated[str, Meta(max_length=MOST_TROUBLE)] = ""
    reason: CameraReason | None = None

    def __post_init__(self) -> None:
        if (self.reason is None) != (not self.trouble) or not (self.sees or self.trouble):
            raise ValueError("a camera that is away, or sees badly, has a sentence and a reason")


class Code(Unshown, frozen=True, array_like=True):
    symbology: Annotated[str, Meta(max_length=16)]
    data: Annotated[bytes, Meta(max_length=8192)]
    area: Seconds
    corners: Annotated[tuple[tuple[int, int], ...], Meta(max_length=64)]


class Saw(Message, frozen=True):
    watch: Count
    taken: Seconds
    codes: Annotated[tuple[Code, ...], Meta(max_length=MOST_CODES)]
    hint: CodeHint | None


class Referred(Message, frozen=True):
    """``refusal`` is the reason of a ``FaceUnreadable``, ``""`` where the face was described."""

    number: Count
    refusal: Annotated[str, Meta(max_length=40)]


class Guided(Message, frozen=True):
    """``light`` is what the page should throw on the face; None for its usual light."""

    check: Count
    hint: FaceHint
    share: Annotated[float, Meta(ge=0, le=1)]
    light: PageLight | None = None


class Judged(Message, frozen=True):
    check: Count
    outcome: FaceOutcome
    distance: float | None
    descriptor: Annotated[bytes, Meta(max_length=DESCRIPTOR_BYTES)]


class Broke(Message, frozen=True):
    """The last words: the type of what nobody expected, and where it arose."""

    kind: Annotated[str, Meta(max_length=80)]
    where: Annotated[str, Meta(max_length=80)]


Told = Pong | Loading | Camera | Saw | Referred | Guided | Judged | Broke
