"""The touchscreen as a :class:`~kiosk.checkin.front.Front`: the bridge between two threads.

The visit calls in the engine's thread, the stage and its pages live in Qt's main thread.
Values cross over as queued signals one way and by ``call_soon_threadsafe`` the other, so
neither side ever waits for the other, and no lock is needed: each attribute below belongs
to the one thread that its name says.
"""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar, cast

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from kiosk.checkin.failures import Failure
from kiosk.checkin.front import Gesture, StaffCall
from kiosk.checkin.screens import Screen
from kiosk.devices.speech.base import Speaker
from kiosk.model.face import FaceGuide
from kiosk.model.guidance import CodeHint
from kiosk.ui.stage import Stage

A = TypeVar("A")

NOTICE_MS = 15_000
"""How long a notice stays, in milliseconds: two short sentences, read slowly and once more by
whoever looked away."""

GESTURES_KEPT = 8
"""Gestures that wait while the visit is busy; more than these add nothing."""

_NO_ANSWER = 0


class _Work:
    """How far the work of one page is. Written in any thread, and read in Qt's."""

    __slots__ = ("on_the_way", "share")

    def __init__(self) -> None:
        self.share = 0.0
        self.on_the_way = False


class QtFront(QObject):
    """Shows a visit on a :class:`~kiosk.ui.stage.Stage` and brings the patient's answers back.

    Made in Qt's main thread; its methods of ``Front`` are called in the engine's loop.
    """

    presenting = Signal(str)
    """A page's name (``ConfirmIdentity``), in the main thread, just before the stage gets it."""

    _to_main = Signal(object)

    def __init__(self, stage: Stage, speaker: Speaker | None = None) -> None:
        """``speaker`` reads pages aloud; without one, the wish to hear a page does nothing."""
        super().__init__()
        self._stage = stage
        self._speaker = speaker

        self._main_serial = _NO_ANSWER
        self._main_visit = 0
        self._main_work = _Work()
        self._main_screen: Screen[Any] | None = None
        self._main_stuck = False
        self._main_notice = QTimer(self, singleShot=True, interval=NOTICE_MS)
        self._main_notice.timeout.connect(self._main_notice_over)

        self._loop: asyncio.AbstractEventLoop | None = None
        self._engine_serial = _NO_ANSWER
        self._engine_visit = 0
        self._engine_asked: asyncio.Future[Any] | None = None
        self._engine_gestures: asyncio.Queue[Gesture] = asyncio.Queue(GESTURES_KEPT)
        self._engine_speech: asyncio.Task[None] | None = None
        self._work = self._main_work

        self._home_language = self._language = str(stage.language)

        # Methods only: Qt would keep a partial, and with it this object and the stage, for ever.
        self._to_main.connect(self._run_in_main, Qt.ConnectionType.QueuedConnection)
        stage.answered.connect(self._main_answered)
        stage.cancelled.connect(self._main_cancelled)
        stage.staffWanted.connect(self._main_staff_wanted)
        stage.touched.connect(self._main_touched)
        stage.staff_door.wanted.connect(self._main_staff_page)
        stage.speechWanted.connect(self._main_speech)
        stage.languageChanged.connect(self._main_language)

    # The engine's side.

    @property
    def language(self) -> str:
        """The language that the patient reads now. Safe in any thread."""
        return self._language

    async def ask(self, screen: Screen[A]) -> A:
        """Show the page and wait for its answer. Cancelling the call takes the page away:
        what is tapped on it from then on answers nothing."""
        self._loop = asyncio.get_running_loop()
        asked = self._engine_asked = self._loop.create_future()
        self._engine_present(screen, self._next_serial())
        try:
            return cast(A, await asked)
        finally:
            if self._engine_asked is asked:
                self._engine_asked = None

    def show(self, screen: Screen[None]) -> None:
        """Show a page that needs no answer."""
        self._next_serial()
        self._engine_present(screen, _NO_ANSWER)

    def tell(self, failure: Failure) -> None:
        """Say this over the present page; it goes by itself after ``NOTICE_MS``."""
        self._to_main.emit(partial(self._main_tell, failure))

    def progress(self, share: float) -> None:
        """How much of the present page's work is done, 0.0 to 1.0. Safe in any thread.

        However often it is called, one value at most is on its way to Qt: the newest.
        """
        work = self._work
        work.share = share
        # In this order, and in the other one in `_main_progress`: so no newest value is lost.
        if not work.on_the_way:
            work.on_the_way = True
            self._to_main.emit(partial(self._main_progress, work))

    def guide(self, what: FaceGuide | CodeHint | None) -> None:
        """What the hand or the face should do, on the present page."""
        self._to_main.emit(partial(self._stage.set_guide, what))

    async def gesture(self) -> Gesture:
        """Wait for the next gesture of this visit."""
        self._loop = asyncio.get_running_loop()
        return await self._engine_gestures.get()

    def warn_idle(self, seconds: float | None) -> None:
        """Ask over the page whether anybody is there; ``None`` takes the question away."""
        self._to_main.emit(partial(self._stage.set_idle, seconds))

    def staff_call(self, state: StaffCall) -> None:
        """Show how the call for help stands."""
        self._to_main.emit(partial(self._stage.set_staff_call, state))

    def forget(self) -> None:
        """Drop the visit's pages, gestures, voice and the patient's own settings."""
        self._next_serial()
        self._engine_silence()
        # What the last patient tapped must not cancel the next one's visit.
        self._engine_visit += 1
        while not self._engine_gestures.empty():
            self._engine_gestures.get_nowait()
        self._language = self._home_language
        self._to_main.emit(partial(self._main_forget, self._engine_visit))

    def _next_serial(self) -> int:
        self._engine_serial += 1
        return self._engine_serial

    def _engine_present(self, screen: Screen[Any], serial: int) -> None:
        self._engine_silence()
        work = self._work = _Work()
        self._to_main.emit(partial(self._main_present, screen, serial, work))

    def _engine_answered(self, serial: int, answer: object) -> None:
        asked = self._engine_asked
        if serial == self._engine_serial and asked is not None and not asked.done():
            asked.set_result(answer)

    def _engine_gesture(self, visit: int, gesture: Gesture) -> None:
        waiting = self._engine_gestures
        # One touch is as good as many: a hand on the screen must not push a cancel out.
        worth = waiting.empty() if gesture is Gesture.TOUCH else not waiting.full()
        if visit == self._engine_visit and worth:
            waiting.put_nowait(gesture)

    def _engine_speak(self, speaker: Speaker, text: str, language: str) -> None:
        self._engine_silence()
        self._engine_speech = asyncio.get_running_loop().create_task(speaker.say(text, language))
        self._engine_speech.add_done_callback(_report)

    def _engine_silence(self) -> None:
        if self._engine_speech is not None:
            self._engine_speech.cancel()
            self._engine_speech = None

    # Qt's side.

    def stuck(self, page: Screen[None]) -> None:
        """The engine does not answer: show this in place of what it showed last, and put nothing
        over it. In the main thread."""
        if not self._main_stuck:
            self._main_stuck = True
            self._stage.set_idle(None)
            self._stage.present(page)

    def answers_again(self) -> None:
        """The engine lives: what it showed last is shown again, if nothing newer has come."""
        if not self._main_stuck:
            return
        self._main_stuck = False
        if self._main_screen is None:
            self._stage.forget()
        else:
            self._stage.present(self._main_screen)

    @Slot(object)
    def _run_in_main(self, call: Callable[[], None]) -> None:
        call()

    def _to_engine(self, call: Callable[..., None], *values: object) -> None:
        if self._loop is None or self._loop.is_closed():
            return  # no visit is listening: before the first page, or at the end
        self._loop.call_soon_threadsafe(call, *values)

    def _main_present(self, screen: Screen[Any], serial: int, work: _Work) -> None:
        self._main_serial = serial
        self._main_work = work
        self._main_screen = screen
        self._main_stuck = False
        self.presenting.emit(type(screen).__name__)
        self._stage.present(screen)

    def _main_progress(self, work: _Work) -> None:
        work.on_the_way = False
        if work is self._main_work:  # else its page is gone
            self._stage.set_work(work.share)

    def _main_tell(self, failure: Failure) -> None:
        self._stage.set_notice(failure)
        self._main_notice.start()

    def _main_forget(self, visit: int) -> None:
        self._main_serial = _NO_ANSWER
        self._main_visit = visit
        self._main_screen = None
        self._main_stuck = False
        self._main_notice.stop()
        self._stage.forget()

    def _main_answered(self, answer: object) -> None:
        self._to_engine(self._engine_answered, self._main_serial, answer)

    def _main_notice_over(self) -> None:
        self._stage.set_notice(None)

    def _main_cancelled(self) -> None:
        self._main_gesture(Gesture.CANCEL)

    def _main_staff_wanted(self) -> None:
        self._main_gesture(Gesture.CALL_STAFF)

    def _main_staff_page(self) -> None:
        self._main_gesture(Gesture.STAFF)

    def _main_touched(self) -> None:
        self._main_gesture(Gesture.TOUCH)

    def _main_gesture(self, gesture: Gesture) -> None:
        self._to_engine(self._engine_gesture, self._main_visit, gesture)

    def _main_language(self) -> None:
        self._language = str(self._stage.language)

    def _main_speech(self, text: str, language: str) -> None:
        if self._speaker is not None:
            self._to_engine(self._engine_speak, self._speaker, text, language)


def _report(speech: asyncio.Task[None]) -> None:
    """A voice that fails keeps nobody from a ticket, but somebody should hear of it."""
    if not speech.cancelled() and (error := speech.exception()) is not None:
        speech.get_loop().call_exception_handler(
            {"message": "reading aloud failed", "exception": error}
        )
