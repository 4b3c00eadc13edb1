"""What a hospital makes of the insurance gateway's answers, where it differs from the usual."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Self

from kiosk.model.care import Cover, Insurance
from kiosk.model.insurance import RESULTS

POLICIES = frozenset(Cover) - {Cover.NONE}
"""What a hospital can choose for a result code. That nobody is insured is no choice."""


def _usual() -> Mapping[str, Cover]:
    return MappingProxyType({code: rule.cover for code, rule in RESULTS.items()})


@dataclass(frozen=True, slots=True)
class InsurancePolicy:
    """The cover that a hospital chooses for each result code of the gateway."""

    covers: Mapping[str, Cover] = field(default_factory=_usual)
    """For every code of :data:`~kiosk.model.insurance.RESULTS`."""

    @classmethod
    def of(cls, chosen: Mapping[str, str]) -> Self:
        """From policies by name (``{"060": "self-pay"}``); codes that are not named are as usual.

        Raises :class:`ValueError` with the code, for one that the gateway does not have, and for
        a policy that is none.
        """
        covers = dict(_usual())
        for code, name in chosen.items():
            cover = next((cover for cover in POLICIES if cover.value == name), None)
            if code not in covers:
                raise ValueError(f"{code[:16]!a} is no result code of the gateway")
            if cover is None:
                raise ValueError(f"{code} has no policy: it must be one of {_names()}")
            covers[code] = cover
        return cls(MappingProxyType(covers))

    def applied(self, insurance: Insurance) -> Insurance:
        """The hospital's choice in place of the usual one.

        An answer whose cover is not the usual one of its code stays as it is: it was not
        complete, or contradicts itself, and then its code says nothing to choose by.
        """
        usual = RESULTS.get(insurance.code)
        if usual is None or usual.cover is not insurance.cover:
            return insurance
        return replace(insurance, cover=self.covers[insurance.code])


def _names() -> str:
    return ", ".join(sorted(cover.value for cover in POLICIES))
