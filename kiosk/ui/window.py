"""Runs the kiosk with a screen: :func:`run` is all that the rest of the program needs."""

from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal, Slot

from kiosk.checkin.front import Front
from kiosk.checkin.in_service import Cause
from kiosk.checkin.screens import OutOfOrder
from kiosk.devices.speech.base import Speaker
from kiosk.model.text import LocalText, local
from kiosk.ui.application import application
from kiosk.ui.dock.controls import DockParts
from kiosk.ui.dock.docking import Docking
from kiosk.ui.engine import EngineThread
from kiosk.ui.frames import FrameLog
from kiosk.ui.front import QtFront
from kiosk.ui.kiosk_window import KioskWindow
from kiosk.ui.live import LivePicture, Previews
from kiosk.ui.pulse import ENGINE, Heartbeat, Pulse
from kiosk.ui.screenshots import Screenshots
from kiosk.ui.staff_door import StaffDoor
from kiosk.ui.stage import Stage
from kiosk.ui.termination import on_termination
from kiosk.ui.typed_keys import TypedKeys

CLOCK_MS = 1000


@dataclass(frozen=True, slots=True)
class Place:
    """What the pages say about the place where the kiosk stands, and how they look there."""

    hospital: LocalText
    desk: LocalText
    """The desk that sentences send a patient to: "quầy 2"."""
    languages: tuple[str, ...]
    """BCP 47; the first is the one that every visit begins in."""
    elsewhere: LocalText = field(default_factory=lambda: local("", ""))
    """Where another kiosk stands, empty where none is known."""
    width_mm: float = 0.0
    """Width of the screen, for sizes in millimetres; 0 is unknown."""
    reduced_motion: bool = False
    staff_page: bool = False
    """Whether there is one, behind the hospital's name."""


class _Ending(QObject):
    """Ends Qt's loop, from any thread, and also if the loop has yet to begin."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.wanted.connect(self._quit, Qt.ConnectionType.QueuedConnection)

    @Slot()
    def _quit(self) -> None:
        # Not quit(): it asks the windows first, and the kiosk's refuses to be closed.
        QCoreApplication.exit(0)


def run(
    visits: Callable[[Front], Coroutine[Any, Any, None]],
    place: Place,
    *,
    now: Callable[[], datetime],
    on_stray: Callable[[BaseException], None],
    windowed: tuple[int, int] | None = None,
    speaker: Speaker | None = None,
    previews: Previews | None = None,
    dock: DockParts | None = None,
    screenshots: Path | None = None,
    frames: FrameLog | None = None,
    on_first_frame: Callable[[], None] = lambda: None,
    on_key: Callable[[str], None] | None = None,
    heartbeat: Heartbeat | None = None,
    on_light: Callable[[tuple[int, int, int]], None] | None = None,
) -> None:
    """Show the kiosk and run ``visits(front)`` in the engine's loop, until either ends.

    Call it in the process's main thread. ``visits`` opens and closes whatever it needs inside
    its own loop; it is cancelled when the window is closed or the system asks to stop, and
    ``run`` returns after its cleanup. An error of ``visits`` ends the run and is raised here.

    - ``now``: the hospital's wall time, for the clock on the pages.
    - ``on_stray``: hears, in the main thread, of errors that end nothing.
    - ``windowed``: width and height of a tester's window; ``None`` takes the whole screen.
    - ``previews``: the camera's pictures for the pages; without them, those have words alone.
    - ``dock``: opens the tester's dock beside the kiosk; meant for ``windowed``.
    - ``screenshots``: a folder that gets a picture of every page.
    - ``frames``: is filled with the times of drawing.
    - ``on_first_frame``: is called once, when the first page is painted.
    - ``on_key``: hears what each key types, in place of the pages: there is no keyboard for
      patients, so it is a scanner's.
    - ``heartbeat``: hears whether everything lives. While the engine does not, the pages say that
      the kiosk is out of order.
    - ``on_light``: hears, in the main thread, in which colour the page shines, once it does.
    """
    app = application()
    stage = Stage(
        hospital=place.hospital,
        desk=place.desk,
        languages=place.languages,
        width_mm=0.0 if windowed else place.width_mm,
        reduced_motion=place.reduced_motion,
        can_speak=speaker is not None and speaker.available,
        live=LivePicture(previews),
        staff_door=StaffDoor(place.staff_page),
    )
    stage.set_clock(now())
    tick = QTimer(interval=CLOCK_MS)
    tick.timeout.connect(lambda: stage.set_clock(now()))
    tick.start()
    front = QtFront(stage, speaker)
    engine = EngineThread()
    engine.stray.connect(on_stray)
    ending = _Ending()
    with ExitStack() as cleanup:
        cleanup.enter_context(on_termination(ending.wanted.emit))
        # The devices open in the engine while the pages load here.
        engine.start()
        cleanup.callback(engine.stop)
        docking = None if dock is None else Docking(dock, front, now)
        ended = engine.submit(visits(front if docking is None else docking.front))
        ended.add_done_callback(lambda _: ending.wanted.emit())
        window = KioskWindow(stage, windowed)
        cleanup.callback(window.close)
        window.closed.connect(ending.wanted)
        window.first_frame.connect(on_first_frame)
        if frames is not None:
            frames.attach(window, front)
            cleanup.callback(frames.detach)
        if screenshots is not None:
            pictures = Screenshots(window.view, front, screenshots)
            cleanup.callback(pictures.take)
        if on_light is not None:
            window.shone.connect(on_light)
            window.tell_light()
        if on_key is not None:
            window.view.installEventFilter(TypedKeys(on_key, window))
        window.show()
        if heartbeat is not None:
            pulse = _pulse_of(heartbeat, window, stage, front, engine, place)
            cleanup.callback(pulse.stop)
        if docking is not None:
            docking.show_beside(window.view)
            cleanup.callback(docking.close)
            stage.languageChanged.connect(docking.retranslate)
        app.exec()
        if heartbeat is not None:
            heartbeat.stopping()
    _raise_error(ended)


def _pulse_of(
    heartbeat: Heartbeat,
    window: KioskWindow,
    stage: Stage,
    front: QtFront,
    engine: EngineThread,
    place: Place,
) -> Pulse:
    pulse = Pulse(window.view, lambda: bool(stage.page), heartbeat, engine.ask)
    page = OutOfOrder(Cause.ENGINE_STUCK, place.desk, place.elsewhere)

    def silent(part: str) -> None:
        if part == ENGINE:
            front.stuck(page)

    pulse.silent.connect(silent)
    pulse.beat.connect(front.answers_again)
    pulse.start()
    return pulse


def _raise_error(ended: Future[None]) -> None:
    if not ended.cancelled():
        ended.result()
