"""What reads the chips on a kiosk's card readers, and whom it believes."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from kiosk.checkin.chip import Chips
from kiosk.checkin.conversation import OnProgress, Reading, Transmit
from kiosk.devices.card_reader.base import CardReader

if TYPE_CHECKING:
    from kiosk.emrtd.trust import TrustStore


def chips_of(
    reader: CardReader, trust: Callable[[], "TrustStore"], today: Callable[[], date]
) -> Chips:
    """The cards on ``reader``. ``trust`` is called in the thread that talks to them."""

    def begin(transmit: Transmit, atr: bytes, on_progress: OnProgress) -> Reading:
        from kiosk.emrtd.reading import ChipReading  # a quarter of a second: see warm_up

        return ChipReading(transmit, atr=atr, trust=trust(), today=today(), on_progress=on_progress)

    return Chips(reader, begin)


def warm_up(trust: Callable[[], "TrustStore"]) -> None:
    """Import and load what the first card would wait for. Blocks: call it in a thread."""
    import kiosk.emrtd.reading  # noqa: F401 - importing is what is wanted

    trust()
