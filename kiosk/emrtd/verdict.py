"""What a check of the chip came to.

A verdict is a value: a card that cannot be trusted is expected. Only :attr:`Trust.VERIFIED` may
be shown as a tick (ICAO Doc 9303-11, section 5: passive authentication needs a trusted CSCA).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class Trust(Enum):
    """How far a check came."""

    VERIFIED = "verified"
    NOT_VERIFIED = "not-verified"
    """Nothing is wrong, but something that a proof needs is missing here: a trust anchor, an
    algorithm that this library speaks, a protocol that the chip offers."""
    FAILED = "failed"
    """The check was made, and what the card shows is not what was signed or promised."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of one check, or of several taken together.

    ``reason`` is a short stable code (``no-trust-anchor``, ``signature``, ``hash-dg1``,
    ``expired-dsc``, ``chip-key`` …), empty when verified. It holds no personal data.
    """

    state: Trust
    reason: str = ""

    @classmethod
    def not_verified(cls, reason: str) -> "Verdict":
        """Neither proven nor disproven, because of ``reason``."""
        return cls(Trust.NOT_VERIFIED, reason)

    @classmethod
    def failed(cls, reason: str) -> "Verdict":
        """Disproven, because of ``reason``."""
        return cls(Trust.FAILED, reason)

    @property
    def is_verified(self) -> bool:
        """Whether a tick may be shown."""
        return self.state is Trust.VERIFIED

    @property
    def is_failed(self) -> bool:
        """Whether the card is not what it pretends to be."""
        return self.state is Trust.FAILED


VERIFIED = Verdict(Trust.VERIFIED)

_WORST_FIRST = (Trust.FAILED, Trust.NOT_VERIFIED, Trust.VERIFIED)


def overall(verdicts: Iterable[Verdict]) -> Verdict:
    """The worst of several verdicts, the first of equals; of none at all nothing is verified."""
    return min(
        verdicts,
        key=lambda verdict: _WORST_FIRST.index(verdict.state),
        default=Verdict.not_verified("nothing-checked"),
    )
