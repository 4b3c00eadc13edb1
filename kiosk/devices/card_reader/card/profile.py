"""How a simulated card is equipped."""

from dataclasses import dataclass

from kiosk.devices.card_reader.card.ciphers import Cipher
from kiosk.devices.card_reader.card.cms import DIGESTS, Scheme
from kiosk.devices.card_reader.card.pace import PaceVariant
from kiosk.devices.card_reader.card.security_infos import Parameters


@dataclass(frozen=True, slots=True)
class ChipAuthentication:
    """A static Diffie-Hellman key in the chip."""

    parameter_id: int = 13
    cipher: Cipher = Cipher.AES128
    form: Parameters = Parameters.NAMED


@dataclass(frozen=True, slots=True)
class RsaActiveAuthentication:
    """An RSA key that signs challenges. An answer of more than 256 bytes wants extended length:
    2,048 bits do not fit into a protected short one."""

    bits: int = 1024
    digest: str = "sha256"


@dataclass(frozen=True, slots=True)
class EcActiveAuthentication:
    """An EC key that signs challenges."""

    parameter_id: int = 12
    digest: str = "sha256"
    form: Parameters = Parameters.NAMED


@dataclass(frozen=True, slots=True)
class Profile:
    """A card's equipment; the default is a Vietnamese card as far as is known."""

    pace: tuple[PaceVariant, ...] = (PaceVariant(),)
    """In the order of EF.CardAccess; without any there is no such file."""
    bac: bool = True
    chip_authentication: ChipAuthentication | None = ChipAuthentication()
    active_authentication: RsaActiveAuthentication | EcActiveAuthentication | None = None
    scheme: Scheme = Scheme.ECDSA
    """How the document signer signs."""
    digest: str = "sha256"
    """Of the data groups and of the signature."""
    fingerprints: bool = True
    """There is a DG3, which nobody can read."""
    extended_length: tuple[int, int] | None = None
    """Longest command and longest answer in bytes, as the card announces them in its ATR and in
    EF.ATR/INFO; ``None`` for a card that bears short ones only."""

    def __post_init__(self) -> None:
        if self.digest not in DIGESTS:
            raise ValueError("no such digest")
        if not self.pace and not self.bac:
            raise ValueError("a card has at least one way of access")
