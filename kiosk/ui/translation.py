"""The words of the pages in every language, from Qt's own translation files.

English is the language of the source, so it needs no file. Any other language is one file
``assets/translations/kiosk_<code>.qm``, compiled from the ``.ts`` beside it.
"""

from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QCoreApplication, QTranslator

from kiosk.model.text import ENGLISH
from kiosk.paths import ASSETS

TRANSLATIONS = ASSETS / "translations"


class Translations:
    """Looks words up in any language, and installs one for ``qsTr`` in QML.

    The installed language is the application's, so it is one for all instances.

    Raises ``FileNotFoundError`` for a language without a file: a kiosk must not fall back
    to another language without a word.
    """

    _installed: ClassVar[QTranslator | None] = None

    def __init__(self, languages: tuple[str, ...], folder: Path = TRANSLATIONS) -> None:
        self._translators: dict[str, QTranslator] = {}
        for language in languages:
            if language == ENGLISH:
                continue
            translator = QTranslator()
            file = folder / f"kiosk_{language}.qm"
            if not translator.load(str(file)):
                raise FileNotFoundError(f"no translation of the pages: {file}")
            self._translators[language] = translator

    def look_up(self, language: str, context: str, text: str) -> str:
        """``text`` in ``language``; English, or a text without translation, as it is."""
        translator = self._translators.get(language)
        return (translator.translate(context, text) if translator else "") or text

    def name(self, language: str) -> str:
        """The language's own name: "Tiếng Việt"."""
        translator = self._translators.get(language)
        return (translator.translate("Language", "English") if translator else "") or "English"

    def install(self, language: str) -> None:
        """Make ``language`` the one that ``qsTr`` answers. The engine must retranslate after."""
        if Translations._installed is not None:
            QCoreApplication.removeTranslator(Translations._installed)
        Translations._installed = self._translators.get(language)
        if Translations._installed is not None:
            QCoreApplication.installTranslator(Translations._installed)
