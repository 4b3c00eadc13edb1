# ruff: noqa: N815 - QML reads these names, and its names are in camel case
"""What is around every page: the kiosk's names, its clock, and how somebody wants to read it."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Property, QObject, Signal, Slot

from kiosk.model.text import LocalText
from kiosk.ui import around
from kiosk.ui.translation import Translations


class Surroundings(QObject):
    """Of the pages; :class:`~kiosk.ui.stage.Stage` says what is on them.

    Lives on Qt's main thread. Properties for QML:

    =================  =========================================================
    ``language``       code; ``languages`` is a list of ``{code, name}``
    ``largeText``      ``highContrast``, ``reducedMotion``, ``canSpeak``: bool
    ``hospitalName``   ``deskName``: in the present language
    ``clock``          ``Thứ Hai 23/11 · 7:42``, ``""`` before the first ``set_clock``
    ``widthMm``        float
    =================  =========================================================
    """

    languageChanged = Signal()
    largeTextChanged = Signal()
    highContrastChanged = Signal()
    clockChanged = Signal()

    def __init__(
        self,
        *,
        hospital: LocalText,
        desk: LocalText,
        languages: Sequence[str],
        width_mm: float,
        reduced_motion: bool,
        can_speak: bool,
        parent: QObject | None,
    ) -> None:
        super().__init__(parent)
        self._hospital = hospital
        self._desk = desk
        self._languages = tuple(languages)
        self._width_mm = width_mm
        self._reduced_motion = reduced_motion
        self._can_speak = can_speak
        self._now: datetime | None = None
        self._large_text = False
        self._high_contrast = False
        self._translations = Translations(self._languages)
        self._language = self._languages[0]
        self._translations.install(self._language)

    def set_clock(self, now: datetime) -> None:
        """The hospital's local time; whoever has the clock calls this each minute or second."""
        before = self._clock_now()
        self._now = now
        if self._clock_now() != before:
            self.clockChanged.emit()

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

    def _read_as_at_first(self) -> None:
        """Whoever wanted it otherwise has gone."""
        self._large_text = False
        self._high_contrast = False
        self.largeTextChanged.emit()
        self.highContrastChanged.emit()
        self._speak_language(self._languages[0])

    def _speak_language(self, code: str) -> None:
        self._language = code
        self._translations.install(code)
        self._say_anew()
        self.languageChanged.emit()
        self.clockChanged.emit()

    def _say_anew(self) -> None:
        """Words that were looked up already are to be looked up again; called before anybody
        hears of the new language."""

    def _clock_now(self) -> str:
        return around.clock(self._now, self._language)

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
    widthMm = Property(float, lambda self: self._width_mm, constant=True)
