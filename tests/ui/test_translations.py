"""The words: all translated, compiled, and in letters that the fonts have."""

import unicodedata
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PySide6.QtGui import QFont, QFontMetrics, QRawFont

from kiosk.checkin.failures import FAILURES
from kiosk.paths import FONTS
from kiosk.ui import linguist
from kiosk.ui.translation import TRANSLATIONS

FILES = sorted(TRANSLATIONS.glob("*.ts"))
VIETNAMESE = (
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵfjwz"
)
SIGNS = "0123456789.,:;?!…·•–%()/+-×“”’ "


def words(file: Path) -> dict[tuple[str, str], tuple[str, str | None]]:
    """By context and source: translation, and its type (``unfinished``, ``vanished`` …)."""
    found = {}
    for context in ET.parse(file).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            key = (context.findtext("name", ""), message.findtext("source", ""))
            found[key] = (translation.text or "", translation.get("type"))
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_everything_is_translated(file: Path) -> None:
    assert [key for key, (text, kind) in words(file).items() if kind or not text.strip()] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_translations_fill_in_what_their_source_does(file: Path) -> None:
    """``{you}`` may be added in Vietnamese, which has no bare "you"; values may not be lost."""
    spoken_to = {"you", "You", "desk"}
    for (_, source), (text, _) in words(file).items():
        assert names_in(text) - spoken_to == names_in(source) - spoken_to
        assert text.count("%1") == source.count("%1")


def names_in(text: str) -> set[str]:
    return {part.split("}")[0] for part in text.split("{")[1:]}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_files_are_in_line_with_the_source(file: Path, tmp_path: Path) -> None:
    copy = tmp_path / file.name
    copy.write_bytes(file.read_bytes())
    linguist.collect(copy)
    assert words(copy) == words(file)
    compiled = tmp_path / "compiled.qm"
    linguist.release(file, compiled)
    assert compiled.read_bytes() == file.with_suffix(".qm").read_bytes()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_translations_are_composed(file: Path) -> None:
    text = file.read_text()
    assert text == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("font", sorted(FONTS.glob("*.ttf")), ids=lambda font: font.stem)
def test_the_fonts_have_every_letter(font: Path, qapp: object) -> None:
    raw = QRawFont(str(font), 40.0)
    texts = [text for file in FILES for text, _ in words(file).values()]
    texts += [text.get("vi") for f in FAILURES.values() for text in (f.sentence, f.next_step)]
    letters = set("".join([VIETNAMESE, VIETNAMESE.upper(), SIGNS, *texts])) - {"\n"}
    assert [letter for letter in sorted(letters) if not raw.supportsCharacter(ord(letter))] == []


def test_no_other_font_mixes_in(qapp: object) -> None:
    from kiosk.ui.application import FAMILY, load_fonts

    load_fonts()
    font = QFont(FAMILY)
    assert font.exactMatch()
    assert QFontMetrics(font).inFontUcs4(ord("ặ"))
