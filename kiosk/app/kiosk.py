"""One kiosk, put together from its settings. The only place that chooses real or simulated."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from PIL.Image import Image

from kiosk.app import chips, scanners
from kiosk.app.access import access_of
from kiosk.app.embedded import EmbeddedHospital
from kiosk.app.eyes import Oversight, eyes_of
from kiosk.app.journal import JournalWatch, journal_of, reconciled
from kiosk.app.printers import printers_of
from kiosk.app.rules import patterns_of, rules_of
from kiosk.checkin.any_reader import AnyReader
from kiosk.checkin.blind import Blind
from kiosk.checkin.cards import NoCards
from kiosk.checkin.chip import Chips
from kiosk.checkin.clock import SystemClock
from kiosk.checkin.equipment import Equipment, Reader
from kiosk.checkin.faces import Faces, NoFaces, SeenFaces
from kiosk.checkin.journal import Journal
from kiosk.checkin.reading import DocumentReader
from kiosk.checkin.scanning import ScannerReader
from kiosk.config import Settings
from kiosk.config.form import named
from kiosk.devices.card_reader.base import CardReader, ServiceState
from kiosk.errors import SettingsError
from kiosk.hospital.adapters import adapter
from kiosk.hospital.base import Hospital
from kiosk.hospital.breaker import Breaker
from kiosk.hospital.circuit import LinkState
from kiosk.hospital.link import HOST, SteerableLink
from kiosk.hospital.link_tls import LinkTls
from kiosk.hospital.private_file import read_private
from kiosk.hospital.site import Site
from kiosk.journal.steerable import SteerableDisk
from kiosk.log import log
from kiosk.model.person import IdentifierKind
from kiosk.ticket import warm_up
from kiosk.vision.eyes import Eyes

if TYPE_CHECKING:
    from kiosk.devices.card_reader.card.issuer import Issuer
    from kiosk.emrtd.trust import TrustStore

EMBEDDED = "embedded"
FINISH_S = 8.0
"""At the end, work that visits began has so long: two calls to a hospital that is slow."""


class Kiosk:
    """The parts of one kiosk. Made in any thread; :meth:`equipped` runs in the visit's loop."""

    def __init__(
        self,
        settings: Settings,
        data: Path,
        *,
        state: Path | None = None,
        steerable: bool = False,
    ) -> None:
        """``data`` is the embedded hospital's folder, if it is that one. ``state`` keeps what the
        kiosk must know after a restart: its journal, the count of its paper. ``steerable`` puts a
        network between kiosk and hospital that a tester can break, and a disk under the journal.

        Raises :class:`~kiosk.errors.SettingsError`.
        """
        self.settings = settings
        self.clock = SystemClock()
        self.rules = rules_of(settings)
        self._oversight = Oversight()
        self.eyes = eyes_of(settings, self._oversight.state)
        """``None`` for a kiosk without a camera."""
        self.scanner = scanners.scanner_of(settings)
        self.card_reader = card_reader_of(settings)
        self.issuer = issuer_of(settings)
        """Who signs cards for a simulated reader; its certificate is believed there."""
        self.on_ticket: Callable[[Image], None] = lambda bitmap: None
        """Hears, in the printer's thread, of each ticket of a simulated printer."""
        self.printers = printers_of(settings, lambda bitmap: self.on_ticket(bitmap), state)
        self.link: SteerableLink | None = None
        """Where it is steerable, while it is :meth:`equipped`."""
        self.disk = SteerableDisk() if steerable and state is not None else None
        self._steerable = steerable
        self.state = state
        """The folder of what must outlive this process; ``None`` where nothing must."""
        self._watch = JournalWatch(settings.kiosk.id)
        self.embedded: EmbeddedHospital | None = None
        if settings.hospital.address == EMBEDDED:
            self.embedded = EmbeddedHospital(data, faces=settings.face.identify)
        else:
            hospital_of(settings, settings.hospital.address)  # a wrong setting stops the start

    def close(self) -> None:
        """End the embedded hospital. Call it after the visits have ended."""
        if self.embedded is not None:
            self.embedded.stop()

    @asynccontextmanager
    async def equipped(self) -> AsyncIterator[Equipment]:
        """Everything that visits work with, opened; closed again at the end.

        Raises :class:`~kiosk.errors.JournalError` where another kiosk keeps its journal here.
        """
        async with (
            journal_of(self.settings, self.clock, self.state, self._watch, self.disk) as journal,
            self._equipped_with(journal) as equipment,
        ):
            yield equipment

    @asynccontextmanager
    async def _equipped_with(self, journal: Journal) -> AsyncIterator[Equipment]:
        address = self.settings.hospital.address
        if self.embedded is not None:
            address = await asyncio.to_thread(self.embedded.address)
        if self._steerable and urlsplit(address).scheme == "http":
            async with self._equipped_through(address, journal) as equipment:
                yield equipment
        else:
            async with self._equipped_at(self.settings, address, journal) as equipment:
                yield equipment

    @asynccontextmanager
    async def _equipped_through(self, address: str, journal: Journal) -> AsyncIterator[Equipment]:
        """Over a network that speaks TLS by itself, so that certificates can end, too."""
        target, tls = urlsplit(address), await asyncio.to_thread(LinkTls)
        with tempfile.TemporaryDirectory(prefix="kiosk-link-") as folder:
            believed = str(tls.authority_in(Path(folder)))
            hospital = replace(self.settings.hospital, ca_file=believed)
            async with SteerableLink(target.hostname or "", target.port or 80, tls=tls) as link:
                self.link = link
                through = f"https://{HOST}:{link.port}{target.path}"
                settings = replace(self.settings, hospital=hospital)
                async with self._equipped_at(settings, through, journal) as equipment:
                    yield equipment

    @asynccontextmanager
    async def _equipped_at(
        self, settings: Settings, address: str, journal: Journal
    ) -> AsyncIterator[Equipment]:
        seeing = reader_of(self.settings, self.eyes, self.clock)
        if self.eyes is not None:
            await self.eyes.start()
        scanning = self._scanning()
        reader: Reader = seeing
        if scanning is not None:
            scanning.start()
            reader = AnyReader(seeing, scanning)
        trust = cache(self._trust)
        cards = NoCards() if self.card_reader is None else self._chips(self.card_reader, trust)
        try:
            asked = hospital_of(settings, address)
            async with Breaker(asked, self.clock, on_state=_on_link) as hospital:
                equipment = Equipment(
                    reader,
                    self.printers.serving,
                    hospital,
                    self.clock,
                    self.rules,
                    cards,
                    self._faces(),
                    journal=journal,
                    link=hospital,
                )
                # Before the first patient waits; the breaker's first probe connects meanwhile.
                equipment.afterwards.start(asyncio.to_thread(warm_up, self.printers.serving.width))
                if self.card_reader is not None:
                    equipment.afterwards.start(asyncio.to_thread(chips.warm_up, trust))
                try:
                    with self._oversight.by(equipment):
                        async with reconciled(equipment, self.settings, self._watch):
                            yield equipment
                finally:
                    await equipment.afterwards.finish(FINISH_S)
                    equipment.owing.give_up()
        finally:
            await cards.close()
            if scanning is not None:
                await scanning.close()
            if self.eyes is not None:
                await self.eyes.close()

    def _scanning(self) -> ScannerReader | None:
        if self.scanner is None:
            return None
        return ScannerReader(
            self.scanner,
            patterns_of(self.settings),
            today=lambda: self.clock.now().date(),
            on_state=scanners.on_state,
        )

    def _faces(self) -> Faces:
        return NoFaces() if self.eyes is None else SeenFaces(self.eyes)

    def _chips(self, reader: CardReader, trust: Callable[[], "TrustStore"]) -> Chips:
        return chips.chips_of(reader, trust, lambda: self.clock.now().date())

    def _trust(self) -> "TrustStore":
        return trust_of(self.settings, [self.issuer.csca_der] if self.issuer else [])


