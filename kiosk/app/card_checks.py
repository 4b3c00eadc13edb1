"""A look at the card readers, and at whose signatures on cards are believed."""

import asyncio
import contextlib

from kiosk.app.finding import Finding
from kiosk.app.kiosk import trust_of
from kiosk.config import Settings
from kiosk.devices.card_reader.base import CardReader, Served, ServiceState, Slot, SlotState

LOOK_S = 0.5
LOOKS = 6
"""At most; pcscd may have to be started for us, and looks for its readers first."""
MOST_PROBLEMS = 3
"""As many bad certificate files are named."""

READER, TRUST = "card reader", "card trust"


async def card_reader_finding(settings: Settings, reader: CardReader | None) -> Finding:
    """The readers, what lies on them, and what to do if there are none."""
    if reader is None:
        return Finding(READER, True, "none: patients show a code or type their number")
    slots = await _look(reader)
    if not slots:
        return _no_reader(settings, reader)
    state = "; ".join(f"{slot.reader}: {_WORDS[slot.state]}" for slot in slots)
    return Finding(READER, not _mute(slots), state, _mute(slots))


def trust_finding(settings: Settings) -> Finding:
    """The certificates that cards are checked against."""
    source, folder = settings.card_reader.source, settings.card_reader.trust
    if source in ("none", "simulated"):
        return Finding(TRUST, True, f"not needed: card_reader.source is {source}")
    if not folder:
        to_do = "Put the country's CSCA certificates into a folder, and set card_reader.trust."
        return Finding(TRUST, True, "none: cards are read, and shown as not verified", to_do)
    store = trust_of(settings)
    to_do = "; ".join(f"{one.file}: {one.reason}" for one in store.problems[:MOST_PROBLEMS])
    if not len(store):
        to_do = to_do or "Put the CSCA certificates there, as .cer, .crt, .der, .pem or .ml."
    well = len(store) > 0 and not store.problems
    return Finding(TRUST, well, f"{len(store)} certificates", to_do)


async def _look(reader: CardReader) -> tuple[Slot, ...]:
    for _ in range(LOOKS):
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LOOK_S):
                return await reader.changed(())
        if _service(reader) is not ServiceState.STARTING:
            break
    return ()


def _service(reader: CardReader) -> ServiceState:
    return reader.state if isinstance(reader, Served) else ServiceState.READY


_WORDS = {
    SlotState.EMPTY: "empty",
    SlotState.CARD: "a card",
    SlotState.MUTE: "something that does not answer",
}


def _mute(slots: tuple[Slot, ...]) -> str:
    if any(slot.state is SlotState.MUTE for slot in slots):
        return "Take away what lies on the reader; if it stays so, unplug the reader for a moment."
    return ""


def _no_reader(settings: Settings, reader: CardReader) -> Finding:
    if settings.card_reader.source == "simulated":
        return Finding(READER, False, "unplugged", "Plug it in, in the dock.")
    service = _service(reader)
    if service is ServiceState.NO_READER:
        to_do = "Plug the reader in. pcsc_scan (Debian: pcsc-tools) lists what the system sees"
        if settings.card_reader.source != "pcsc":
            to_do += "; card_reader.source must be part of such a name"
        return Finding(READER, False, f"{reader.name}: no reader", f"{to_do}.")
    if service is ServiceState.NO_SERVICE:
        to_do = (
            "Install pcscd and start it (systemctl enable --now pcscd.socket), and let the "
            "kiosk's user use it (polkit: org.debian.pcsc-lite.access_pcsc)."
        )
        return Finding(READER, False, "PC/SC does not answer", to_do)
    return Finding(READER, False, "PC/SC hangs", "Unplug the reader, and restart pcscd.")
