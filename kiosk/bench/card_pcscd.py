"""What a real PC/SC daemon adds to every command: pcscd, libpcsclite, pyscard and our driver."""

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path

from kiosk.bench import pcscd
from kiosk.bench.card import RUNS, TODAY, Subject
from kiosk.bench.figures import Figure, median
from kiosk.devices.card_reader.base import CardConnection, SlotState
from kiosk.devices.card_reader.pcsc import PcscCardReader
from kiosk.emrtd.reading import ChipReading

CARD_S = 10.0
"""Seconds in which a card that was laid must be seen; it takes one."""
MOST_MS = 1.0


def pcscd_figures() -> Iterator[Figure]:
    """For one command, above the card's own time. Raises ``RuntimeError`` without a pcscd."""
    subject = Subject.of()
    with tempfile.TemporaryDirectory() as folder, pcscd.private_pcscd(Path(folder)) as daemon:
        daemon.reader.lay(subject.card)
        added = asyncio.run(_added(subject))
    yield Figure(
        "pcscd, one command above the card's own time", median(added) * 1000, "ms", MOST_MS
    )


async def _added(subject: Subject) -> list[float]:
    """Seconds a command, of each run."""
    reader = PcscCardReader(pcscd.READER)
    try:
        async with asyncio.timeout(CARD_S):
            slots = reader.slots
            while not (laid := [slot for slot in slots if slot.state is SlotState.CARD]):
                slots = await reader.changed(slots)
        connection = await asyncio.to_thread(reader.connect, laid[0])
        try:
            return await asyncio.to_thread(lambda: [_run(subject, connection) for _ in range(RUNS)])
        finally:
            connection.close()
    finally:
        await reader.close()


def _run(subject: Subject, connection: CardConnection) -> float:
    taken: list[float] = []
    subject.card.reset()
    reading = ChipReading(
        connection.transmit,
        atr=connection.atr,
        trust=subject.trust,
        today=TODAY,
        on_exchange=lambda exchange: taken.append(exchange.seconds),
    )
    own = subject.card.seconds
    reading.identify(subject.keys)
    reading.face()
    return (sum(taken) - (subject.card.seconds - own)) / len(taken)
