"""Drawings and colours."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor
from PySide6.QtQml import QQmlComponent, QQmlEngine

from kiosk.paths import ASSETS
from kiosk.ui.drawings import PALETTES, Drawings
from kiosk.ui.kiosk_window import MAIN_PAGE

QML = MAIN_PAGE.parent
SVG = sorted([*(ASSETS / "icons").glob("*.svg"), *(ASSETS / "pictures").glob("*.svg")])
TOKENS = {"#12302F", "#0B5C5A", "#3F5755", "#DDECE8", "#F2B13C", "#FFFFFF"}


@pytest.mark.parametrize("file", SVG, ids=lambda file: file.stem)
def test_a_drawing_keeps_to_the_tokens_and_draws_something(file: Path) -> None:
    assert set(re.findall("#[0-9A-Fa-f]{3,8}", file.read_text())) <= TOKENS
    for palette in PALETTES:
        name = f"{palette}/{file.parent.name}/{file.stem}"
        image = Drawings().requestImage(name, QSize(), QSize(120, 120))
        assert max(image.width(), image.height()) == 120
        alphas = {
            image.pixelColor(x, y).alpha()
            for x in range(0, image.width(), 3)
            for y in range(0, image.height(), 3)
        }
        assert 0 in alphas
        assert max(alphas) > 200


def test_a_drawing_that_is_not_there_is_null() -> None:
    for name in ("normal/icons/nothing", "sepia/icons/bell", "normal/../../etc/passwd", ""):
        assert Drawings().requestImage(name, QSize(), QSize(10, 10)).isNull()


def test_high_contrast_has_no_tints() -> None:
    image = Drawings().requestImage("contrast/icons/globe", QSize(), QSize(90, 90))
    colours = [image.pixelColor(x, y) for x in range(90) for y in range(90)]
    assert {colour.name() for colour in colours if colour.alpha() == 255} == {"#000000"}


def test_every_drawing_is_used() -> None:
    sources = [*QML.rglob("*.qml"), *QML.parent.rglob("*.py")]
    text = "\n".join(file.read_text() for file in sources)
    assert [file.stem for file in SVG if f'{file.stem}"' not in text] == []


def luminance(colour: QColor) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(c) for c in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    """WCAG 2 contrast ratio, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("high_contrast", [False, True])
def test_the_theme_is_readable(high_contrast: bool, qapp: object) -> None:
    engine = QQmlEngine()
    component = QQmlComponent(engine)
    component.setData(
        b'import QtQuick\nimport "theme"\nQtObject { property var theme: Theme }',
        f"file://{QML}/Probe.qml",
    )
    probe = component.create()
    assert probe is not None, component.errorString()
    theme = probe.property("theme")
    theme.setProperty("highContrast", high_contrast)
    on_paper = [("ink", 7), ("soft", 7), ("action", 7), ("danger", 7), ("edge", 3)]
    pairs = [(text, ground, least) for text, least in on_paper for ground in ("ground", "paper")]
    pairs += [
        ("actionWords", "action", 7),
        ("actionWords", "actionPressed", 7),
        ("action", "pressed", 6),
        ("ink", "pressed", 7),
        ("attentionWords", "attention", 7),
    ]
    for text, ground, least in pairs:
        ratio = contrast(theme.property(text), theme.property(ground))
        assert ratio >= least, f"{text} on {ground}: {ratio:.2f}"
