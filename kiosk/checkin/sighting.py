"""The codes of one picture, understood."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from kiosk.documents import Patterns, parse
from kiosk.errors import NotADocument
from kiosk.model.document import Document
from kiosk.vision.sight import SeenCode


@dataclass(frozen=True, slots=True)
class Sighting:
    mark: bytes
    """Stands for the content, see :class:`~kiosk.checkin.shown.Shown`."""
    meaning: Document | NotADocument

    @property
    def is_document(self) -> bool:
        return isinstance(self.meaning, Document)


@dataclass(frozen=True, slots=True)
class Understanding:
    """What codes mean at this hospital, today. Parsing takes some 50 µs a code."""

    mark: Callable[[bytes], bytes]
    patterns: Patterns
    today: Callable[[], date]

    def of(self, codes: Iterable[SeenCode]) -> tuple[Sighting, ...]:
        """In the order of the codes: the nearest first."""
        return tuple(Sighting(self.mark(code.data), self._meaning(code)) for code in codes)

    def _meaning(self, code: SeenCode) -> Document | NotADocument:
        try:
            return parse(code.data, self.patterns, today=self.today())
        except NotADocument as error:
            return error
