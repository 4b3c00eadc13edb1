"""What the hospital makes of each answer of the health-insurance (BHYT) gateway."""

from dataclasses import dataclass, fields

from kiosk.config import form
from kiosk.config.form import METADATA, setting

_POLICIES = form.one_of("covered", "covered-desk", "desk", "self-pay", "unverified")


def _code(code: str, default: str, meaning: str) -> str:
    return setting(default, meaning, _POLICIES, key=code)


@dataclass(frozen=True, slots=True)
class Insurance:
    """What each result code of the health-insurance (BHYT) gateway means at this hospital:
    covered; covered-desk (covered, the desk looks at the papers); desk (the desk clears it up);
    self-pay; unverified (the visit goes on, the desk confirms). Sentence and next step on
    screen and ticket follow. None of them keeps a patient from a ticket."""

    code_000: str = _code("000", "covered", "The card is right.")
    code_001: str = _code("001", "covered-desk", "The card is right, managed by Defence.")
    code_002: str = _code("002", "covered-desk", "The card is right, managed by the Police.")
    code_003: str = _code("003", "covered", "The old card has expired, there is a new one.")
    code_004: str = _code("004", "covered", "The old card is valid, there is a new one.")
    code_010: str = _code("010", "self-pay", "The card has expired.")
    code_050: str = _code("050", "desk", "No data of this card.")
    code_051: str = _code("051", "desk", "The card's number is wrong.")
    code_052: str = _code("052", "desk", "The card's province code is wrong.")
    code_053: str = _code("053", "desk", "The card's benefit code is wrong.")
    code_060: str = _code("060", "desk", "The name is wrong.")
    code_061: str = _code("061", "desk", "The name differs, its initials agree.")
    code_070: str = _code("070", "desk", "The birth date is wrong.")
    code_100: str = _code("100", "unverified", "A fault of the gateway.")
    code_101: str = _code("101", "unverified", "A fault of the gateway.")
    code_110: str = _code("110", "self-pay", "The card was revoked.")
    code_120: str = _code("120", "self-pay", "The insurance was ended or reduced.")
    code_121: str = _code("121", "self-pay", "The insurance was ended or reduced.")
    code_122: str = _code("122", "self-pay", "The insurance was ended or reduced.")
    code_123: str = _code("123", "self-pay", "The insurance was ended or reduced.")
    code_124: str = _code("124", "self-pay", "The insurance was ended or reduced.")
    code_130: str = _code("130", "covered-desk", "A child who has no card yet.")
    code_401: str = _code("401", "unverified", "The gateway refused the hospital's own log-in.")
    code_500: str = _code("500", "unverified", "A fault of the gateway.")

    def policies(self) -> dict[str, str]:
        """The policy of each result code (``"060"``: ``"desk"``)."""
        return {one.metadata[METADATA].key: getattr(self, one.name) for one in fields(self)}
