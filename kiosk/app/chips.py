"""What reads the chips on a kiosk's card readers, and whom it believes."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from kiosk.checkin.chip import Chips
from kiosk.checkin.conversation import OnProgress, Reading, Transmit
from kiosk.devices.card_reader.base import CardReader

if TYPE_CHECKING:
    from kiosk.emrtd.read_binary import BlockSizes
    from kiosk.emrtd.trust import TrustStore


def chips_of(
    reader: CardReader, trust: Callable[[], "TrustStore"], today: Callable[[], date]
) -> Chips:
    """The cards on ``reader``. ``trust`` is called in the thread that talks to them."""

    # Of this visit's card, by its answer to reset: put back, it is not asked again how much it
    # bears.
    learned: dict[bytes, BlockSizes] = {}

    def begin(transmit: Transmit, atr: bytes, on_progress: OnProgress) -> Reading:
        from kiosk.emrtd.read_binary import BlockSizes
        from kiosk.emrtd.reading import ChipReading  # a quarter of a second: see warm_up

        return ChipReading(
            transmit,
            atr=atr,
            trust=trust(),
            today=today(),
            block_sizes=learned.setdefault(atr, BlockSizes()),
            on_progress=on_progress,
        )

    return Chips(reader, begin, forget=learned.clear)


def warm_up(trust: Callable[[], "TrustStore"]) -> None:
    """Import and load what the first card would wait for. Blocks: call it in a thread."""
    import kiosk.emrtd.reading  # noqa: F401 - importing is what is wanted

    trust()
