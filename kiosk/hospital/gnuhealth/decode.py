"""From the bytes of an answer to checked values, or ``HospitalGarbled``.

Exceptions name what was asked for and the field, never a value: an answer is a patient's data.
"""

from datetime import UTC, date, datetime
from typing import TypeVar

import msgspec

from kiosk.errors import HospitalGarbled

T = TypeVar("T")

_YEARS = range(1850, 2200)
"""Outside of these no date of a living patient or of a visit can be."""


class Day(msgspec.Struct, frozen=True):
    """Tryton's JSON form of a date (``trytond.protocols.jsonrpc``)."""

    year: int
    month: int
    day: int

    def value(self) -> date:
        return Moment(self.year, self.month, self.day).value().date()


class Moment(msgspec.Struct, frozen=True):
    """Tryton's JSON form of a date and time; all are UTC without saying so."""

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


def decoded(data: bytes | msgspec.Raw, shape: type[T], what: str) -> T:
    """``what`` names the answer in the exception."""
    try:
        return msgspec.json.decode(data, type=shape)
    except msgspec.ValidationError as error:
        why = str(error)
    except (msgspec.DecodeError, UnicodeDecodeError):
        why = "not JSON"
    except RecursionError:
        why = "nested too deep"
    # Raised here and not above: the parser's exception may quote the answer, and would follow
    # this one into the log as its context.
    raise HospitalGarbled(f"{what}: {why}")
