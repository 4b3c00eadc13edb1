"""What goes wrong with a card beside what the card itself does, and short codes for all of it."""

from kiosk.emrtd.errors import EmrtdError
from kiosk.errors import CardGone, DeviceError


class TooSlow(DeviceError):
    """The chip answers, but not to an end."""


class Faulty(DeviceError):
    """A fault in the program, which the log has already. The chip is left alone."""


class OtherCard(DeviceError):
    """Another card lies there than the one that this visit began with."""


class NoReader(DeviceError):
    """The reader went, and did not come back as long as a card may be away."""


def code_of(error: DeviceError | EmrtdError) -> str:
    """A short stable code for logs and staff."""
    match error:
        case EmrtdError():
            return error.code
        case CardGone():
            return "card-gone"
        case TooSlow():
            return "too-slow"
        case Faulty():
            return "kiosk-fault"
        case OtherCard():
            return "other-card"
        case NoReader():
            return "no-reader"
        case _:
            return "reader-failed"
