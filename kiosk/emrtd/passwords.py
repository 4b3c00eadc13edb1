"""What opens a card: the card access number and the key of the machine-readable zone."""

import re
from dataclasses import dataclass, field

from kiosk.emrtd.mrz import MrzKey

_CAN = re.compile(r"\d{6}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Can:
    """The card access number, six digits printed on the card (Doc 9303 part 11, 4.4).

    Raises ``ValueError``, without the content, for anything else.
    """

    value: str = field(repr=False)

    def __post_init__(self) -> None:
        if not _CAN.fullmatch(self.value):
            raise ValueError("a card access number is six digits")

    def secret(self) -> bytes:
        """What PACE derives its key from."""
        return self.value.encode("ascii")


@dataclass(frozen=True, slots=True)
class AccessKeys:
    """All that is known about a card: PACE's CAN and the MRZ keys to try, likeliest first."""

    can: Can | None = field(default=None, repr=False)
    mrz: tuple[MrzKey, ...] = field(default=(), repr=False)
