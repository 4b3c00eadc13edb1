"""What a look at one part of the kiosk found."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    part: str
    well: bool
    """Whether patients are served in full, as far as this part goes."""
    state: str
    to_do: str = ""
