"""What a tester can let the simulated camera see, besides codes: faces, files, and troubles."""

import enum
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from kiosk.devices.camera.faults import CameraFault
from kiosk.model.guidance import FaceHint


class FaceOwner(enum.Enum):
    """Whose face stands before the kiosk."""

    OWN = "own"
    """The chosen person's: the one on their card."""
    OTHER = "other"
    """Somebody else's of the same sex and age."""
    SEVERAL = "several"
    """The chosen person's, and others beside it."""
    CHILD = "child"
    """A child's of seven."""
    SHIRT = "shirt"
    """The chosen person's, with another face printed on the shirt."""


class FaceManner(enum.Enum):
    """How a face is shown."""

    WILLING = "willing"
    """Alive, and does what the page asks."""
    STILL = "still"
    """Alive, and does nothing of it."""
    PHOTO = "photo"
    """A print of the face, held before the camera by somebody."""
    PHONE = "phone"
    """The same on a phone."""
    VIDEO = "video"
    """A film of the face on a phone, with all movements in turn."""


class FaceLight(enum.Enum):
    """How the hall is lit."""

    NORMAL = "normal"
    DARK = "dark"
    BACKLIT = "backlit"
    BRIGHT = "bright"
    SIDE = "side"


@dataclass(frozen=True, slots=True)
class FaceToShow:
    """A face before it is drawn."""

    number: str = field(repr=False)
    """:attr:`~kiosk.ui.dock.controls.DockPerson.face` of the chosen person."""
    owner: FaceOwner = FaceOwner.OWN
    manner: FaceManner = FaceManner.WILLING
    light: FaceLight = FaceLight.NORMAL


class FaceState(enum.Enum):
    """How it stands with the face that was chosen last."""

    NONE = "none"
    DRAWING = "drawing"
    """It will be there in a moment."""
    SHOWN = "shown"
    READY = "ready"
    """Beside the kiosk: comes when a page looks for a face."""
    FAILED = "failed"
    """It could not be drawn."""


class FacesBefore(Protocol):
    """Who stands before the simulated camera, as far as the dock steers it."""

    @property
    def state(self) -> FaceState: ...

    def show(self, face: FaceToShow) -> None:
        """Let this face step before the camera, and stay there."""
        ...

    def ready(self, face: FaceToShow) -> None:
        """Let this face wait beside the kiosk until a page looks for one."""
        ...

    def follow(self, hint: FaceHint | None) -> None:
        """A page looks at the face and says this to it; ``None``: it looks no more."""
        ...

    def leave(self) -> None:
        """Nobody is there any more, nor waits."""
        ...


class FileState(enum.Enum):
    """How it stands with the file that was held up last."""

    NONE = "none"
    READING = "reading"
    SHOWN = "shown"
    NOT_THERE = "not-there"
    NOT_A_PICTURE = "not-a-picture"
    TOO_LARGE = "too-large"


class FilesBefore(Protocol):
    """Pictures from files before the simulated camera, as far as the dock steers them."""

    @property
    def state(self) -> FileState: ...

    def hold(self, path: Path) -> None:
        """Hold up the picture in this file."""
        ...

    def play(self, path: Path) -> None:
        """Let the camera see this film, or the pictures of this folder, again and again."""
        ...


class BadCamera(Protocol):
    """The simulated camera's troubles."""

    def fault(self, kind: CameraFault | None) -> None:
        """Break it in this way, or mend it with ``None``."""
        ...

    def unplug(self) -> None: ...

    def plug_in(self) -> None: ...
