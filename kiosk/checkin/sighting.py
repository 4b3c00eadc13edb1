"""The codes of one frame, understood. Runs in a worker thread."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from kiosk.devices.camera.base import Image
from kiosk.devices.camera.codes import Code, read_codes
from kiosk.documents import Patterns, parse
from kiosk.errors import NotADocument
from kiosk.model.document import Document

MOST_CODES = 8
"""Codes looked at in one frame, the nearest first; a sheet full of codes is no document."""


@dataclass(frozen=True, slots=True)
class Sighting:
    mark: bytes
    """Stands for the content, see :class:`~kiosk.checkin.shown.Shown`."""
    meaning: Document | NotADocument

    @property
    def is_document(self) -> bool:
        return isinstance(self.meaning, Document)


@dataclass(frozen=True, slots=True)
class Eye:
    """Looks at frames, each a little differently, so that all together see what one misses.

    QR codes, which nearly all documents have, are looked for in every frame; the other
    symbologies, far codes and the second opinion share the frames between them.
    """

    mark: Callable[[bytes], bytes]
    patterns: Patterns
    today: Callable[[], date]
    second_opinion: bool

    def look(self, image: Image, turn: int) -> tuple[Sighting, ...]:
        """What is in the picture, the nearest first; ``turn`` counts the frames."""
        way = turn % 8
        codes = read_codes(
            image,
            only_qr=way % 2 == 1,
            enlarge=way in (1, 5),
            second_opinion=self.second_opinion and way == 7,
        )
        nearest = sorted(codes, key=lambda code: code.area, reverse=True)[:MOST_CODES]
        return tuple(Sighting(self.mark(code.data), self._meaning(code)) for code in nearest)

    def _meaning(self, code: Code) -> Document | NotADocument:
        try:
            return parse(code.data, self.patterns, today=self.today())
        except NotADocument as error:
            return error
