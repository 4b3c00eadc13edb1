"""What a personalised chip holds: files, passwords, keys, and how it may be talked to."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.devices.card_reader.card.files import Files
from kiosk.devices.card_reader.card.keys import ChipKey, SigningKey
from kiosk.devices.card_reader.card.pace import PaceVariant


@dataclass(frozen=True, slots=True)
class CardFiles:
    """A personalised chip. Its ``repr`` shows no content."""

    atr: bytes
    files: Files
    can: str = field(default="", repr=False)
    """Six digits."""
    mrz_information: str = field(default="", repr=False)
    """Document number, birth and expiry with their check digits (Doc 9303-11, 4.3.2)."""
    pace: tuple[PaceVariant, ...] = ()
    bac: bool = False
    chip_key: ChipKey | None = None
    """For chip authentication, if the chip offers it."""
    mapping_keys: Mapping[int, int] = field(default_factory=dict, repr=False)
    """Private keys of the chip authentication mapping, by id of the domain parameters."""
    signing_key: SigningKey | None = None
    """For active authentication, if the chip offers it."""
    extended_length: tuple[int, int] | None = None
    """Longest command and longest answer in bytes (EF.ATR/INFO); ``None`` for short ones only."""
    csca_der: bytes = field(default=b"", repr=False)
    """The country's certificate that the chip was signed under."""
