"""Whoever reads the page: their language, and how they are spoken to."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from kiosk.model.courtesy import UNKNOWN_GUEST
from kiosk.model.text import VIETNAMESE, LocalText

LookUp = Callable[[str, str], str]
"""From a context and an English text to the reader's language."""

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Reader:
    """What a view model needs to know beside its screen."""

    language: str
    you: str
    """The Vietnamese form of address (``bà``), ``""`` while nobody is known."""
    desk: str
    """The desk's name in ``language``."""
    look_up: LookUp

    def translate(self, context: str, text: str) -> str:
        """``text`` in the reader's language, with ``{you}``, ``{You}`` and ``{desk}`` filled in.

        Its name and its two literal arguments are what Qt's ``lupdate`` finds words by, so
        other values are filled in after, by :func:`filled`.
        """
        return self._spoken_to(self.look_up(context, text))

    def fill(self, text: LocalText) -> str:
        """The same for a sentence that brings its languages along."""
        return self._spoken_to(text.get(self.language))

    def _spoken_to(self, text: str) -> str:
        you = "you"
        if self.language == VIETNAMESE:
            you = self.you or UNKNOWN_GUEST
        return filled(text, you=you, You=you[0].upper() + you[1:], desk=self.desk)


def filled(text: str, **values: object) -> str:
    """``text`` with ``{name}`` replaced by its value; names without a value stay.

    One pass, unlike ``str.format``: a value that looks like a placeholder stays what it is.
    """
    return _PLACEHOLDER.sub(lambda found: str(values.get(found[1], found[0])), text)
