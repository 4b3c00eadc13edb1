"""Who a simulated card is made for."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True)
class CardHolder:
    """What is printed on a card and stored in its chip. Its ``repr`` tells nothing."""

    personal_number: str = field(repr=False)
    """Twelve digits."""
    name: str = field(repr=False)
    """Full name with its marks, family name first."""
    birth: date = field(repr=False)
    sex: Literal["M", "F"] = field(repr=False)
    issued: date = field(repr=False)
    expires: date | None = field(repr=False)
    """``None`` for a card that never expires (issued from the age of 58 on)."""
    residence: str = field(default="", repr=False)
    origin: str = field(default="", repr=False)
    old_number: str = field(default="", repr=False)
    """Nine-digit number of the card before."""
    face: bytes = field(default=b"", repr=False)
    """A JPEG or JPEG 2000 (JP2) file; empty for a card without DG2."""
    birth_year_only: bool = field(default=False, repr=False)
    """The register knows no day of birth: of ``birth`` the year alone is written."""

    def __post_init__(self) -> None:
        if len(self.personal_number) != 12 or not self.personal_number.isdecimal():
            raise ValueError("a personal number has twelve digits")
