# ruff: noqa: N815 - QML reads these names, and its names are in camel case
"""What is said over a page: a failure, "are you still there?", how the call for help stands."""

from typing import Any

from PySide6.QtCore import Property, Signal, Slot

from kiosk.checkin.failures import Failure
from kiosk.checkin.front import StaffCall
from kiosk.ui import around
from kiosk.ui.surroundings import Surroundings
from kiosk.ui.view_models.reader import Reader


class OverThePage(Surroundings):
    """Of the pages; :class:`~kiosk.ui.stage.Stage` says what is on them.

    Lives on Qt's main thread. Properties for QML, beside those around every page:

    =================  =========================================================
    ``notice``         ``{}`` or ``{sentence, nextStep}``
    ``idle``           ``{}`` or ``{seconds, question}``: the ring fills in ``seconds``
    ``staffCall``      ``none``, ``calling``, ``sent``, ``failed``; ``staffWords`` says it
    =================  =========================================================
    """

    noticeChanged = Signal()
    idleChanged = Signal()
    staffCallChanged = Signal()

    staffWanted = Signal()

    def __init__(self, **surroundings: Any) -> None:
        """As :class:`~kiosk.ui.surroundings.Surroundings`."""
        super().__init__(**surroundings)
        self._you = ""
        """How the patient is addressed, as far as that is known."""
        self._failure: Failure | None = None
        self._idle_seconds: float | None = None
        self._staff_call = StaffCall.NONE

    def set_notice(self, failure: Failure | None) -> None:
        """Say ``failure`` over the page, or take the notice away."""
        self._failure = failure
        self.noticeChanged.emit()

    def set_idle(self, seconds: float | None) -> None:
        """Ask "are you still there?" with a ring that fills in ``seconds``, or stop asking."""
        self._idle_seconds = seconds
        self.idleChanged.emit()

    def set_staff_call(self, state: StaffCall) -> None:
        """Show how the call for help stands."""
        self._staff_call = state
        self.staffCallChanged.emit()

    @Slot()
    def callStaff(self) -> None:
        self.staffWanted.emit()

    def _speak_language(self, code: str) -> None:
        super()._speak_language(code)
        self.noticeChanged.emit()
        self.idleChanged.emit()
        self.staffCallChanged.emit()

    def _say_no_more(self) -> None:
        """Whoever it was said to has gone."""
        self._you = ""
        self.set_notice(None)
        self.set_idle(None)
        self.set_staff_call(StaffCall.NONE)

    def _reader(self) -> Reader:
        language = self._language
        return Reader(
            language=language,
            you=self._you,
            desk=self._desk.get(language),
            look_up=lambda context, text: self._translations.look_up(language, context, text),
        )

    def _notice_now(self) -> dict[str, object]:
        return around.notice(self._failure, self._reader())

    def _idle_now(self) -> dict[str, object]:
        return around.idle(self._idle_seconds, self._reader())

    def _staff_words(self) -> str:
        return around.staff_words(self._staff_call, self._reader())

    notice = Property(dict, _notice_now, notify=noticeChanged)
    idle = Property(dict, _idle_now, notify=idleChanged)
    staffCall = Property(str, lambda self: self._staff_call.value, notify=staffCallChanged)
    staffWords = Property(str, _staff_words, notify=staffCallChanged)
