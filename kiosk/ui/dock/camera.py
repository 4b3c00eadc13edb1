# ruff: noqa: N815 - QML reads these names, and its names are in camel case
"""The dock's part that holds files before the simulated camera, and breaks it."""

from pathlib import Path

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot

from kiosk.devices.camera.faults import CameraFault
from kiosk.ui.dock.sights import BadCamera, FilesBefore, FileState

LOOK_MS = 250
"""How often the dock looks whether a file has been read, in milliseconds."""
GOOD = "good"
"""In place of a fault: there is none."""


class CameraDesk(QObject):
    """What the camera sees of files, and what is wrong with it. In Qt's main thread.

    Properties for QML:

    =============  ========================================================
    ``fileState``  a :class:`~kiosk.ui.dock.sights.FileState`
    ``fault``      a :class:`~kiosk.devices.camera.faults.CameraFault`, or ``good``
    ``faults``     of all, ``good`` first
    ``plugged``    whether the camera is plugged in
    ``files``      ``breaks``: whether there is something to do it with
    =============  ========================================================
    """

    fileChanged = Signal()
    faultChanged = Signal()

    def __init__(self, files: FilesBefore | None, camera: BadCamera | None) -> None:
        super().__init__()
        self._files = files
        self._camera = camera
        self._file_state = self._told()
        self._fault: CameraFault | None = None
        self._plugged = True
        # A file is read in its own time.
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self.look)
        self._look.start()

    # What the tester does.

    @Slot(str)
    def holdFile(self, path: str) -> None:
        """Hold up the picture in this file; ``~`` is the tester's home."""
        if self._files is not None and path.strip():
            self._files.hold(_path(path))
            self.look()

    @Slot(str)
    def playFile(self, path: str) -> None:
        """Play this film, or the pictures of this folder, again and again."""
        if self._files is not None and path.strip():
            self._files.play(_path(path))
            self.look()

    @Slot(str)
    def setFault(self, value: str) -> None:
        """Break the camera in this way (a :class:`~kiosk.devices.camera.faults.CameraFault`), or
        mend it with ``good``."""
        self._fault = None if value == GOOD else CameraFault(value)
        if self._camera is not None:
            self._camera.fault(self._fault)
        self.faultChanged.emit()

    @Slot(bool)
    def setPlugged(self, plugged: bool) -> None:
        self._plugged = plugged
        if self._camera is not None:
            (self._camera.plug_in if plugged else self._camera.unplug)()
        self.faultChanged.emit()

    # How it stands.

    def look(self) -> None:
        """Ask how it stands with the file."""
        state = self._told()
        if state is not self._file_state:
            self._file_state = state
            self.fileChanged.emit()

    def _told(self) -> FileState:
        return FileState.NONE if self._files is None else self._files.state

    # What the page reads.

    fileState = Property(str, lambda self: self._file_state.value, notify=fileChanged)
    fault = Property(
        str, lambda self: self._fault.value if self._fault else GOOD, notify=faultChanged
    )
    faults = Property(list, lambda self: [GOOD, *(one.value for one in CameraFault)], constant=True)
    plugged = Property(bool, lambda self: self._plugged, notify=faultChanged)
    files = Property(bool, lambda self: self._files is not None, constant=True)
    breaks = Property(bool, lambda self: self._camera is not None, constant=True)


def _path(text: str) -> Path:
    """As a tester types or pastes it: with quotes, or as a URL of a file manager."""
    plain = text.strip().strip("\"'").removeprefix("file://")
    try:
        return Path(plain).expanduser()
    except RuntimeError:  # the home of nobody
        return Path(plain)
