"""``python -m tests.end2end.privacy_screen FOLDER``: a kiosk on a screen, whose pages fail.

Its own files go to ``FOLDER/left``, the hospital's to ``FOLDER/hospital``. Each time a page fails,
it has the patient's name in hands.
"""

import sys
from pathlib import Path
from typing import Any
from unittest.mock import patch

from kiosk.app.kiosk import Kiosk
from kiosk.app.laid import lay
from kiosk.app.played import PlayedFront
from kiosk.app.screen import Show, show
from kiosk.checkin.outcome import Outcome
from kiosk.checkin.screens import Screen, Welcome
from kiosk.checkin.scripted import willing_patient
from kiosk.checkin.trace import Trace
from kiosk.config import Settings, override
from kiosk.devices.card_reader.simulator import SimulatedCardReader
from kiosk.frontdesk.sample_documents import cccd_qr
from kiosk.log import start, watch
from kiosk.ui import stage
from kiosk.ui.dock.pictures import code_on_card
from kiosk.ui.messages import messages_withheld
from kiosk.ui.view_models import view_model
from kiosk.ui.view_models.reader import Reader
from kiosk.vision.process.limits import leave_no_core
from tests.end2end.privacy_patients import SERVED, VISITS

LOOK_S = 0.3


class Day:
    """Who stands there now, and what goes wrong."""

    def __init__(self, kiosk: Kiosk) -> None:
        self._kiosk = kiosk
        self.over = 0

    @property
    def kind(self) -> str:
        return VISITS[min(self.over, len(VISITS) - 1)]

    def step_up(self) -> None:
        if self.over < len(VISITS):
            person = SERVED[self.over]
            assert self._kiosk.eyes is not None
            assert self._kiosk.eyes.hand is not None
            if self.kind == "card":
                lay(self._kiosk, person.personal_number)
            self._kiosk.eyes.hand.hold(code_on_card(cccd_qr(person)))

    def ended(self, outcome: Outcome, trace: Trace) -> None:
        self.over += 1
        assert isinstance(self._kiosk.card_reader, SimulatedCardReader)
        assert self._kiosk.eyes is not None
        assert self._kiosk.eyes.hand is not None
        self._kiosk.card_reader.pull()
        self._kiosk.eyes.hand.put_away()

    def made(self, screen: Screen[Any], reader: Reader) -> dict[str, Any]:
        """In place of the kiosk's own."""
        model = view_model(screen, reader)
        name = SERVED[min(self.over, len(VISITS) - 1)].name
        if isinstance(screen, Welcome) or self.kind not in ("python", "qml"):
            return model
        if self.kind == "python":
            raise ValueError(f"no page for {name}")
        return {key: name if not isinstance(value, str) else [name] for key, value in model.items()}


def main() -> None:
    folder = Path(sys.argv[1])
    left = folder / "left"
    leave_no_core()
    with messages_withheld():
        start("debug", str(left / "kiosk.log"))
        watch(left / "state")
        settings = override(Settings(), {"display.window": "480x800"})
        kiosk = Kiosk(settings, folder / "hospital", state=left / "state")
        day = Day(kiosk)
        try:
            with patch.object(stage, "view_model", day.made):
                show(
                    kiosk,
                    Show(
                        windowed=True,
                        visits=len(VISITS),
                        through=lambda front: PlayedFront(
                            front, willing_patient(), day.step_up, LOOK_S
                        ),
                        ended=day.ended,
                    ),
                )
        finally:
            kiosk.close()


if __name__ == "__main__":
    main()
