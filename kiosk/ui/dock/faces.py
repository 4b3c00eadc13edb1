# ruff: noqa: N815 - QML reads these names, and its names are in camel case
"""The dock's part that lets faces come before the simulated camera."""

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot

from kiosk.model.guidance import FaceHint
from kiosk.ui.dock.controls import DockPerson
from kiosk.ui.dock.sights import (
    FaceLight,
    FaceManner,
    FaceOwner,
    FacesBefore,
    FaceToShow,
)

LOOK_MS = 250
"""How often the dock looks how it stands with the face, in milliseconds."""


class FaceDesk(QObject):
    """Whose face comes before the camera, how, and in which light. In Qt's main thread.

    Properties for QML:

    ============  =========================================================
    ``state``     a :class:`~kiosk.ui.dock.sights.FaceState`
    ``able``      the chosen person has a face
    ``comes``     it comes by itself when a page looks for one, and goes with the page
    ``owner``     ``manner``, ``light``: values of the enums of
                  :mod:`kiosk.ui.dock.sights`; ``owners``, ``manners``, ``lights`` of all
    ============  =========================================================
    """

    stateChanged = Signal()
    personChanged = Signal()
    faceChanged = Signal()

    def __init__(self, faces: FacesBefore) -> None:
        super().__init__()
        self._faces = faces
        self._state = faces.state
        self._person: DockPerson | None = None
        self._comes = True
        self._owner = FaceOwner.OWN
        self._manner = FaceManner.WILLING
        self._light = FaceLight.NORMAL
        # A face is drawn in its own time.
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self.look)
        self._look.start()

    def choose(self, person: DockPerson | None) -> None:
        """Whose face comes next."""
        self._person = person
        self.personChanged.emit()
        self._wait()

    def follow(self, hint: FaceHint | None) -> None:
        """What a page says to the face; ``None`` when it looks no more."""
        self._faces.follow(hint)

    # What the tester does.

    @Slot()
    def show(self) -> None:
        """Let the face step before the camera, and stay."""
        face = self._face()
        if face is not None:
            self._faces.show(face)
            self.look()

    @Slot()
    def leave(self) -> None:
        """Let it step aside; it comes back for a page, if it is to."""
        self._faces.leave()
        self._wait()

    @Slot(bool)
    def setComes(self, on: bool) -> None:
        """Let it come by itself when a page looks for a face, or not."""
        self._comes = on
        self.faceChanged.emit()
        if on:
            self._wait()
        else:
            self._faces.leave()
            self.look()

    @Slot(str)
    def setOwner(self, value: str) -> None:
        """One of :class:`~kiosk.ui.dock.sights.FaceOwner`."""
        self._owner = FaceOwner(value)
        self._changed()

    @Slot(str)
    def setManner(self, value: str) -> None:
        """One of :class:`~kiosk.ui.dock.sights.FaceManner`."""
        self._manner = FaceManner(value)
        self._changed()

    @Slot(str)
    def setLight(self, value: str) -> None:
        """One of :class:`~kiosk.ui.dock.sights.FaceLight`."""
        self._light = FaceLight(value)
        self._changed()

    # How it stands.

    def look(self) -> None:
        """Ask how it stands."""
        state = self._faces.state
        if state is not self._state:
            self._state = state
            self.stateChanged.emit()

    def _changed(self) -> None:
        self.faceChanged.emit()
        self._wait()

    def _wait(self) -> None:
        face = self._face()
        if self._comes and face is not None:
            self._faces.ready(face)
        self.look()

    def _face(self) -> FaceToShow | None:
        if self._person is None or not self._person.face:
            return None
        return FaceToShow(self._person.face, self._owner, self._manner, self._light)

    # What the page reads.

    state = Property(str, lambda self: self._state.value, notify=stateChanged)
    able = Property(bool, lambda self: self._face() is not None, notify=personChanged)
    comes = Property(bool, lambda self: self._comes, notify=faceChanged)
    owner = Property(str, lambda self: self._owner.value, notify=faceChanged)
    manner = Property(str, lambda self: self._manner.value, notify=faceChanged)
    light = Property(str, lambda self: self._light.value, notify=faceChanged)
    owners = Property(list, lambda self: [one.value for one in FaceOwner], constant=True)
    manners = Property(list, lambda self: [one.value for one in FaceManner], constant=True)
    lights = Property(list, lambda self: [one.value for one in FaceLight], constant=True)
