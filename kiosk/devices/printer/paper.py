"""How much paper is on the roll: counted, as no printer measures it.

A printer tells two things at most: that the roll is near its end, and that it is over. What
lies between a full roll and the first of them is counted here, row by row.

Not known to it: a roll that was changed before it was near its end, and what the feed button
wasted. Where the count says that the roll is over and the printer does not, there is no forecast.
"""

import json
import math
from dataclasses import asdict, dataclass, fields, replace

from kiosk.devices.printer.base import PrinterState

ROWS_PER_MM = 8
"""203.2 dpi."""
TYPICAL_MM = 100.0
"""A ticket, until some were printed."""
NEAR_END_MM = 2500.0
"""What a near-end sensor leaves at most: a roll of 23 mm on a core of 18 mm, paper of 0.065 mm
(length = pi / 4 * (23^2 - 18^2) / 0.065)."""

_TO_CUTTER_MM = 15.0  # from the print head to the cutter, fed after each ticket
_TO_TEAR_BAR_MM = 25.0  # six lines of 1/6 inch, on printers without a cutter
_WIDEST_WITHOUT_CUTTER = 384
_WEIGHT = 0.05  # of the newest ticket in the mean: about the last twenty
_SURE = 5
"""So many times in a row a printer is well after its paper was low: sensors flutter at their
threshold."""
_LONGEST_JSON = 2000
_MOST = 1e9
_COVERED = {PrinterState.PAPER_OUT, PrinterState.COVER_OPEN}


def length_mm(rows: int, width: int) -> float:
    """The paper that a ticket of so many rows takes, with its margin for cutter or tear bar."""
    margin = _TO_TEAR_BAR_MM if width <= _WIDEST_WITHOUT_CUTTER else _TO_CUTTER_MM
    return rows / ROWS_PER_MM + margin


@dataclass(frozen=True, slots=True)
class PaperCount:
    """A roll as it stands. A value: each sighting and each ticket makes the next one."""

    used_mm: float = 0.0
    """Printed since the roll was changed."""
    tickets: int = 0
    """The same, in tickets."""
    ticket_mm: float = TYPICAL_MM
    """Mean length of the last tickets, also of those on the rolls before."""
    low: bool = False
    """Near its end or out, as the printer said, and no new roll seen since."""
    out: bool = False
    touched: bool = False
    """Somebody had the cover open, or the roll was out, since it was low."""
    well: int = 0
    """How often in a row the printer was ready since the roll was low."""
    low_mm: float = 0.0
    """``used_mm`` when it was last seen low."""
    low_tickets: int = 0

    def printed(self, mm: float) -> "PaperCount":
        """After a ticket of this length (:func:`length_mm`)."""
        return replace(
            self,
            used_mm=self.used_mm + mm,
            tickets=self.tickets + 1,
            ticket_mm=self.ticket_mm + _WEIGHT * (mm - self.ticket_mm),
        )

    def seen(self, state: PrinterState) -> "PaperCount":
        """After the printer said how it stands.

        A roll is new when the printer is ready after its paper was low, and somebody was at the
        roll meanwhile; or when it stays ready, where nobody was seen there.
        """
        if state in _COVERED and (self.low or state is PrinterState.PAPER_OUT):
            return self._lowered(out=self.out or state is PrinterState.PAPER_OUT, touched=True)
        if state is PrinterState.PAPER_NEAR_END:
            return self._lowered(out=False, touched=False)
        if state is not PrinterState.READY or not self.low:
            return self
        if self.touched or self.well + 1 >= _SURE:
            return PaperCount(
                self.used_mm - self.low_mm, self.tickets - self.low_tickets, self.ticket_mm
            )
        return replace(self, well=self.well + 1)

    def _lowered(self, *, out: bool, touched: bool) -> "PaperCount":
        return replace(
            self,
            low=True,
            out=out,
            touched=touched,
            well=0,
            low_mm=self.used_mm,
            low_tickets=self.tickets,
        )

    def left_mm(self, roll_mm: float) -> float | None:
        """How much paper there is, on a roll that was this long when it was new.

        ``None`` if that cannot be told: the count is over and the paper is not.
        """
        if self.out:
            return 0.0
        left = roll_mm - self.used_mm
        if self.low:
            return min(max(left, 0.0), NEAR_END_MM)
        return left if left > 0 else None

    def renewed(self) -> "PaperCount":
        """After somebody said that a new roll was put in; tickets stay as long as they were."""
        return PaperCount(ticket_mm=self.ticket_mm)

    def tickets_left(self, roll_mm: float) -> int | None:
        """How many tickets there is paper for; as :meth:`left_mm`."""
        left = self.left_mm(roll_mm)
        return None if left is None else math.floor(left / self.ticket_mm)

    def to_json(self) -> str:
        """For a file that outlives the process."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "PaperCount":
        """The count that :meth:`to_json` wrote.

        ``ValueError`` for anything else: a count that is made up would be believed.
        """
        if len(text) > _LONGEST_JSON:
            raise ValueError("too long for a count of paper")
        try:
            found = json.loads(text)
        except RecursionError as error:
            raise ValueError("not a count of paper") from error
        if not isinstance(found, dict) or found.keys() != {one.name for one in fields(cls)}:
            raise ValueError("not a count of paper")
        for one in fields(cls):
            if not _fits(found[one.name], type(one.default)):
                raise ValueError(f"not a count of paper: {one.name}")
        count = cls(**found)
        later = count.low_mm > count.used_mm or count.low_tickets > count.tickets
        if later or not count.ticket_mm > 0:
            raise ValueError("not a count of paper")
        return count


def _fits(value: object, kind: type) -> bool:
    if kind is bool:
        return isinstance(value, bool)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return 0 <= value <= _MOST and (kind is float or isinstance(value, int))
