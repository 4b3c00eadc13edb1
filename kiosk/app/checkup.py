"""A look at each part of the kiosk: its state, and what to do where it is not well."""

import asyncio
import shutil
from pathlib import Path

from PIL import features

from kiosk.app.card_checks import card_reader_finding, trust_finding
from kiosk.app.finding import Finding
from kiosk.app.hospital_check import hospital_finding
from kiosk.app.journal_check import journal_finding
from kiosk.app.kiosk import Kiosk
from kiosk.app.printers import printer_findings
from kiosk.app.readiness.checks import serving_findings
from kiosk.app.scanners import scanner_finding
from kiosk.devices.camera import zbar
from kiosk.devices.speech.espeak import PROGRAM, Espeak
from kiosk.paths import FONTS
from kiosk.vision.camera_state import CameraState
from kiosk.vision.eyes import Eyes

CAMERA_S = 8.0
"""Some USB cameras take three seconds to open, and black pictures are told from dark ones in
two more."""
DIM = 0.1
"""Mean brightness below which it is waited for what comes of it."""


async def examine(kiosk: Kiosk, state: Path | None = None) -> list[Finding]:
    """All parts, in the order in which a visit needs them. The kiosk is of no use after that:
    its card reader is closed.

    ``state`` is where the kiosk that serves here keeps its journal and its count of paper, if one
    does.
    """
    try:
        return [
            await _camera(kiosk.eyes),
            await scanner_finding(kiosk.scanner),
            _decoders(),
            await card_reader_finding(kiosk.settings, kiosk.card_reader),
            trust_finding(kiosk.settings),
            await hospital_finding(kiosk),
            _fonts(),
            *await printer_findings(kiosk.printers, state),
            *([] if state is None else [await _journal(kiosk, state)]),
            _speech(),
            *await asyncio.to_thread(serving_findings, kiosk.settings.status.listen),
        ]
    finally:
        if kiosk.card_reader is not None:
            await kiosk.card_reader.close()


async def _journal(kiosk: Kiosk, state: Path) -> Finding:
    return await journal_finding(kiosk.settings, state, kiosk.clock.now())


async def _camera(eyes: Eyes | None) -> Finding:
    if eyes is None:
        return Finding("camera", True, "none: patients type their number")
    await eyes.start()
    try:
        async with asyncio.timeout(CAMERA_S):
            while not _known(eyes):
                await eyes.reported()
    except TimeoutError:
        pass  # as it is now, then
    finally:
        await eyes.close()
    if eyes.state is CameraState.OPENING:
        return Finding("camera", False, f"{eyes.report.name}: no picture", "Plug it in again.")
    return camera_finding(eyes)


def _known(eyes: Eyes) -> bool:
    if eyes.state is CameraState.SEEING:
        return eyes.report.width > 0 and eyes.report.light >= DIM
    return eyes.state is not CameraState.OPENING


def camera_finding(eyes: Eyes) -> Finding:
    """How the camera is now."""
    seen = eyes.report
    if eyes.state is CameraState.SEEING:
        gives = f"{seen.name}: {seen.width}×{seen.height}{_why(eyes)}"
        return Finding("camera", True, gives, eyes.trouble)
    return Finding("camera", False, f"{eyes.state.value}{_why(eyes)}", eyes.trouble)


def _why(eyes: Eyes) -> str:
    """As the log has it, so that one leads to the other."""
    return f" ({eyes.reason.value})" if eyes.reason is not None else ""


def _decoders() -> Finding:
    if zbar.available():
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
