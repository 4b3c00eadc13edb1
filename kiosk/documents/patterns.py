"""The forms that each hospital sets for itself, as regular expressions.

A pattern is the hospital's own, but what it is matched with comes from anybody's paper:
its length is bounded, and patterns whose time could grow exponentially are refused.
"""

import re
from dataclasses import dataclass
from typing import Self

LONGEST_MATCHED = 512
"""Characters; longer payloads match no pattern."""
LONGEST_PATTERN = 500

APPOINTMENT = r"^HEN[:-](?P<appointment>[A-Za-z0-9.-]{1,64})$"
PATIENT_CODE = r"^(?:BN[:-]?)?(?P<code>\d{8})$"


@dataclass(frozen=True, slots=True)
class Patterns:
    """Compiled patterns; a payload must match one from its beginning to its end."""

    appointment: re.Pattern[str] = re.compile(APPOINTMENT, re.ASCII)
    """Group ``appointment``: the hospital's appointment id; optionally ``code``."""
    patient_code: re.Pattern[str] = re.compile(PATIENT_CODE, re.ASCII)
    """Group ``code``."""
    vneid: re.Pattern[str] | None = None
    """Group ``number``: the personal number; optionally ``name``, ``birth`` (``ddMMyyyy``),
    ``sex`` (``Nam``/``Nữ``), ``address``, ``issued`` (``ddMMyyyy``)."""

    @classmethod
    def of(
        cls, *, appointment: str = APPOINTMENT, patient_code: str = PATIENT_CODE, vneid: str = ""
    ) -> Self:
        """From settings; ``vneid`` may be empty. Raises ``ValueError`` that says what is wrong."""
        return cls(
            _compiled("appointment", appointment, "appointment"),
            _compiled("patient_code", patient_code, "code"),
            _compiled("vneid", vneid, "number") if vneid else None,
        )


def _compiled(setting: str, source: str, group: str) -> re.Pattern[str]:
    if len(source) > LONGEST_PATTERN:
        raise ValueError(f"{setting}: the pattern is longer than {LONGEST_PATTERN} characters")
    try:
        pattern = re.compile(source, re.ASCII)
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError(f"{setting}: not a regular expression: {error}") from error
    if group not in pattern.groupindex:
        raise ValueError(f"{setting}: the pattern has no group (?P<{group}>…)")
    if _repeats_a_choice(source):
        raise ValueError(
            f"{setting}: the pattern repeats a group that itself repeats or chooses, as in "
            "(a+)+ or (a|b)*; such a pattern can take for ever"
        )
    return pattern


_PIECE = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?P?[<=!:>A-Za-z]*|\{\d*,?\d*\}|.", re.DOTALL
)
_MANY = re.compile(r"[*+]|\{.*\}")
_VARIES = re.compile(r"[*+?|]|\{.*,.*\}")


def _repeats_a_choice(source: str) -> bool:
    """Whether a group that holds a repetition or an alternative is itself repeated."""
    holds = [False]
    closed = False
    for piece in _PIECE.findall(source):
        if closed and _MANY.fullmatch(piece):
            return True
        closed = False
        if piece.startswith("("):
            holds.append(False)
        elif piece == ")" and len(holds) > 1:
            closed = holds.pop()
            holds[-1] |= closed
        elif _VARIES.fullmatch(piece):
            holds[-1] = True
    return False
