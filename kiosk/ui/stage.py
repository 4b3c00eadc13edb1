# ruff: noqa: N815 - QML reads these names, and its names are in camel case
"""What the pages are bound to: one object that holds all that the kiosk shows.

Lives on Qt's main thread, as every method, slot and signal here does. Python sets what is
shown (:meth:`Stage.present` and the ``set_…`` methods); QML reads the properties, and calls
the slots when the patient does something; the slots emit the signals that Python hears.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Property, QObject, Qt, QTimer, Signal, Slot

from kiosk.checkin.screens import RESTING, Done, FaceCheck, Problem, Screen, Welcome
from kiosk.model.face import FaceGuide
from kiosk.model.guidance import CodeHint, FaceHint
from kiosk.model.page_light import PageLight
from kiosk.model.text import LocalText
from kiosk.ui.answers import answer_to
from kiosk.ui.live import LivePicture
from kiosk.ui.over_the_page import OverThePage
from kiosk.ui.staff_door import StaffDoor
from kiosk.ui.view_models import form_of_address_in, guide, progress_of, view_model
from kiosk.vision.preview import PreviewKind

NOTHING: Mapping[str, object] = {}

ARRIVING_MS = 400
"""How long a page that has just come takes no taps, in milliseconds. The second tap of a double
tap comes within 250 ms or so, and nobody reads a page and finds its button in less than 400."""


class Stage(OverThePage):
    """The state of the pages.

    ``hospital`` and ``desk`` are names ("desk 2") that sentences are filled with.
    ``languages`` are BCP 47 codes, the first is the default. ``width_mm`` is the physical
    width of a full screen, 0 if unknown or windowed. ``can_speak`` shows the helper that
    reads aloud. ``arriving_ms`` is how long a new page takes no taps, in milliseconds; 0 takes
    them at once.

    Properties for QML, each with a notify signal ``<name>Changed``, beside those of
    :class:`~kiosk.ui.over_the_page.OverThePage` and
    :class:`~kiosk.ui.surroundings.Surroundings`:

    =================  =========================================================
    ``page``           name of the QML page: the screen's class name, ``""`` is none
    ``model``          display-ready values of the page; always has ``spoken``
    ``progress``       0 = no line of steps, 1 to 3
    ``work``           0.0 to 1.0: how much of the page's work is done
    ``guide``          ``{}`` or ``{hint, words, icon, of}``: what the hand or the face
                       should do; how much of its try is done is in ``work``
    ``light``          what the page throws on the face before it: a colour as ``#ffd096``,
                       ``""`` is its usual one
    ``live``           the camera's picture, while a page shows it:
                       :class:`~kiosk.ui.live.LivePicture`
    ``arriving``       the page is so new that a tap is meant for the one before
    ``canCancel``      whether a visit has begun that can be cancelled
    ``staffDoor``      the way to the staff page: :class:`~kiosk.ui.staff_door.StaffDoor`
    =================  =========================================================
    """

    pageChanged = Signal()
    arrivingChanged = Signal()
    modelChanged = Signal()
    workChanged = Signal()
    guideChanged = Signal()
    lightChanged = Signal()

    answered = Signal(object)
    """The typed answer of the screen that is present; at most one for each ``present``."""
    cancelled = Signal()
    touched = Signal()
    """Any sign of life."""
    speechWanted = Signal(str, str)
    """A text and its language."""

    def __init__(
        self,
        *,
        hospital: LocalText,
        desk: LocalText,
        languages: Sequence[str],
        width_mm: float = 0.0,
        reduced_motion: bool = False,
        can_speak: bool = False,
        live: LivePicture | None = None,
        arriving_ms: int = ARRIVING_MS,
        staff_door: StaffDoor | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(
            hospital=hospital,
            desk=desk,
            languages=languages,
            width_mm=width_mm,
            reduced_motion=reduced_motion,
            can_speak=can_speak,
            parent=parent,
        )
        self.staff_door = staff_door or StaffDoor(parent=self)
        """The way to the staff page."""
        self._arriving_ms = arriving_ms
        self._arriving = QTimer(
            self, singleShot=True, interval=arriving_ms, timerType=Qt.TimerType.PreciseTimer
        )
        self._arriving.timeout.connect(self.arrivingChanged)
        self._screen: Screen[Any] | None = None
        self._open = False
        self._model: Mapping[str, object] = NOTHING
        self._work = 0.0
        self._guide: FaceGuide | CodeHint | None = None
        self._live = live or LivePicture(parent=self)

    # What Python sets.

    def present(self, screen: Screen[Any]) -> None:
        """Show ``screen``. A notice of the page before goes; the idle question stays.

        Until the page has been there for ``arriving_ms``, nothing answers or cancels it.
        """
        before = self._page_name()
        self._arrive()
        if isinstance(screen, Welcome):
            self._you = ""
        self._you = form_of_address_in(screen, self._now) or self._you
        self._screen = screen
        self.staff_door.shows(screen)
        self._open = True
        self._model = view_model(screen, self._reader())
        if self._page_name() != before:
            self.set_notice(None)
        self.set_work(0.0)
        self.set_guide(None)
        # The model last: QML loads the page that it belongs to when it hears of it.
        self.pageChanged.emit()
        self.modelChanged.emit()
        # Anew, as making the page takes time too, and taps wait in line meanwhile.
        self._arrive()

    def set_work(self, share: float) -> None:
        """Show how much of the page's work is done; below 0 is 0, and above 1 is 1."""
        share = min(1.0, max(0.0, share))
        if share != self._work:
            self._work = share
            self.workChanged.emit()

    def set_guide(self, what: FaceGuide | CodeHint | None) -> None:
        """Show what the hand or the face should do, or take it away."""
        before, self._guide = self._guide, what
        if isinstance(what, FaceGuide):
            self.set_work(what.share)
        self._live.watch(self._shown_live())
        if _hint_of(what) is not _hint_of(before):
            self.guideChanged.emit()
        if _light_of(what) is not _light_of(before):
            self.lightChanged.emit()

    def set_idle(self, seconds: float | None) -> None:
        """Ask "are you still there?" with a ring that fills in ``seconds``, or stop asking.

        What is under the finger changes with the question, as it does with a page.
        """
        if (seconds is None) != (self._idle_seconds is None):
            self._arrive()
        super().set_idle(seconds)

    def forget(self) -> None:
        """The visit is over: nothing of it is left here, and no page is shown."""
        self._screen = None
        self.staff_door.shows(None)
        self._open = False
        self._model = NOTHING
        self._say_no_more()
        self.set_work(0.0)
        self.set_guide(None)
        self._arriving.stop()
        self.pageChanged.emit()
        self.modelChanged.emit()
        self.arrivingChanged.emit()
        self._read_as_at_first()

    @property
    def live_picture(self) -> LivePicture:
        """The camera's picture for the pages."""
        return self._live

    # What the patient does.

    @Slot(str)
    def answer(self, value: str) -> None:
        """Answer the page. A value that does not fit it, or a second one, is ignored."""
        if self._screen is None or not self._open or self._is_arriving():
            return
        answer = answer_to(self._screen, value)
        if answer is None:
            return
        self._open = False
        self.answered.emit(answer)

    @Slot()
    def cancel(self) -> None:
        if self._can_cancel() and not self._is_arriving():
            self.cancelled.emit()

    @Slot()
    def touch(self) -> None:
        self.touched.emit()

    @Slot()
    def readAloud(self) -> None:
        """Ask for what matters now to be said: the idle question, the notice, or the page."""
        if not self._can_speak:
            return
        notice = self._notice_now()
        words = (
            str(self._idle_now().get("question", ""))
            or " ".join(str(part) for part in notice.values())
            or str(self._guide_now().get("words", ""))
            or str(self._model.get("spoken", ""))
        )
        if words:
            self.speechWanted.emit(words, self._language)

    # How it is worked out.

    def _arrive(self) -> None:
        if self._arriving_ms == 0:
            return
        before = self._is_arriving()
        self._arriving.start()
        if not before:
            self.arrivingChanged.emit()

    def _is_arriving(self) -> bool:
        return self._arriving.isActive()

    def _page_name(self) -> str:
        return type(self._screen).__name__ if self._screen else ""

    def _can_cancel(self) -> bool:
        return self._screen is not None and not isinstance(self._screen, (*RESTING, Done, Problem))

    def _speak_language(self, code: str) -> None:
        super()._speak_language(code)
        self.modelChanged.emit()
        self.guideChanged.emit()

    def _say_anew(self) -> None:
        if self._screen is not None:
            self._model = view_model(self._screen, self._reader())

    def _guide_now(self) -> dict[str, object]:
        return guide(self._guide, self._reader())

    def _light_now(self) -> str:
        light = _light_of(self._guide)
        return "" if light is None else "#{:02x}{:02x}{:02x}".format(*light.colour)

    def _shown_live(self) -> PreviewKind | None:
        """A face sees itself throughout; a hand only while it must be told what to do."""
        if isinstance(self._screen, FaceCheck):
            return PreviewKind.FACE
        return PreviewKind.CARD if isinstance(self._guide, CodeHint) else None

    # What QML reads.

    page = Property(str, _page_name, notify=pageChanged)
    model = Property(dict, lambda self: dict(self._model), notify=modelChanged)
    progress = Property(int, lambda self: progress_of(self._screen), notify=pageChanged)
    work = Property(float, lambda self: self._work, notify=workChanged)
    guide = Property(dict, _guide_now, notify=guideChanged)
    light = Property(str, _light_now, notify=lightChanged)
    live = Property(QObject, lambda self: self._live, constant=True)
    arriving = Property(bool, _is_arriving, notify=arrivingChanged)
    canCancel = Property(bool, _can_cancel, notify=pageChanged)
    staffDoor = Property(QObject, lambda self: self.staff_door, constant=True)


def _hint_of(what: FaceGuide | CodeHint | None) -> FaceHint | CodeHint | None:
    return what.hint if isinstance(what, FaceGuide) else what


def _light_of(what: FaceGuide | CodeHint | None) -> PageLight | None:
    return what.light if isinstance(what, FaceGuide) else None
