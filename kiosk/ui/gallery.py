"""A picture of every page and state: ``python -m kiosk.ui.gallery FOLDER [--only Confirm]``.

In every language, text size, contrast and window size, without a screen, in the software
renderer. For the eyes of whoever changes a page.
"""

import argparse
import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer
from PySide6.QtGui import QImage

from kiosk.checkin.screens import FaceCheck
from kiosk.model.face import FaceGuide
from kiosk.model.text import ENGLISH, VIETNAMESE
from kiosk.ui.application import application
from kiosk.ui.kiosk_window import KioskWindow
from kiosk.ui.live import LivePicture
from kiosk.ui.sample_pictures import DrawnPreviews
from kiosk.ui.samples import DESK, HOSPITAL, NOW, SAMPLES, Sample
from kiosk.ui.staff_door import StaffDoor
from kiosk.ui.stage import Stage
from kiosk.vision.preview import PreviewKind

LANGUAGES = (VIETNAMESE, ENGLISH)
LONGEST_FRAME_MS = 1000
FADED_MS = 250
"""Until the page has the light that it throws on a face, and until the next one has none of it."""
SIZES = ((1080, 1920), (1920, 1080), (1280, 800), (480, 800))


@dataclass(frozen=True, slots=True)
class Look:
    """How a page is looked at."""

    language: str = VIETNAMESE
    large_text: bool = False
    high_contrast: bool = False
    size: tuple[int, int] = SIZES[0]

    @property
    def name(self) -> str:
        """``1080x1920-vi-large-contrast``."""
        return "-".join(
            (
                "x".join(map(str, self.size)),
                self.language,
                *(["large"] if self.large_text else []),
                *(["contrast"] if self.high_contrast else []),
            )
        )


LOOKS = tuple(
    Look(language, large, contrast, size)
    for size, language, large, contrast in product(SIZES, LANGUAGES, (False, True), (False, True))
)


class Gallery:
    """One window in which samples are shown one after the other, without motion.

    A page takes taps at once unless ``arriving_ms`` says otherwise.
    """

    def __init__(self, width_mm: float = 0.0, arriving_ms: int = 0) -> None:
        application()
        self._previews = DrawnPreviews()
        self.stage = Stage(
            hospital=HOSPITAL,
            desk=DESK,
            languages=LANGUAGES,
            width_mm=width_mm,
            reduced_motion=True,
            can_speak=True,
            live=LivePicture(self._previews),
            arriving_ms=arriving_ms,
            staff_door=StaffDoor(there=True),
        )
        self.stage.set_clock(NOW)
        self._lit = False
        self.window = KioskWindow(self.stage, SIZES[0])
        self.window.show()

    def show(self, sample: Sample, look: Look) -> None:
        """Show a page as a patient would see it who set it so, and wait until it stands."""
        stage, view = self.stage, self.window.view
        stage.forget()
        view.resize(*look.size)
        # A form of address is known only after the patient confirmed who they are.
        stage.present(SAMPLES_BY_NAME["ConfirmIdentity"].screen)
        self._previews.show(
            PreviewKind.FACE if isinstance(sample.screen, FaceCheck) else PreviewKind.CARD
        )
        stage.present(sample.screen)
        stage.set_guide(sample.guide)
        stage.set_notice(sample.notice)
        stage.set_idle(sample.idle_seconds)
        stage.set_staff_call(sample.staff_call)
        if sample.staff_asked:
            stage.staff_door.knock()
        if sample.guide is None:
            stage.set_work(sample.work)
        self._set(look)
        lit = isinstance(sample.guide, FaceGuide) and sample.guide.light is not None
        if lit or self._lit:
            faded = QEventLoop()
            QTimer.singleShot(FADED_MS, faded, faded.quit)
            faded.exec()
        self._lit = lit
        self.settle()

    def turn(self, look: Look) -> None:
        """Look at the page that stands in another way, as a patient would who sets it so now."""
        self.window.view.resize(*look.size)
        self._set(look)
        self.settle()

    def _set(self, look: Look) -> None:
        self.stage.setLanguage(look.language)
        if self.stage.property("largeText") is not look.large_text:
            self.stage.toggleLargeText()
        if self.stage.property("highContrast") is not look.high_contrast:
            self.stage.toggleContrast()

    def next_picture(self) -> None:
        """Have the camera give another picture of the same kind."""
        self._previews.again()

    def settle(self) -> None:
        """Wait until what is shown is laid out, and what is gone is deleted."""
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        # Layout is done when a frame is drawn; what it changes is laid out in the next one.
        for _ in range(2):
            drawn = QEventLoop()
            view = self.window.view
            view.frameSwapped.connect(drawn.quit)
            QTimer.singleShot(LONGEST_FRAME_MS, drawn, drawn.quit)
            view.update()
            drawn.exec()
            view.frameSwapped.disconnect(drawn.quit)

    def grab(self) -> QImage:
        return self.window.view.grabWindow()

    def close(self) -> None:
        self.window.close()


SAMPLES_BY_NAME = {sample.name: sample for sample in SAMPLES}


def pictures(only: str = "") -> Iterator[tuple[str, QImage]]:
    """File name and picture, for samples whose name starts with ``only``."""
    gallery = Gallery()
    for look in LOOKS:
        for sample in SAMPLES:
            if sample.name.startswith(only):
                gallery.show(sample, look)
                yield f"{look.name}/{sample.name}.png", gallery.grab()
    gallery.close()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m kiosk.ui.gallery", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", metavar="NAME", help="pages whose name starts so")
    arguments = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("QT_QUICK_BACKEND", "software")
    for name, picture in pictures(arguments.only):
        file = arguments.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        picture.save(str(file))


if __name__ == "__main__":
    main()
