"""The page as a lamp: softly warm and cool, its words as clear as ever."""

from typing import TYPE_CHECKING

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage
from PySide6.QtQuick import QQuickItem
from pytestqt.qtbot import QtBot

from kiosk.checkin.screens import FaceCheck, Welcome
from kiosk.model.consent import ConsentPurpose
from kiosk.model.face import FaceGuide
from kiosk.model.guidance import FaceHint
from kiosk.model.page_light import FADE_S, PageLight
from kiosk.ui.gallery import SAMPLES_BY_NAME, SIZES, Look
from kiosk.ui.samples import DESK, HOSPITAL
from kiosk.ui.stage import Stage

if TYPE_CHECKING:
    from tests.ui.conftest import Pages

CHECK = FaceCheck(ConsentPurpose.FACE_VERIFICATION)
WARM, COOL = (FaceGuide(FaceHint.NOD, 0.5, light) for light in PageLight)
FADED_MS = round(1000 * FADE_S) + 50
SMALL = Look("vi", large_text=True, size=SIZES[3])


@pytest.fixture
def stage(qapp: object) -> Stage:
    return Stage(hospital=HOSPITAL, desk=DESK, languages=("vi", "en"), arriving_ms=0)


def test_the_light_is_that_of_the_newest_guide_and_goes_with_it(stage: Stage, qtbot: QtBot) -> None:
    stage.present(CHECK)
    assert stage.property("light") == ""
    with qtbot.waitSignal(stage.lightChanged):
        stage.set_guide(WARM)
    assert stage.property("light") == "#ffd096"
    with qtbot.assertNotEmitted(stage.guideChanged), qtbot.waitSignal(stage.lightChanged):
        stage.set_guide(COOL)
    assert stage.property("light") == "#aadeff"
    with qtbot.assertNotEmitted(stage.lightChanged):
        stage.set_guide(FaceGuide(FaceHint.BLINK, 0.6, PageLight.COOL))
    with qtbot.waitSignal(stage.lightChanged):
        stage.present(CHECK)
    assert stage.property("light") == ""
    stage.set_guide(WARM)
    stage.present(Welcome())
    assert stage.property("light") == ""


def linear(levels: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of sRGB, 0 to 255."""
    level = levels / 255
    return np.where(level <= 0.04045, level / 12.92, ((level + 0.055) / 1.055) ** 2.4)


def luminance(colour: QColor) -> float:
    rgb = np.array([colour.red(), colour.green(), colour.blue()], float)
    return float(linear(rgb) @ (0.2126, 0.7152, 0.0722))


def mean_light(image: QImage) -> NDArray[np.float64]:
    """Linear red, green and blue of the whole page."""
    taken = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(taken.constBits(), np.uint8).reshape(taken.height(), -1)
    pixels = rows[:, : 3 * taken.width()].reshape(taken.height(), taken.width(), 3)
    return np.asarray(linear(pixels[::3, ::3].reshape(-1, 3).astype(float)).mean(axis=0))


RISE = 0.37


def swing(warm: NDArray[np.float64], cool: NDArray[np.float64]) -> float:
    """Of a face's red to blue, as a logarithm, in a hall of 300 lx."""
    red, _, blue = np.log((1 + RISE * warm) / (1 + RISE * cool))
    return float(red - blue)


@pytest.mark.parametrize(
    "look",
    [
        Look(),
        pytest.param(SMALL, marks=pytest.mark.slow),
        pytest.param(Look("en", size=SIZES[1]), marks=pytest.mark.slow),
    ],
    ids=lambda look: look.name,
)
def test_most_of_the_page_is_a_lamp_of_one_brightness(pages: "Pages", look: Look) -> None:
    seen = {}
    for name in ("warm", "cool"):
        pages.show(SAMPLES_BY_NAME[f"FaceCheck-{name}"], look)
        seen[name] = mean_light(pages.gallery.grab())
    warm, cool = (linear(np.array(light.colour, float)) for light in PageLight)

    assert swing(seen["warm"], seen["cool"]) > 0.55 * swing(warm, cool)
    brightness = [float(each @ (0.2126, 0.7152, 0.0722)) for each in seen.values()]
    assert brightness[0] == pytest.approx(brightness[1], abs=0.015)
    assert min(brightness) > 0.5


def words(pages: "Pages") -> list[QQuickItem]:
    return [one for one in pages.items() if one.inherits("QQuickText") and one.property("text")]


@pytest.mark.parametrize("contrast", [False, pytest.param(True, marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", ["warm", "cool"])
def test_all_words_have_seven_to_one(pages: "Pages", name: str, contrast: bool) -> None:
    """WCAG 2.2, 1.4.6. Buttons are lighter than the ground."""
    pages.show(SAMPLES_BY_NAME[f"FaceCheck-{name}"], Look(high_contrast=contrast))
    ground = luminance(pages.root.property("color"))

    assert len(words(pages)) > 8
    for one in words(pages):
        ratio = (ground + 0.05) / (luminance(one.property("color")) + 0.05)
        assert ratio >= 7, one.property("text")


def box(item: QQuickItem) -> QRectF:
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))


def places(pages: "Pages") -> list[QRectF]:
    names = ("live", "hint-now", "answer-go-on", "light-words")
    return [box(pages.named(name)) for name in names]


def test_the_patient_is_told_and_nothing_moves(pages: "Pages") -> None:
    pages.show(SAMPLES_BY_NAME["FaceCheck"], SMALL)
    pages.stage.set_guide(FaceGuide(FaceHint.NOD, 0.5))
    pages.settle()
    before = places(pages)
    assert pages.named("light-words").property("opacity") == 0
    pages.stage.set_guide(WARM)
    pages.settle()
    assert pages.named("light-words").property("opacity") == 1
    assert places(pages) == before


def test_the_page_fades_and_says_what_it_shines(pages: "Pages", qtbot: QtBot) -> None:
    window = pages.gallery.window
    pages.show(SAMPLES_BY_NAME["FaceCheck-warm"], Look(size=SIZES[3]))
    shone: list[tuple[int, int, int]] = []
    window.shone.connect(shone.append)
    window.tell_light()
    window.view.update()
    qtbot.waitUntil(lambda: shone == [PageLight.WARM.colour])
    pages.stage.set_guide(COOL)
    qtbot.waitUntil(lambda: shone[-1] == PageLight.COOL.colour)
    window.shone.disconnect(shone.append)

    assert len(shone) > 2, "it is no jump"
    assert [red for red, _, _ in shone] == sorted((red for red, _, _ in shone), reverse=True)


def test_a_picture_of_the_next_page_has_none_of_the_light(pages: "Pages") -> None:
    pages.show(SAMPLES_BY_NAME["ConfirmBirthDate"], Look())
    before = pages.gallery.grab().pixelColor(2, 2)
    pages.show(SAMPLES_BY_NAME["FaceCheck-cool"], Look())
    assert pages.gallery.grab().pixelColor(2, 2) != before
    pages.show(SAMPLES_BY_NAME["ConfirmBirthDate"], Look())
    assert pages.gallery.grab().pixelColor(2, 2) == before
