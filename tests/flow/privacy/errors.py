"""Exceptions that are full of a patient's data, in each place where one can hold something."""

import errno
import json
from collections.abc import Callable, Sequence

from kiosk.emrtd.errors import Malformed
from kiosk.errors import CardGone, DeviceError, HospitalAway, HospitalGarbled, NotADocument


class Held(Exception):
    """With data in its arguments, its attributes and its words."""

    def __init__(self, record: Sequence[str]) -> None:
        super().__init__(*record)
        self.record = record

    def __str__(self) -> str:
        return " ".join(self.record)

    __repr__ = __str__


def _caused(record: Sequence[str]) -> Exception:
    error, cause = RuntimeError(record[0]), ValueError(*record)
    cause.__context__ = KeyError(record[-1])
    error.__cause__ = cause
    error.add_note(" ".join(record))
    return error


MAKERS: tuple[Callable[[Sequence[str]], Exception], ...] = (
    Held,
    _caused,
    lambda record: KeyError(record[1]),
    lambda record: ValueError(f"invalid literal: {record!r}"),
    lambda record: ExceptionGroup(record[0], [Held(record), _caused(record)]),
    lambda record: UnicodeDecodeError("utf-8", " ".join(record).encode(), 0, 9, record[0]),
    lambda record: json.JSONDecodeError(record[0], " ".join(record), 0),
    lambda record: OSError(errno.EIO, record[0], f"/{record[1]}/{record[0]}.json"),
    lambda record: AssertionError(list(record)),
    lambda record: TimeoutError(*record),
)
"""What nobody expected."""

OF_HOSPITALS = (HospitalAway, HospitalGarbled)
OF_CARDS = (CardGone, DeviceError, Malformed)


def not_a_document(record: Sequence[str]) -> NotADocument:
    return NotADocument("cccd-field-count", " ".join(record))
