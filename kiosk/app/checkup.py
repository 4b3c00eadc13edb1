"""A look at each part of the kiosk: its state, and what to do where it is not well."""

import asyncio
import shutil
from contextlib import aclosing

from PIL import features

from kiosk.app.card_checks import card_reader_finding, trust_finding
from kiosk.app.finding import Finding
from kiosk.app.hospital_check import hospital_finding
from kiosk.app.kiosk import Kiosk
from kiosk.devices.camera.base import Camera
from kiosk.devices.camera.codes import second_opinion_available
from kiosk.devices.printer.base import PrinterState
from kiosk.devices.speech.espeak import PROGRAM, Espeak
from kiosk.errors import DeviceError
from kiosk.paths import FONTS

CAMERA_S = 5.0
"""A camera may take two seconds to open, and some USB cameras three."""

_PRINTER = {
    PrinterState.PAPER_NEAR_END: "Put in a new roll soon.",
    PrinterState.PAPER_OUT: "Put in a new roll of paper.",
    PrinterState.COVER_OPEN: "Close the printer's cover.",
    PrinterState.OFFLINE: "Switch the printer on, and check its cable and printer.target.",
    PrinterState.FAULT: "Look at the printer: cutter, jam, temperature.",
}


async def examine(kiosk: Kiosk) -> list[Finding]:
    """All parts, in the order in which a visit needs them. The kiosk is of no use after that:
    its card reader is closed."""
    try:
        return [
            await _camera(kiosk.camera),
            _decoders(),
            await card_reader_finding(kiosk.settings, kiosk.card_reader),
            trust_finding(kiosk.settings),
            await hospital_finding(kiosk),
            _fonts(),
            await _printer(kiosk),
            _speech(),
        ]
    finally:
        if kiosk.card_reader is not None:
            await kiosk.card_reader.close()


async def _camera(camera: Camera | None) -> Finding:
    if camera is None:
        return Finding("camera", True, "none: patients type their number")
    try:
        async with asyncio.timeout(CAMERA_S), aclosing(camera.frames()) as frames:
            frame = await anext(frames)
    except TimeoutError:
        return Finding("camera", False, f"{camera.name}: no picture", "Plug it in again.")
    except DeviceError as error:
        return Finding("camera", False, "away", str(error))
    height, width = frame.image.shape[:2]
    return Finding("camera", True, f"{camera.name}: {width}×{height}")


def _decoders() -> Finding:
    if second_opinion_available():
        return Finding("code reading", True, "zxing-cpp, zbar as second opinion")
    return Finding("code reading", False, "zxing-cpp alone", "Install libzbar0.")


def _fonts() -> Finding:
    missing = [w for w in ("400Regular", "500Medium", "700Bold") if not _font(w)]
    if missing:
        return Finding("fonts", False, "missing: " + ", ".join(missing), f"Restore {FONTS}.")
    if not features.check("raqm"):
        wrong = "Be Vietnam Pro, but marks and kerning are wrong on tickets"
        return Finding("fonts", False, wrong, "Install libfribidi0.")
    return Finding("fonts", True, "Be Vietnam Pro")


def _font(weight: str) -> bool:
    return (FONTS / f"BeVietnamPro_{weight}.ttf").is_file()


def _speech() -> Finding:
    """Patients are served in full without a voice, so this is always well."""
    if Espeak().available:
        return Finding("speech", True, PROGRAM)
    if shutil.which(PROGRAM) is None:
        to_do = f"To have pages read aloud, install {PROGRAM}."
        return Finding("speech", True, f"none: {PROGRAM} is not installed", to_do)
    to_do = "To have pages read aloud, connect a loudspeaker, or start the sound server."
    return Finding("speech", True, "none: no sound device", to_do)


async def _printer(kiosk: Kiosk) -> Finding:
    status = await kiosk.printer.status()
    state = status.state
    well = state.prints and state is not PrinterState.PAPER_NEAR_END
    words = f"{kiosk.printer.name}: {state.value}"
    if status.detail:
        words += f" ({status.detail})"
    return Finding("printer", well, words, _PRINTER.get(state, ""))
