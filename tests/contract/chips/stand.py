"""A simulated card, and a reading of it as the kiosk makes one."""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import PIL.Image

from kiosk.devices.card_reader.card.card import SimulatedCard
from kiosk.devices.card_reader.card.faults import Faults
from kiosk.devices.card_reader.card.holder import CardHolder
from kiosk.devices.card_reader.card.issuer import Issuer
from kiosk.devices.card_reader.card.personalise import personalise
from kiosk.devices.card_reader.card.profile import Profile
from kiosk.emrtd import cccd
from kiosk.emrtd.passwords import AccessKeys
from kiosk.emrtd.reading import ChipReading
from kiosk.emrtd.transport import Exchange
from kiosk.emrtd.trust import EMPTY, TrustStore

TODAY = date(2026, 6, 1)
NUMBER = "079190012345"
BORN, ISSUED = date(1990, 3, 15), date(2022, 4, 20)
KEYS = cccd.access_keys(NUMBER, BORN, ISSUED)
ISSUER = Issuer.new()


def face(kind: str = "JPEG") -> bytes:
    picture = PIL.Image.linear_gradient("L").resize((120, 160)).convert("RGB")
    held = io.BytesIO()
    picture.save(held, kind)
    return held.getvalue()


HOLDER = CardHolder(
    NUMBER,
    "Trần Thị Thu Hà",
    BORN,
    "F",
    ISSUED,
    date(2030, 3, 15),
    residence="12 Đường Số 3, Phường Thử Nghiệm, TP Hồ Chí Minh",
    face=face(),
)


@dataclass
class Stand:
    """One card on the table; ``sent`` are the names of all commands so far."""

    card: SimulatedCard
    trust: TrustStore
    sent: list[Exchange] = field(default_factory=list)

    @classmethod
    def of(
        cls,
        profile: Profile | None = None,
        faults: Faults | None = None,
        *,
        holder: CardHolder = HOLDER,
        trusted: bool = True,
    ) -> "Stand":
        faults = faults or Faults()
        content = personalise(holder, ISSUER, profile or Profile(), faults)
        trust = TrustStore.of([ISSUER.csca_der]) if trusted else EMPTY
        return cls(SimulatedCard(content, faults), trust)

    def reading(
        self, transmit: Callable[[bytes], bytes] | None = None, today: date = TODAY
    ) -> ChipReading:
        self.card.reset()
        return ChipReading(
            transmit or self.card.process,
            atr=self.card.atr,
            trust=self.trust,
            today=today,
            on_exchange=self.sent.append,
        )

    def names(self) -> list[str]:
        return [one.name for one in self.sent]


def keys(can: str | None = None) -> AccessKeys:
    from kiosk.emrtd.passwords import Can

    return KEYS if can is None else AccessKeys(can=Can(can))
