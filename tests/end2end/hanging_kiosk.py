"""A whole kiosk on a screen, of which one part is hung for real when a signal comes.

``python -m tests.end2end.hanging_kiosk FOLDER PORT``: SIGUSR1 hangs Qt's thread, SIGUSR2 the
engine's, SIGHUP the journal's, each in ``time.sleep``. Its log goes to standard error.
"""

import asyncio
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from types import FrameType

from kiosk.app.kiosk import Kiosk
from kiosk.app.screen import Show, show
from kiosk.checkin.equipment import Equipment
from kiosk.config import Settings, override
from kiosk.journal.journal import Journal

HANG_S = 600.0


class Hanging(Kiosk):
    hang: Mapping[signal.Signals, Callable[[], object]]

    @asynccontextmanager
    async def equipped(self) -> AsyncIterator[Equipment]:
        async with super().equipped() as equipment:
            loop, journal = asyncio.get_running_loop(), equipment.journal
            assert isinstance(journal, Journal)
            # Python's handlers run in the main thread, which is Qt's.
            self.hang = {
                signal.SIGUSR1: lambda: time.sleep(HANG_S),
                signal.SIGUSR2: lambda: loop.call_soon_threadsafe(time.sleep, HANG_S),
                signal.SIGHUP: lambda: journal.ask(lambda: time.sleep(HANG_S)),
            }
            yield equipment


def main() -> None:
    folder, port = Path(sys.argv[1]), sys.argv[2]
    settings = override(
        Settings(),
        {
            "hospital.address": "http://127.0.0.1:9/fhir",
            "camera.source": "none",
            "card_reader.source": "none",
            "status.listen": f"127.0.0.1:{port}",
        },
    )
    kiosk = Hanging(settings, folder / "hospital", state=folder)

    def arrived(number: int, _frame: FrameType | None) -> None:
        kiosk.hang[signal.Signals(number)]()

    for number in (signal.SIGUSR1, signal.SIGUSR2, signal.SIGHUP):
        signal.signal(number, arrived)
    show(kiosk, Show(windowed=True, answers=True))


if __name__ == "__main__":
    main()
