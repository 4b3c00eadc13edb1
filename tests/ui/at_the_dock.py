"""The dock with its window, a simulated world that remembers, and a hand that clicks."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import zxingcpp
from PySide6.QtCore import QCoreApplication, QObject, QPoint, QPointF, Qt
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.devices.camera.base import Image
from kiosk.devices.camera.faults import CameraFault
from kiosk.devices.printer.base import PrinterState
from kiosk.hospital.link import LinkMode
from kiosk.journal.steerable import SteerableDisk
from kiosk.model.guidance import FaceHint
from kiosk.ui.application import application
from kiosk.ui.dock.controls import (
    CardState,
    CardToLay,
    Controls,
    DockParts,
    DockPerson,
    Paper,
)
from kiosk.ui.dock.desk import Dock
from kiosk.ui.dock.feed import DockFeed
from kiosk.ui.dock.pictures import DockPictures
from kiosk.ui.dock.sights import FaceState, FaceToShow, FileState
from kiosk.ui.dock.troubles import Cabinet
from kiosk.ui.dock.window import DockWindow

CARD = "079152000017|023456789|Trần Thị Thu Hà|15031952|Nữ|Phường Hồ Sen, Hà Nội|01052021"
PEOPLE = (
    DockPerson(
        "Trần Thị Thu Hà · 079152000017",
        {"cccd": CARD, "bhyt": b"DN4791234567890"},
        chip="079152000017",
        face="079152000017",
    ),
    DockPerson("Đặng Văn Đức · không giấy tờ", {}),
    DockPerson("Lê Minh An · 22000456", {"patient-code": "22000456"}),
    DockPerson("Vũ Thị Lan · 1970", {"bhyt": "DN4791234567891"}, ("08:00", "09:30"), new=True),
)
NOW = datetime(2026, 11, 23, 7, 42, 5, tzinfo=UTC)


@dataclass
class Table:
    """A card reader that remembers what was laid on it."""

    state: CardState = CardState.EMPTY
    laid: list[CardToLay] = field(default_factory=list)
    put_backs: int = 0

    def lay(self, card: CardToLay) -> None:
        self.laid.append(card)
        self.state = CardState.LYING

    def put_back(self) -> None:
        self.put_backs += 1
        self.state = CardState.LYING

    def take_away(self) -> None:
        if self.state is not CardState.UNPLUGGED:
            self.state = CardState.EMPTY

    def plug(self, plugged: bool) -> None:
        self.state = CardState.EMPTY if plugged else CardState.UNPLUGGED


@dataclass
class Faces:
    """People before a camera, remembered."""

    state: FaceState = FaceState.NONE
    did: list[object] = field(default_factory=list)

    def show(self, face: FaceToShow) -> None:
        self.did.append(("show", face))
        self.state = FaceState.SHOWN

    def ready(self, face: FaceToShow) -> None:
        self.did.append(("ready", face))
        self.state = FaceState.READY

    def follow(self, hint: FaceHint | None) -> None:
        self.did.append(("follow", hint))

    def leave(self) -> None:
        self.did.append("leave")
        self.state = FaceState.NONE


@dataclass
class Files:
    """Files before a camera, remembered."""

    state: FileState = FileState.NONE
    held: list[Path] = field(default_factory=list)
    played: list[Path] = field(default_factory=list)

    def hold(self, path: Path) -> None:
        self.held.append(path)
        self.state = FileState.READING

    def play(self, path: Path) -> None:
        self.played.append(path)
        self.state = FileState.READING


@dataclass
class Broken:
    """A camera's troubles, remembered."""

    kind: CameraFault | None = None
    plugged: bool = True

    def fault(self, kind: CameraFault | None) -> None:
        self.kind = kind

    def unplug(self) -> None:
        self.plugged = False

    def plug_in(self) -> None:
        self.plugged = True


@dataclass
class BrokenPrinter:
    """A printer's troubles, remembered."""

    now: PrinterState | None = None
    next: tuple[PrinterState, int] | None = None

    def trouble(self, state: PrinterState | None) -> None:
        self.now = state

    def in_next_ticket(self, state: PrinterState, at_byte: int) -> None:
        self.next = (state, at_byte)


