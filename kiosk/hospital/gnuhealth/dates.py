"""Days and moments as Tryton writes them in JSON (``trytond.protocols.jsonrpc``, Tryton 7.0)."""

from datetime import UTC, date, datetime

import msgspec

from kiosk.errors import HospitalGarbled

_YEARS = range(1850, 2200)
"""Outside of these no date of a living patient or of a visit can be."""


class Day(msgspec.Struct, frozen=True):
    """A date."""

    year: int
    month: int
    day: int

    def value(self) -> date:
        return Moment(self.year, self.month, self.day).value().date()


class Moment(msgspec.Struct, frozen=True):
    """A date and time; all are UTC without saying so."""

    year: int
    month: int
    day: int
    hour: int = 0
    minute: int = 0
    second: int = 0
    microsecond: int = 0

    def value(self) -> datetime:
        """Aware. Raises ``HospitalGarbled`` for what is no time of a visit or a life."""
        if self.year in _YEARS:
            try:
                return datetime(
                    self.year,
                    self.month,
                    self.day,
                    self.hour,
                    self.minute,
                    self.second,
                    self.microsecond,
                    tzinfo=UTC,
                )
            except ValueError:
                pass
        raise HospitalGarbled("a date that is none, or far from now")


def encoded_day(day: date) -> dict[str, object]:
    return {"__class__": "date", "year": day.year, "month": day.month, "day": day.day}


def encoded_moment(moment: datetime) -> dict[str, object]:
    """``moment`` is aware."""
    utc = moment.astimezone(UTC)
    return {
        "__class__": "datetime",
        "year": utc.year,
        "month": utc.month,
        "day": utc.day,
        "hour": utc.hour,
        "minute": utc.minute,
        "second": utc.second,
        "microsecond": utc.microsecond,
    }
