"""Whoever reads the page: their language, and how they are spoken to."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from kiosk.model.text import VIETNAMESE, LocalText

Translate = Callable[[str, str], str]
"""From a context and an English text to the reader's language."""

_PLACEHOLDER = re.compile(r"\{(\w+)\}")

FALLBACK_VIETNAMESE = "quý khách"


@dataclass(frozen=True, slots=True)
class Reader:
    """What a view model needs to know beside its screen."""

    language: str
    you: str
    """The Vietnamese form of address (``bà``), ``""`` while nobody is known."""
    desk: str
    """The desk's name in ``language``."""
    translate: Translate

    def say(self, context: str, text: str, **values: object) -> str:
        """``text`` in the reader's language, with ``{you}``, ``{You}``, ``{desk}`` and
        ``values`` filled in. ``text`` is in the translation file under ``context``."""
        return self._filled(self.translate(context, text), values)

    def fill(self, text: LocalText) -> str:
        """The same for a sentence that brings its languages along."""
        return self._filled(text.get(self.language), {})

    def _filled(self, text: str, values: dict[str, object]) -> str:
        you = "you"
        if self.language == VIETNAMESE:
            you = self.you or FALLBACK_VIETNAMESE
        known = {"you": you, "You": you[0].upper() + you[1:], "desk": self.desk, **values}
        # One pass: a value that looks like a placeholder stays what it is.
        return _PLACEHOLDER.sub(lambda found: str(known.get(found[1], found[0])), text)
