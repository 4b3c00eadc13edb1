"""The parts of a kiosk that serves, as they are at this moment. Asks no device: printers, which
must be asked, are in :mod:`kiosk.app.readiness.printers`."""

from collections.abc import Iterator

from kiosk.app.kiosk import Kiosk
from kiosk.app.readiness.board import Seen
from kiosk.checkin.any_reader import AnyReader
from kiosk.checkin.equipment import Equipment
from kiosk.hospital.circuit import LinkState
from kiosk.journal.health import Health
from kiosk.journal.journal import Journal
from kiosk.vision.camera_state import CameraState

HOSPITAL = "hospital"
JOURNAL = "journal"

NOT_KEPT = frozenset({Health.FULL, Health.READ_ONLY, Health.MEMORY_ONLY})
"""New check-ins are in memory alone."""


def parts_now(kiosk: Kiosk, equipment: Equipment) -> Iterator[Seen]:
    """Those that this kiosk has. Quick; in the visits' event loop."""
    yield Seen(HOSPITAL, equipment.link.state.value, equipment.link.state is LinkState.UP)
    if isinstance(equipment.journal, Journal):
        health = equipment.journal.health
        yield Seen(JOURNAL, health.value, health is Health.OK)
    if kiosk.eyes is not None:
        state = kiosk.eyes.state
        well = state in (CameraState.OPENING, CameraState.SEEING) and not kiosk.eyes.trouble
        yield Seen("camera", state.value, well, kiosk.eyes.trouble)
    if isinstance(equipment.reader, AnyReader):
        there = equipment.reader.scanner_available
        yield Seen("scanner", "ready" if there else "away", there)
    if kiosk.card_reader is not None:
        there = equipment.cards.state.reader
        yield Seen("card-reader", "ready" if there else "away", there)


def journal_keeps(equipment: Equipment) -> bool:
    """Whether what is written down now would outlive a power cut. A journal in memory is that of
    a demonstration, where it need not."""
    journal = equipment.journal
    return not isinstance(journal, Journal) or journal.health not in NOT_KEPT
