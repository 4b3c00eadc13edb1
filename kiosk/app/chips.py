"""What reads the chips on a kiosk's card readers."""

from collections.abc import Callable
from datetime import date

from kiosk.checkin.chip import Chips
from kiosk.checkin.conversation import OnProgress, Reading, Transmit
from kiosk.devices.card_reader.base import CardReader
from kiosk.emrtd.reading import ChipReading
from kiosk.emrtd.trust import TrustStore


def chips_of(
    reader: CardReader, trust: Callable[[], TrustStore], today: Callable[[], date]
) -> Chips:
    """The cards on ``reader``; whom to believe is asked for in the thread that reads them."""

    def begin(transmit: Transmit, atr: bytes, on_progress: OnProgress) -> Reading:
        return ChipReading(transmit, atr=atr, trust=trust(), today=today(), on_progress=on_progress)

    return Chips(reader, begin)
