"""A card that was pulled and is put back is not asked again how much it bears."""

import asyncio

import pytest

from kiosk.app.chips import chips_of
from kiosk.checkin.cards import CardState, Laid
from kiosk.checkin.chip import Chips
from kiosk.devices.card_reader.card.card import SimulatedCard
from kiosk.devices.card_reader.card.faults import Faults
from kiosk.devices.card_reader.card.personalise import personalise
from kiosk.devices.card_reader.card.profile import Profile
from kiosk.devices.card_reader.simulator import SimulatedCardReader
from kiosk.emrtd.trust import EMPTY
from tests.contract.chips.stand import HOLDER, ISSUER, KEYS, NUMBER, TODAY


class Counting(SimulatedCard):
    """Counts its reads, and how many it refused for their length."""

    reads = refusals = 0

    def process(self, apdu: bytes) -> bytes:
        answer = super().process(apdu)
        self.reads += apdu[1] == 0xB0
        self.refusals += apdu[1] == 0xB0 and answer[-2:] == b"\x67\x00"
        return answer


async def until(chips: Chips, laid: Laid) -> None:
    state: CardState = chips.state
    while state.laid is not laid:
        state = await chips.changed(state)


@pytest.mark.parametrize("extended", [None, (2048, 1024)], ids=["short", "extended"])
def test_it_is_learned_once_a_visit(extended: tuple[int, int] | None) -> None:
    faults = Faults(largest_le=160)
    content = personalise(HOLDER, ISSUER, Profile(extended_length=extended), faults)
    card = Counting(content, faults)

    async def lay_and_read(reader: SimulatedCardReader, chips: Chips) -> tuple[int, int]:
        before = card.reads, card.refusals
        reader.lay(card)
        await until(chips, Laid.ID_CARD)
        assert (await chips.read(KEYS, lambda share: None)).number == NUMBER
        reader.pull()
        await until(chips, Laid.NOTHING)
        return card.reads - before[0], card.refusals - before[1]

    async def visits() -> None:
        reader = SimulatedCardReader()
        chips = chips_of(reader, lambda: EMPTY, lambda: TODAY)
        try:
            first = await lay_and_read(reader, chips)
            again = await lay_and_read(reader, chips)
            assert first[1] > 0
            assert again == (first[0] - first[1], 0)
            chips.set_aside()  # the visit is over
            assert await lay_and_read(reader, chips) == first
        finally:
            await chips.close()

    asyncio.run(asyncio.wait_for(visits(), 20))
