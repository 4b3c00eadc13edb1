"""What codes mean, in the order in which they are held."""

from datetime import date

from kiosk.checkin.sighting import Understanding
from kiosk.documents import Patterns
from kiosk.errors import NotADocument
from kiosk.model.document import Document
from kiosk.vision.sight import SeenCode


def test_each_code_gets_its_mark_and_its_meaning() -> None:
    understanding = Understanding(lambda data: data[:3], Patterns(), lambda: date(2026, 11, 22))
    first, second = understanding.of(
        [SeenCode("QR", b"HEN:7", 900.0), SeenCode("EAN13", b"8934588012345", 400.0)]
    )
    assert (first.mark, second.mark) == (b"HEN", b"893")
    assert isinstance(first.meaning, Document)
    assert first.is_document
    assert first.meaning.appointment == "7"
    assert isinstance(second.meaning, NotADocument)
    assert not second.is_document


def test_no_code_shows_what_it_says() -> None:
    assert "079190012345" not in repr(SeenCode("QR", b"079190012345", 1.0))
