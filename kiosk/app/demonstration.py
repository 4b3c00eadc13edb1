"""One visit that is played by itself, for a machine without a display."""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from kiosk.app.dock import dock_people
from kiosk.app.kiosk import Kiosk
from kiosk.app.played import PlayedFront
from kiosk.app.screen import Show, show
from kiosk.checkin.outcome import Outcome, Ticketed
from kiosk.checkin.scripted import willing_patient
from kiosk.checkin.trace import Trace
from kiosk.config import Settings, override

LOOK_S = 1.2
"""Long enough for a page's motion to end before its picture is taken."""


@dataclass(slots=True)
class Played:
    number: str | None
    room: str
    timings: dict[str, float]


def play_one_visit(folder: Path) -> Played:
    """A patient without an appointment: ``folder`` gets each page and the ticket as PNG."""
    from kiosk.ui.dock.pictures import code_on_card

    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    settings = override(
        Settings(),
        {"printer.target": f"png:{(folder / 'ticket.png').resolve()}", "display.window": "540x960"},
    )
    played = Played(None, "", {})

    def ended(outcome: Outcome, trace: Trace) -> None:
        played.timings = trace.milliseconds()
        if isinstance(outcome, Ticketed):
            played.number, played.room = outcome.ticket.number, outcome.ticket.room

    with tempfile.TemporaryDirectory() as data:
        kiosk = Kiosk(settings, Path(data))
        try:
            hand = None if kiosk.eyes is None else kiosk.eyes.hand
            assert hand is not None, "the settings' camera is the simulated one"
            walking_in = next(
                person
                for person in dock_people(kiosk)
                if "cccd" in person.documents and not person.appointments and not person.new
            )
            card = code_on_card(walking_in.documents["cccd"])
            show(
                kiosk,
                Show(
                    windowed=True,
                    screenshots=folder,
                    visits=1,
                    through=lambda front: PlayedFront(
                        front, willing_patient(), lambda: hand.hold(card), LOOK_S
                    ),
                    ended=ended,
                ),
            )
        finally:
            kiosk.close()
    return played
