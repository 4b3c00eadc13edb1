# ruff: noqa: N815 - QML reads these names, and its names are in camel case
"""What the dock's page is bound to."""

from collections.abc import Callable
from datetime import datetime, timedelta

import PIL.Image
from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot

from kiosk.hospital.link import LinkMode
from kiosk.ui.dock.account import Account
from kiosk.ui.dock.camera import CameraDesk
from kiosk.ui.dock.cards import CardDesk
from kiosk.ui.dock.controls import DockParts, Paper
from kiosk.ui.dock.documents import SHOP_CODE, kinds_of
from kiosk.ui.dock.faces import FaceDesk
from kiosk.ui.dock.feed import Happening
from kiosk.ui.dock.people import People
from kiosk.ui.dock.pictures import (
    DockPictures,
    TooLongForACode,
    code_on_card,
    of_camera,
    of_ticket,
)
from kiosk.ui.dock.playing import Playing
from kiosk.ui.dock.troubles import TroubleDesk

TICKETS_KEPT = 12


class Dock(QObject):
    """The tester's desk. Lives in Qt's main thread."""

    peopleChanged = Signal()
    chosenChanged = Signal()
    heldChanged = Signal()
    paperChanged = Signal()
    networkChanged = Signal()
    clockChanged = Signal()
    ticketsChanged = Signal()
    linesChanged = Signal()
    playingChanged = Signal()
    takesAwayChanged = Signal()

    def __init__(
        self,
        parts: DockParts,
        pictures: DockPictures,
        now: Callable[[], datetime],
        play: Callable[[bool], None],
    ) -> None:
        """``now`` is the kiosk's wall time; ``play`` turns the script of the front on and off."""
        super().__init__()
        self._parts = parts
        self._pictures = pictures
        self._now = now
        self._play = play
        self._people = People(parts.people)
        self._held: dict[str, str] = {}
        self._trouble = ""
        self._serial = 0
        self._paper = Paper.PRESENT
        self._network = LinkMode.PASS
        self._tickets: list[dict[str, object]] = []
        self._account = Account(now)
        self._playing = Playing(self)
        self._played = -1
        self._takes_away = True
        controls = parts.controls
        self._cards = CardDesk(controls.cards) if controls.cards is not None else None
        self._faces = FaceDesk(controls.faces) if controls.faces is not None else None
        self._sights = CameraDesk(controls.files, controls.bad_camera)
        self._troubles = TroubleDesk(controls.cabinet)
        if self._faces is not None:
            parts.feed.guided.connect(self._faces.follow)
        self._tell_who_is_chosen()
        self._second = QTimer(self, interval=1000)
        self._second.timeout.connect(self.clockChanged)
        self._second.start()
        parts.feed.happened.connect(self._happened)
        parts.feed.ticket.connect(self._ticket)
        if parts.play:
            self.setPlaying(True)

    # What the tester does.

    @Slot(str)
    def search(self, words: str) -> None:
        """Show the people in whose label all of ``words`` are; one of them is chosen."""
        self._people.words = words
        self.peopleChanged.emit()
        shown = self._people.found()
        if shown and self._people.chosen not in shown:
            self.choose(shown[0])

    @Slot(int)
    def choose(self, index: int) -> None:
        """Take this person; the index counts all people, shown or not."""
        if 0 <= index < len(self._people.all):
            self._people.chosen = index
            self._tell_who_is_chosen()
            self.chosenChanged.emit()

    @Slot(str)
    def hold(self, kind: str) -> None:
        """Hold up this document of the chosen person."""
        content = self._people.documents.get(kind)
        if content is not None and self._people.person is not None:
            self._hold(content, kind, self._people.person.label)

    @Slot()
    def holdShopCode(self) -> None:
        """Hold up a code that is no document."""
        self._hold(SHOP_CODE, "shop", SHOP_CODE)

    @Slot(str)
    def holdText(self, text: str) -> None:
        """Hold up a code of this text."""
        if text.strip():
            self._hold(text.strip(), "text", text.strip())

    @Slot()
    def putAway(self) -> None:
        """Hold up nothing."""
        if self._parts.controls.camera is not None:
            self._parts.controls.camera.put_away()
        self._held, self._trouble = {}, ""
        self.heldChanged.emit()

    @Slot(bool)
    def setTakesAway(self, on: bool) -> None:
        """Put the document away by itself once it was read, as a patient does."""
        self._takes_away = on
        self.takesAwayChanged.emit()

    @Slot(str)
    def setPaper(self, value: str) -> None:
        """One of :class:`~kiosk.ui.dock.controls.Paper`."""
        self._paper = Paper(value)
        if self._parts.controls.paper is not None:
            self._parts.controls.paper(self._paper)
        self.paperChanged.emit()

    @Slot(str)
    def setNetwork(self, value: str) -> None:
        """One of :class:`~kiosk.hospital.link.LinkMode`."""
        self._network = LinkMode(value)
        if self._parts.controls.link is not None:
            self._parts.controls.link.mode = self._network
        self.networkChanged.emit()

    @Slot(int)
    def jump(self, hours: int) -> None:
        """Shift the kiosk's clock; 0 sets it back to the machine's."""
        clock = self._parts.controls.clock
        if clock is not None and hours:
            clock.jump(timedelta(hours=hours))
        elif clock is not None:
            clock.reset()
        self.clockChanged.emit()

    @Slot(bool)
    def setPlaying(self, on: bool) -> None:
        """Play patients, one after another, until told to stop."""
        self._play(on)
        self._playing.set_on(on)
        self.playingChanged.emit()

    # What happens.

    def _happened(self, happening: Happening) -> None:
        self._account.add(happening)
        self.linesChanged.emit()
        self._playing.happened(happening)
        if self._takes_away or self._playing.on:
            self._take_away_what_was_read(happening)

    def _take_away_what_was_read(self, happening: Happening) -> None:
        """A notice says that what was shown will not do. A card stays until there is a ticket: its
        picture may be read after its owner has agreed to be compared with it."""
        what = (happening.kind, happening.name)
        if self._held and (happening.kind == "told" or what == ("step", "scan")):
            self.putAway()
        if self._cards is not None and what in (("step", "check-in"), ("forgotten", "")):
            self._cards.takeAway()

    def _ticket(self, bitmap: PIL.Image.Image) -> None:
        self._troubles.printed()
        name = self._new_picture("ticket")
        self._pictures.put(name, of_ticket(bitmap))
        ticket = {
            "source": f"image://dock/{name}",
            "width": bitmap.width,
            "height": bitmap.height,
        }
        self._tickets = [ticket, *self._tickets[: TICKETS_KEPT - 1]]
        self.ticketsChanged.emit()

    # The hand, when the dock plays by itself.

    def next_patient(self) -> bool:
        """Whoever is chosen, and after them the next who has a document."""
        shown = self._people.found() or range(len(self._people.all))
        for _ in shown:
            if self._played == self._people.chosen:
                after = [index for index in shown if index > self._people.chosen]
                self.choose(after[0] if after else shown[0])
            self._played = self._people.chosen
            if self._people.documents:
                return True
        return False

    def show_document(self) -> None:
        """Hold up the first document of the chosen person."""
        self.hold(next(iter(self._people.documents), ""))

    def lay_card(self) -> bool:
        """Lay the chosen person's chip card on the reader; False if that cannot be."""
        return self._cards is not None and self._cards.lay()

    def put_card_back(self) -> None:
        """Lay the card again that was taken away too early."""
        if self._cards is not None:
            self._cards.putBack()

    def _hold(self, content: str | bytes, kind: str, label: str) -> None:
        camera = self._parts.controls.camera
        if camera is None:
            return
        try:
            card = code_on_card(content)
        except TooLongForACode:
            self._trouble = "too-long"
            self.heldChanged.emit()
            return
        camera.hold(card)
        name = self._new_picture("held")
        self._pictures.put(name, of_camera(card))
        self._held = {"kind": kind, "label": label, "source": f"image://dock/{name}"}
        self._trouble = ""
        self.heldChanged.emit()

    def _new_picture(self, what: str) -> str:
        self._serial += 1
        return f"{what}-{self._serial}"

    def _tell_who_is_chosen(self) -> None:
        for desk in (self._cards, self._faces):
            if desk is not None:
                desk.choose(self._people.person)

    # What the page reads.

    people = Property(list, lambda self: self._people.rows(), notify=peopleChanged)
    chosen = Property(int, lambda self: self._people.chosen, notify=chosenChanged)
    documents = Property(list, lambda self: list(self._people.documents), notify=chosenChanged)
    kinds = Property(list, lambda self: kinds_of(self._people.all), constant=True)
    held = Property(dict, lambda self: dict(self._held), notify=heldChanged)
    trouble = Property(str, lambda self: self._trouble, notify=heldChanged)
    takesAway = Property(bool, lambda self: self._takes_away, notify=takesAwayChanged)
    paper = Property(str, lambda self: self._paper.value, notify=paperChanged)
    network = Property(str, lambda self: self._network.value, notify=networkChanged)
    clock = Property(str, lambda self: f"{self._now():%d/%m/%Y  %H:%M:%S}", notify=clockChanged)
    tickets = Property(list, lambda self: list(self._tickets), notify=ticketsChanged)
    lines = Property(list, lambda self: list(self._account.lines), notify=linesChanged)
    playing = Property(bool, lambda self: self._playing.on, notify=playingChanged)
    cards = Property(QObject, lambda self: self._cards, constant=True)
    faces = Property(QObject, lambda self: self._faces, constant=True)
    sights = Property(QObject, lambda self: self._sights, constant=True)
    troubles = Property(QObject, lambda self: self._troubles, constant=True)
    parts = Property(
        dict,
        lambda self: {
            "camera": self._parts.controls.camera is not None,
            "printer": self._parts.controls.paper is not None,
            "link": (link := self._parts.controls.link) is not None,
            "tls": link is not None and LinkMode.EXPIRED in link.modes,
            "troubles": any(self._troubles.property("parts").values()),
            "clock": self._parts.controls.clock is not None,
            "cards": self._cards is not None,
            "faces": self._faces is not None,
            "sights": self._sights.files or self._sights.breaks,
        },
        constant=True,
    )