def _on_link(state: LinkState) -> None:
    log("device-state", device="hospital", state=state.value)


def card_reader_of(settings: Settings) -> CardReader | None:
    """The card readers that the settings name, ``None`` for none.

    Raises ``SettingsError`` for real ones where pyscard is not installed.
    """
    source, _, name_part = settings.card_reader.source.partition(":")
    if source == "none":
        return None
    if source == "simulated":
        from kiosk.devices.card_reader.card.link import Link
        from kiosk.devices.card_reader.simulator import SimulatedCardReader

        return SimulatedCardReader(link=Link())
    try:
        from kiosk.devices.card_reader.pcsc import PcscCardReader
    except ImportError as error:
        raise SettingsError(
            "card_reader.source: PC/SC needs the Python package pyscard, which ./run installs "
            "where it finds pcscd; see docs/card-readers.md"
        ) from error

    def on_state(state: ServiceState) -> None:
        log("device-state", device="card-reader", state=state.value)

    return PcscCardReader(name_part, on_state=on_state)


def issuer_of(settings: Settings) -> "Issuer | None":
    """An invented country for the cards of a simulated reader; ``None`` for real readers."""
    if settings.card_reader.source != "simulated":
        return None
    from kiosk.devices.card_reader.card.issuer import Issuer

    return Issuer.new()


def trust_of(settings: Settings, simulated: Iterable[bytes] = ()) -> "TrustStore":
    """Whose signatures on chips are believed.

    For a simulated reader those of ``simulated`` (certificates, DER), on which no real card can
    lie; for real ones the folder that the settings name, and nobody where they name none.
    """
    from kiosk.emrtd.trust import EMPTY, TrustStore

    if settings.card_reader.source == "simulated":
        return TrustStore.of(simulated)
    if not settings.card_reader.trust:
        return EMPTY
    return TrustStore.load(Path(settings.card_reader.trust))


def reader_of(settings: Settings, eyes: Eyes | None, clock: SystemClock) -> DocumentReader | Blind:
    """Whatever reads documents: the eyes, or nothing."""
    if eyes is None:
        return Blind()
    return DocumentReader(eyes, patterns_of(settings), today=lambda: clock.now().date())


def hospital_of(settings: Settings, address: str) -> Hospital:
    """The hospital at this address, of the kind of the settings.

    Raises ``SettingsError`` for a kind that there is not, and for what its adapter refuses.
    """
    hospital = settings.hospital
    token = ""
    if hospital.token_file:
        held = read_private(Path(hospital.token_file), "hospital.token_file")
        token = held.decode("ascii", "replace").strip()
    site = Site(
        address,
        systems={
            IdentifierKind.PERSONAL_NUMBER: hospital.system_personal_number,
            IdentifierKind.INSURANCE_NUMBER: hospital.system_insurance_number,
            IdentifierKind.PATIENT_CODE: hospital.system_patient_code,
        },
        deadline=hospital.deadline_s,
        token=token,
        access=access_of(settings),
        allow_plain_http=hospital.allow_plain_http,
        options=named(hospital.options),
    )
    return adapter(hospital.kind)(site)
