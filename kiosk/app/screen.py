"""The kiosk on a screen: visits, pages and, for testers, the dock."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kiosk import __version__
from kiosk.app.kiosk import Kiosk
from kiosk.app.readiness.overseen import overseen
from kiosk.app.staff import staff_of
from kiosk.app.uptime import process_age_ms
from kiosk.app.watchdog import JournalPart, Notifier, Watchdog
from kiosk.checkin.front import Front
from kiosk.checkin.outcome import Outcome
from kiosk.checkin.session import Session
from kiosk.checkin.trace import Timed, Trace
from kiosk.devices.scanner.wedge import WedgeScanner
from kiosk.devices.speech.espeak import Espeak
from kiosk.log import log, unexpected
from kiosk.ui.dock import DockParts
from kiosk.ui.frames import FrameLog
from kiosk.ui.pulse import Heartbeat
from kiosk.ui.window import Place, run

WINDOW = (540, 960)
"""Half of a portrait kiosk screen, where the settings name no other size."""


@dataclass(frozen=True, slots=True)
class Show:
    """How the kiosk is shown."""

    windowed: bool = False
    dock: DockParts | None = None
    screenshots: Path | None = None
    frames: FrameLog | None = None
    visits: int = 0
    """End after so many; 0 goes on for ever."""
    through: Callable[[Front], Front] = lambda front: front
    """Puts another front around the screen's."""
    ended: Callable[[Outcome, Trace], None] = lambda outcome, trace: None
    answers: bool = False
    """Tell whoever asks at ``status.listen`` how the kiosk is."""
    lit: Callable[[tuple[int, int, int]], None] | None = None
    """Hears in which colour the page shines: whoever plays a face before another camera than the
    simulated one, which is told anyway."""


def show(kiosk: Kiosk, how: Show) -> None:
    """Serve patients until the window is closed or the system asks to stop.

    Raises what ends it: :class:`~kiosk.errors.KioskError`, or something nobody expected.
    """
    settings, rules = kiosk.settings, kiosk.rules
    listen = settings.status.listen if how.answers else ""
    watchdog, journal = Watchdog(Notifier(os.environ)), JournalPart()
    _choose_renderer(settings.display.renderer)

    def step(timed: Timed) -> None:
        log("step", name=timed.step.value, ms=round(timed.milliseconds, 1))
        if how.dock is not None:
            how.dock.feed.step(timed)

    async def visits(front: Front) -> None:
        async with (
            kiosk.equipped() as equipment,
            overseen(kiosk, equipment, watchdog, listen) as seen,
        ):

            def ended(outcome: Outcome, trace: Trace) -> None:
                seen.ended(outcome, trace)
                how.ended(outcome, trace)

            session = Session(
                how.through(front),
                seen.equipment,
                lambda: seen.trace(step),
                ended,
                seen.service,
                staff_of(kiosk, seen.equipment),
            )
            with journal.of(equipment.journal):
                if how.visits:
                    for _ in range(how.visits):
                        await session.one()
                else:
                    await session.serve()

    def started() -> None:
        log(
            "kiosk-started",
            version=__version__,
            kiosk=settings.kiosk.id,
            ms=round(process_age_ms()),
        )

    run(
        visits,
        Place(
            hospital=rules.hospital_name,
            desk=rules.desk,
            languages=settings.kiosk.languages,
            width_mm=settings.display.width_mm,
            reduced_motion=settings.display.reduced_motion,
            elsewhere=rules.elsewhere,
            staff_page=bool(settings.staff.pin_hash),
        ),
        now=kiosk.clock.now,
        on_stray=unexpected,
        windowed=(settings.display.window_size or WINDOW)
        if how.windowed or settings.display.window_size
        else None,
        speaker=Espeak(),
        previews=None if kiosk.eyes is None else kiosk.eyes.preview,
        dock=how.dock,
        screenshots=how.screenshots,
        frames=how.frames,
        on_first_frame=started,
        on_key=kiosk.scanner.key if isinstance(kiosk.scanner, WedgeScanner) else None,
        heartbeat=Heartbeat(
            watchdog.period_s,
            {"journal": journal.ask},
            began=watchdog.began,
            beat=watchdog.beat,
            silent=watchdog.silent,
            first_page=watchdog.ready,
            stopping=watchdog.stopping,
        ),
        on_light=how.lit or _light_of(kiosk),
    )
    log("kiosk-stopped", kiosk=settings.kiosk.id)


def _light_of(kiosk: Kiosk) -> Callable[[tuple[int, int, int]], None] | None:
    """What the page's light falls on, if it is simulated."""
    hand = None if kiosk.eyes is None else kiosk.eyes.hand
    return None if hand is None else hand.lit


def _choose_renderer(renderer: str) -> None:
    """``auto`` leaves it to the pages' own look at the machine."""
    if renderer == "software":
        os.environ["QT_QUICK_BACKEND"] = "software"
    elif renderer == "hardware":
        os.environ["QSG_RHI_BACKEND"] = "opengl"
