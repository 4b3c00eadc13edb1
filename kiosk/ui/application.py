"""The Qt application: which renderer draws it, and which font it is written in."""

import os
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication
from PySide6.QtQuick import QQuickWindow, QSGRendererInterface

from kiosk.errors import KioskError
from kiosk.paths import FONTS

FAMILY = "Be Vietnam Pro"

_GPU = Path("/dev/dri")


def application(name: str = "kiosk") -> QGuiApplication:
    """The process's one ``QGuiApplication``, made at the first call, with its fonts.

    Raises :class:`~kiosk.errors.KioskError` if there is no display, or a font is missing.
    """
    present = QGuiApplication.instance()
    if isinstance(present, QGuiApplication):
        load_fonts()
        return present
    _check_display()
    if software_renderer(os.environ, _GPU):
        QQuickWindow.setGraphicsApi(QSGRendererInterface.GraphicsApi.Software)
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    made = QGuiApplication([name])
    made.setApplicationName(name)
    load_fonts()
    return made


def software_renderer(environment: "os._Environ[str] | dict[str, str]", gpu: Path) -> bool:
    """Whether to draw without OpenGL. An operator who names a backend is not overruled.

    Without a GPU, OpenGL is emulated by llvmpipe: ten times the processor time of Qt's own
    software renderer, and twice the time to the first frame.
    """
    if environment.get("QT_QUICK_BACKEND") or environment.get("QSG_RHI_BACKEND"):
        return False
    return not any(gpu.glob("renderD*"))


def load_fonts(folder: Path = FONTS) -> None:
    """Load the family from ``folder`` and make it the default; a second call does nothing.

    Raises ``KioskError`` if it is not there: another font would misplace Vietnamese marks.
    """
    if FAMILY not in QFontDatabase.families():
        for file in sorted(folder.glob("*.ttf")):
            if QFontDatabase.addApplicationFont(str(file)) < 0:
                raise KioskError(f"the font {file} cannot be loaded")
    if FAMILY not in QFontDatabase.families():
        raise KioskError(f"the font {FAMILY} is not in {folder}")
    QGuiApplication.setFont(QFont(FAMILY))


def _check_display() -> None:
    """Qt aborts the process where it finds no display; a sentence helps more."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise KioskError(
            "there is no display: set DISPLAY or WAYLAND_DISPLAY, "
            "or QT_QPA_PLATFORM=offscreen to run without one"
        )
