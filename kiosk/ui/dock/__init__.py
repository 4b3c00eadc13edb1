"""The tester's dock: steers the simulated devices beside the kiosk's window.

::

    DockPerson, Controls   what the rest of the program hands in: plain values and callables
    DockFeed               what happens in a visit, brought to Qt's thread
    DockFront              reports each page, and can play the patient by itself
    CardDesk               what lies on the card reader, and what is wrong with it
    FaceDesk               whose face comes before the camera
    CameraDesk             files before the camera, and what is wrong with it
    TroubleDesk            what is broken in the cabinet: printer, disk, eyes
    Playing                patients who step up by themselves
    Dock                   what the dock's page is bound to
    DockWindow             the second window
"""

from kiosk.ui.dock.controls import (
    CardFault,
    CardKind,
    CardState,
    CardTable,
    CardToLay,
    Controls,
    DockParts,
    DockPerson,
    Paper,
)
from kiosk.ui.dock.feed import DockFeed
from kiosk.ui.dock.sights import (
    FaceLight,
    FaceManner,
    FaceOwner,
    FaceState,
    FaceToShow,
    FileState,
)
from kiosk.ui.dock.troubles import Cabinet

__all__ = [
    "Cabinet",
    "CardFault",
    "CardKind",
    "CardState",
    "CardTable",
    "CardToLay",
    "Controls",
    "DockFeed",
    "DockParts",
    "DockPerson",
    "FaceLight",
    "FaceManner",
    "FaceOwner",
    "FaceState",
    "FaceToShow",
    "FileState",
    "Paper",
]
