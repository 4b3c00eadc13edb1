"""Numbers, times and durations as people say them in Vietnamese. Pure."""

import math
import unicodedata
from datetime import datetime, timedelta

from kiosk.frontdesk.premises import Text

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_STEP = 5
"""Minutes: nobody knows a wait more exactly than that."""
_LONG = 120


def digitwise(number: str) -> str:
    """A ticket's or room's number, sign by sign: ``A-042`` is ``A không bốn hai``.

    Voices would read 042 as "bốn mươi hai", and nobody finds that on their ticket.
    """
    signs = (sign for sign in number if sign.isalnum())
    return " ".join(_sign(sign) for sign in signs)


def _sign(sign: str) -> str:
    digit = unicodedata.digit(sign, None)
    return sign.upper() if digit is None else _DIGITS[digit]


def call_sentence(number: str, room: str) -> str:
    """What is spoken when a number is called."""
    return f"Mời số {digitwise(number)} vào phòng {digitwise(room)}"


def wait_range(minutes: float) -> Text:
    """An expected wait as a range, since it is an estimate."""
    if minutes < _STEP:
        return Text("dưới 5 phút", "less than 5 minutes")
    if minutes > _LONG:
        return Text("hơn 2 giờ", "more than 2 hours")
    low = max(_STEP, math.floor(minutes * 0.85 / _STEP) * _STEP)
    high = max(low + _STEP, math.ceil(minutes * 1.15 / _STEP) * _STEP)
    return Text(f"khoảng {low}–{high} phút", f"about {low}–{high} minutes")


def about_when(now: datetime, minutes: float) -> Text:
    """The time of the day after so many minutes, to five minutes."""
    then = now + timedelta(minutes=minutes)
    then += timedelta(minutes=_STEP / 2)
    minute = then.minute - then.minute % _STEP
    return Text(f"{then.hour} giờ {minute:02d}", f"{then.hour}:{minute:02d}")
