"""What a chip told about its holder, and how far it can be believed."""

import enum
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.emrtd.lds.dg2 import Face
from kiosk.emrtd.lds.dg13 import VietnamPerson
from kiosk.emrtd.mrz import Mrz
from kiosk.emrtd.verdict import Trust, Verdict

VIETNAM = "VNM"
"""The issuer in a machine-readable zone (Doc 9303-3, 5)."""
_PERSONAL_NUMBER = re.compile(r"(\d{12})(?:<|$)", re.ASCII)
"""How the Vietnamese card begins its optional data; a check digit of its own follows."""


class Stage(enum.Enum):
    """The parts of a reading, in order."""

    ACCESS = "access"
    """EF.CardAccess, then PACE or BAC."""
    PERSON = "person"
    """DG1 and DG13."""
    GENUINE = "genuine"
    """EF.SOD and its signature; chip or active authentication."""
    FACE = "face"
    """DG2."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something on the card that could not be read, and did not stop the rest."""

    file: str
    """``DG13``, ``CardAccess`` …"""
    code: str
    """The code of the error: ``malformed``, ``file-not-found`` …"""


@dataclass(frozen=True, slots=True)
class Identity:
    """The holder as the chip knows them. ``repr`` shows nothing of the person."""

    mrz: Mrz = field(repr=False)
    person: VietnamPerson | None = field(repr=False)
    """DG13, ``None`` where the card has none or it cannot be understood."""
    passive: Verdict
    """Signature, certificate chain and hashes (Doc 9303-11, section 5.1)."""
    chip: Verdict
    """Chip or active authentication, or PACE-CAM: whether the chip is the one that was issued
    (sections 6.1, 6.2). ``not-offered`` for a card that has none of them."""
    access: str
    """``PACE-ECDH-GM-AES-CBC-CMAC-128`` … or ``BAC``."""
    problems: tuple[Problem, ...]
    seconds: Mapping[Stage, float]

    @property
    def number(self) -> str:
        """The personal number of twelve digits, or the document number of another country's."""
        if self.person is not None and self.person.number:
            return self.person.number
        is_vietnamese = self.mrz.issuer == VIETNAM
        if is_vietnamese and (found := _PERSONAL_NUMBER.match(self.mrz.optional)):
            return found[1]
        return self.mrz.optional or self.mrz.document_number

    @property
    def authenticity(self) -> Verdict:
        """Both verdicts in one. Only ``VERIFIED`` may be shown as a tick.

        What failed decides, then what is missing. A card that offers no proof of its chip is
        believed by its signature alone: the signed hashes name what the card offers, so a copy
        cannot leave the proof out.
        """
        for verdict in (self.passive, self.chip):
            if verdict.state is Trust.FAILED:
                return verdict
        if not self.passive.is_verified or self.chip.reason == NOT_OFFERED:
            return self.passive
        return self.chip


NOT_OFFERED = "not-offered"


@dataclass(frozen=True, slots=True)
class Portrait:
    """The face in the chip, and whether its data group has the signed hash."""

    face: Face
    verdict: Verdict
    seconds: float
