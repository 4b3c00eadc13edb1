"""What the kiosk writes into an appointment: one line of its comments for each check-in.

``#kiosk CARDIO-042 day=2026-11-23 note=1042 kind=booked paper=printed priority=age-75 room=203``

GNU Health has no field for a queue number. The comments are on the appointment's form, where
staff read them and may write beside the line; nothing but the line is ever changed.
"""

import enum
import re
from dataclasses import dataclass, replace
from datetime import date


class Kind(enum.Enum):
    BOOKED = "booked"
    """The appointment was there before: giving the place back leaves it to be kept again."""
    WALK_IN = "walk-in"
    """The kiosk made it for this visit."""


class Paper(enum.Enum):
    UNKNOWN = "unknown"
    PRINTED = "printed"
    FAILED = "failed"
    GIVEN_BACK = "given-back"
    """Cancelled: the number stays used."""


@dataclass(frozen=True, slots=True)
class Slip:
    number: str
    """As printed, without spaces."""
    day: date
    """The hospital's day on which it holds."""
    note: int
    """The ``ir.note`` that the number comes from."""
    kind: Kind
    room: str
    """One line."""
    priority: tuple[str, ...] = ()
    paper: Paper = Paper.UNKNOWN

    def line(self) -> str:
        groups = ",".join(self.priority) or "no"
        return (
            f"#kiosk {self.number} day={self.day.isoformat()} note={self.note} "
            f"kind={self.kind.value} paper={self.paper.value} priority={groups} room={self.room}"
        )

    def holds_on(self, today: date) -> bool:
        return self.day == today and self.paper is not Paper.GIVEN_BACK


_LINE = re.compile(
    r"#kiosk (?P<number>[A-Za-z0-9.\-]{1,40}) day=(?P<day>\d{4}-\d\d-\d\d) note=(?P<note>\d{1,18}) "
    r"kind=(?P<kind>booked|walk-in) paper=(?P<paper>unknown|printed|failed|given-back) "
    r"priority=(?P<priority>[a-z0-9,\-]{1,100}) room=(?P<room>.{0,200})",
    re.ASCII,
)


def last_slip(comments: str | None) -> Slip | None:
    """The newest one; a line that somebody has changed beyond understanding is none."""
    return next(filter(None, map(_parsed, reversed((comments or "").splitlines()))), None)


def with_slip(comments: str | None, slip: Slip) -> str:
    """The comments with this slip's line: in the place of the line of the same note, or last."""
    lines = (comments or "").splitlines()
    for nth, line in enumerate(lines):
        known = _parsed(line)
        if known is not None and known.note == slip.note:
            lines[nth] = slip.line()
            return "\n".join(lines)
    return "\n".join([*lines, slip.line()])


def on_paper(slip: Slip, paper: Paper) -> Slip:
    return replace(slip, paper=paper)


def _parsed(line: str) -> Slip | None:
    parts = _LINE.fullmatch(line.strip())
    if parts is None:
        return None
    try:
        day = date.fromisoformat(parts["day"])
    except ValueError:
        return None
    groups = parts["priority"]
    return Slip(
        number=parts["number"],
        day=day,
        note=int(parts["note"]),
        kind=Kind(parts["kind"]),
        room=parts["room"],
        priority=() if groups == "no" else tuple(groups.split(",")),
        paper=Paper(parts["paper"]),
    )