@dataclass
class World:
    """Remembers what the dock did to it."""

    held: Image | None = None
    papers: list[Paper] = field(default_factory=list)
    mode: LinkMode = LinkMode.PASS
    shift: timedelta = timedelta()
    table: Table = field(default_factory=Table)
    faces: Faces = field(default_factory=Faces)
    files: Files = field(default_factory=Files)
    broken: Broken = field(default_factory=Broken)
    modes: tuple[LinkMode, ...] = tuple(LinkMode)
    printer: BrokenPrinter = field(default_factory=BrokenPrinter)
    disk: SteerableDisk = field(default_factory=SteerableDisk)
    kills: int = 0

    def hold(self, image: Image) -> None:
        self.held = image

    def put_away(self) -> None:
        self.held = None

    def jump(self, by: timedelta) -> None:
        self.shift += by

    def reset(self) -> None:
        self.shift = timedelta()

    def kill(self) -> None:
        self.kills += 1

    def holds(self) -> bool:
        return self.held is not None

    def read(self) -> str:
        assert self.held is not None
        [code] = zxingcpp.read_barcodes(self.held)
        return code.text


@dataclass
class AtTheDock:
    """The dock with its window, and a hand that clicks."""

    dock: Dock
    window: DockWindow
    world: World
    feed: DockFeed
    plays: list[bool]

    def items(self, name: str) -> list[QQuickItem]:
        root = self.window.view.rootObject()
        return [
            item
            for item in [root, *root.findChildren(QObject)]
            if isinstance(item, QQuickItem) and item.objectName() == name
        ] or created(root, name)

    def exists(self, name: str) -> bool:
        return bool(self.items(name))

    def item(self, name: str) -> QQuickItem:
        items = self.items(name)
        assert items, f"no item {name}"
        return items[0]

    def click(self, name: str) -> None:
        item = self.item(name)
        spot = item.mapToScene(QPointF(min(item.width() / 2, 12), item.height() / 2))
        QTest.mouseClick(
            self.window.view,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
            QPoint(round(spot.x()), round(spot.y())),
        )

    def type(self, words: str) -> None:
        for letter in words:
            QTest.keyClick(self.window.view, Qt.Key(ord(letter.upper())))


def created(item: QQuickItem, name: str) -> list[QQuickItem]:
    """Items that a view made are children to the eye only."""
    return [
        found
        for child in item.childItems()
        for found in ([child] if child.objectName() == name else created(child, name))
    ]


def settle(window: DockWindow) -> None:
    """Draw until everything is where it will be clicked: layouts in layouts take their time."""
    before: list[QPointF] | None = None
    for _ in range(20):
        QCoreApplication.processEvents()
        window.view.grabWindow()
        items = window.view.rootObject().findChildren(QQuickItem)
        if (places := [item.mapToScene(QPointF(0, 0)) for item in items]) == before:
            return
        before = places
    raise AssertionError("the dock does not come to rest")


def opened(qtbot: QtBot, play: bool = False, **others: object) -> AtTheDock:
    application()
    world = World()
    feed = DockFeed()
    everything: dict[str, Any] = {
        "camera": world,
        "paper": world.papers.append,
        "link": world,
        "clock": world,
        "cards": world.table,
        "faces": world.faces,
        "files": world.files,
        "bad_camera": world.broken,
        "cabinet": Cabinet(world.printer, world.disk, world.kill),
    }
    plays: list[bool] = []
    parts = DockParts(PEOPLE, Controls(**(everything | others)), feed, play)
    pictures = DockPictures()
    dock = Dock(parts, pictures, lambda: NOW + world.shift, plays.append)
    window = DockWindow(dock, pictures)
    window.view.resize(900, 960)
    window.view.show()
    qtbot.waitExposed(window.view)
    settle(window)
    return AtTheDock(dock, window, world, feed, plays)
