# ruff: noqa: N815 - QML reads these names, and its names are in camel case
"""What the pages are bound to: one object that holds all that the kiosk shows.

Lives on Qt's main thread, as every method, slot and signal here does. Python sets what is
shown (:meth:`Stage.present` and the ``set_…`` methods); QML reads the properties, and calls
the slots when the patient does something; the slots emit the signals that Python hears.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import Property, QObject, Qt, QTimer, Signal, Slot

from kiosk.checkin.failures import Failure
from kiosk.checkin.front import StaffCall
from kiosk.checkin.screens import RESTING, Done, FaceCheck, Problem, Screen, Welcome
from kiosk.model.face import FaceGuide
from kiosk.model.guidance import CodeHint, FaceHint
from kiosk.model.page_light import PageLight
from kiosk.model.text import LocalText
from kiosk.ui import around
from kiosk.ui.answers import answer_to
from kiosk.ui.live import LivePicture
from kiosk.ui.staff_door import StaffDoor
from kiosk.ui.translation import Translations
from kiosk.ui.view_models import form_of_address_in, guide, progress_of, view_model
from kiosk.ui.view_models.reader import Reader
from kiosk.vision.preview import PreviewKind

NOTHING: Mapping[str, object] = {}

ARRIVING_MS = 400
"""How long a page that has just come takes no taps, in milliseconds. The second tap of a double
tap comes within 250 ms or so, and nobody reads a page and finds its button in less than 400."""


class Stage(QObject):
    """The state of the pages.

    ``hospital`` and ``desk`` are names ("desk 2") that sentences are filled with.
    ``languages`` are BCP 47 codes, the first is the default. ``width_mm`` is the physical
    width of a full screen, 0 if unknown or windowed. ``can_speak`` shows the helper that
    reads aloud. ``arriving_ms`` is how long a new page takes no taps, in milliseconds; 0 takes
    them at once.

    Properties for QML, each with a notify signal ``<name>Changed``:

    =================  =========================================================
    ``page``           name of the QML page: the screen's class name, ``""`` is none
    ``model``          display-ready values of the page; always has ``spoken``
    ``language``       code; ``languages`` is a list of ``{code, name}``
    ``largeText``      ``highContrast``, ``reducedMotion``, ``canSpeak``: bool
    ``hospitalName``   ``deskName``: in the present language
    ``clock``          ``Thứ Hai 23/11 · 7:42``, ``""`` before the first ``set_clock``
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
    ``notice``         ``{}`` or ``{sentence, nextStep}``
    ``idle``           ``{}`` or ``{seconds, question}``: the ring fills in ``seconds``
    ``staffCall``      ``none``, ``calling``, ``sent``, ``failed``; ``staffWords`` says it
    ``widthMm``        float
    ``staffDoor``      the way to the staff page: :class:`~kiosk.ui.staff_door.StaffDoor`
    =================  =========================================================
    """

    pageChanged = Signal()
    arrivingChanged = Signal()
    modelChanged = Signal()
    workChanged = Signal()
    guideChanged = Signal()
    lightChanged = Signal()
    languageChanged = Signal()
    largeTextChanged = Signal()
    highContrastChanged = Signal()
    clockChanged = Signal()
    noticeChanged = Signal()
    idleChanged = Signal()
    staffCallChanged = Signal()

    answered = Signal(object)
    """The typed answer of the screen that is present; at most one for each ``present``."""
    cancelled = Signal()
    staffWanted = Signal()
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
        super().__init__(parent)
        self.staff_door = staff_door or StaffDoor(parent=self)
        """The way to the staff page."""
        self._hospital = hospital
        self._desk = desk
        self._languages = tuple(languages)
        self._width_mm = width_mm
        self._reduced_motion = reduced_motion
        self._can_speak = can_speak
        self._arriving_ms = arriving_ms
        self._arriving = QTimer(
            self, singleShot=True, interval=arriving_ms, timerType=Qt.TimerType.PreciseTimer
        )
        self._arriving.timeout.connect(self.arrivingChanged)
        self._translations = Translations(self._languages)
        self._now: datetime | None = None
        self._screen: Screen[Any] | None = None
        self._open = False
        self._model: Mapping[str, object] = NOTHING
        self._work = 0.0
        self._guide: FaceGuide | CodeHint | None = None
        self._live = live or LivePicture(parent=self)
        self._failure: Failure | None = None
        self._idle_seconds: float | None = None
        self._staff_call = StaffCall.NONE
        self._you = ""
        self._large_text = False
        self._high_contrast = False
        self._language = self._languages[0]
        self._translations.install(self._language)

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

    def set_notice(self, failure: Failure | None) -> None:
        """Say ``failure`` over the page, or take the notice away."""
        self._failure = failure
        self.noticeChanged.emit()

    def set_idle(self, seconds: float | None) -> None:
        """Ask "are you still there?" with a ring that fills in ``seconds``, or stop asking.

        What is under the finger changes with the question, as it does with a page.
        """
        if (seconds is None) != (self._idle_seconds is None):
            self._arrive()
        self._idle_seconds = seconds
        self.idleChanged.emit()

    def set_staff_call(self, state: StaffCall) -> None:
        """Show how the call for help stands."""
        self._staff_call = state
        self.staffCallChanged.emit()

    def set_clock(self, now: datetime) -> None:
        """The hospital's local time; whoever has the clock calls this each minute or second."""
        before = self._clock_now()
        self._now = now
        if self._clock_now() != before:
            self.clockChanged.emit()

    def forget(self) -> None:
        """The visit is over: nothing of it is left here, and no page is shown."""
        self._screen = None
        self.staff_door.shows(None)
        self._open = False
        self._model = NOTHING
        self._failure = None
        self._idle_seconds = None
        self._staff_call = StaffCall.NONE
        self._you = ""
        self.set_work(0.0)
        self.set_guide(None)
        self._large_text = False
        self._high_contrast = False
        self._arriving.stop()
        self.pageChanged.emit()
        self.modelChanged.emit()
        self.arrivingChanged.emit()
        self.noticeChanged.emit()
        self.idleChanged.emit()
        self.staffCallChanged.emit()
        self.largeTextChanged.emit()
        self.highContrastChanged.emit()
        self._speak_language(self._languages[0])

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
    def callStaff(self) -> None:
        self.staffWanted.emit()

    @Slot()
    def touch(self) -> None:
        self.touched.emit()

    @Slot(str)
    def setLanguage(self, code: str) -> None:
        """Speak another language, on the same page. An unknown code is ignored."""
        if code in self._languages and code != self._language:
            self._speak_language(code)

    @Slot()
    def toggleLargeText(self) -> None:
        self._large_text = not self._large_text
        self.largeTextChanged.emit()

    @Slot()
    def toggleContrast(self) -> None:
        self._high_contrast = not self._high_contrast
        self.highContrastChanged.emit()

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

    def _reader(self) -> Reader:
        language = self._language
        return Reader(
            language=language,
            you=self._you,
            desk=self._desk.get(language),
            look_up=lambda context, text: self._translations.look_up(language, context, text),
        )

    def _speak_language(self, code: str) -> None:
        self._language = code
        self._translations.install(code)
        if self._screen is not None:
            self._model = view_model(self._screen, self._reader())
        self.languageChanged.emit()
        self.modelChanged.emit()
        self.clockChanged.emit()
        self.guideChanged.emit()
        self.noticeChanged.emit()
        self.idleChanged.emit()
        self.staffCallChanged.emit()

    def _clock_now(self) -> str:
        return around.clock(self._now, self._language)

    def _notice_now(self) -> dict[str, object]:
        return around.notice(self._failure, self._reader())

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

    def _idle_now(self) -> dict[str, object]:
        return around.idle(self._idle_seconds, self._reader())

    def _staff_words(self) -> str:
        return around.staff_words(self._staff_call, self._reader())

    # What QML reads.

    page = Property(str, _page_name, notify=pageChanged)
    model = Property(dict, lambda self: dict(self._model), notify=modelChanged)
    language = Property(str, lambda self: self._language, notify=languageChanged)
    languages = Property(
        list,
        lambda self: [
            {"code": code, "name": self._translations.name(code)} for code in self._languages
        ],
        constant=True,
    )
    largeText = Property(bool, lambda self: self._large_text, notify=largeTextChanged)
    highContrast = Property(bool, lambda self: self._high_contrast, notify=highContrastChanged)
    reducedMotion = Property(bool, lambda self: self._reduced_motion, constant=True)
    canSpeak = Property(bool, lambda self: self._can_speak, constant=True)
    hospitalName = Property(
        str, lambda self: self._hospital.get(self._language), notify=languageChanged
    )
    deskName = Property(str, lambda self: self._desk.get(self._language), notify=languageChanged)
    clock = Property(str, _clock_now, notify=clockChanged)
    progress = Property(int, lambda self: progress_of(self._screen), notify=pageChanged)
    work = Property(float, lambda self: self._work, notify=workChanged)
    guide = Property(dict, _guide_now, notify=guideChanged)
    light = Property(str, _light_now, notify=lightChanged)
    live = Property(QObject, lambda self: self._live, constant=True)
    arriving = Property(bool, _is_arriving, notify=arrivingChanged)
    canCancel = Property(bool, _can_cancel, notify=pageChanged)
    notice = Property(dict, _notice_now, notify=noticeChanged)
    idle = Property(dict, _idle_now, notify=idleChanged)
    staffCall = Property(str, lambda self: self._staff_call.value, notify=staffCallChanged)
    staffWords = Property(str, _staff_words, notify=staffCallChanged)
    staffDoor = Property(QObject, lambda self: self.staff_door, constant=True)
    widthMm = Property(float, lambda self: self._width_mm, constant=True)


def _hint_of(what: FaceGuide | CodeHint | None) -> FaceHint | CodeHint | None:
    return what.hint if isinstance(what, FaceGuide) else what


def _light_of(what: FaceGuide | CodeHint | None) -> PageLight | None:
    return what.light if isinstance(what, FaceGuide) else None
