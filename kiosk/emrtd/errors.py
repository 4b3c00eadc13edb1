"""The exceptions of the library.

::

    EmrtdError                    "emrtd"               base, never raised itself
    ├── CardRefused               "card-refused"        a status word that the protocol forbids
    │   ├── FileNotFound          "file-not-found"      6A82, 6A83
    │   └── AccessNotGranted      "access-not-granted"  6982, 6985: protected, or session lost
    ├── AccessDenied              "access-denied"       wrong CAN or MRZ key
    ├── NotAnEmrtd                "not-an-emrtd"        no travel document application
    ├── Malformed                 "malformed"           what the card sent cannot be understood
    ├── SecureMessagingError      "secure-messaging"    the protected session is over
    ├── ChipNotGenuine            "chip-not-genuine"    the chip lacks the key that it should have
    └── Unsupported               "unsupported"         an algorithm that is not spoken here

``code`` is stable and meant for tables and logs. No message holds a password, a key or
anything that was read from a card. What ``transmit`` raises passes through the library as it is.
"""

from typing import ClassVar

from kiosk.emrtd.status import status_name


class EmrtdError(Exception):
    """Base of every exception that the library raises about a card."""

    code: ClassVar[str] = "emrtd"


class CardRefused(EmrtdError):
    """A status word that the protocol does not allow.

    ``status`` is the status word, ``command`` the command's name such as ``READ BINARY``.
    """

    code = "card-refused"

    def __init__(self, status: int, command: str) -> None:
        super().__init__(f"{command} answered {status:04X}: {status_name(status)}")
        self.status = status
        self.command = command


class FileNotFound(CardRefused):
    """The card has no such file or application (6A82, 6A83)."""

    code = "file-not-found"


class AccessNotGranted(CardRefused):
    """The file is protected, or the session that opened it is lost (6982, 6985)."""

    code = "access-not-granted"


_REFUSALS: dict[int, type[CardRefused]] = {
    0x6A82: FileNotFound,
    0x6A83: FileNotFound,
    0x6982: AccessNotGranted,
    0x6985: AccessNotGranted,
}


def refusal(status: int, command: str) -> CardRefused:
    """The exception for a status word: the most special class that there is."""
    return _REFUSALS.get(status, CardRefused)(status, command)


class AccessDenied(EmrtdError):
    """The card does not accept the CAN or the MRZ key.

    ``retries`` is how many tries the card says are left, ``None`` where it does not say.
    """

    code = "access-denied"

    def __init__(self, protocol: str, retries: int | None = None) -> None:
        left = "" if retries is None else f", {retries} tries left"
        super().__init__(f"{protocol}: the password is not the card's{left}")
        self.protocol = protocol
        self.retries = retries


class NotAnEmrtd(EmrtdError):
    """The travel document application cannot be selected: another kind of card."""

    code = "not-an-emrtd"


class Malformed(EmrtdError):
    """What the card sent cannot be understood.

    ``where`` names the file or message (``DG2``, ``response``), ``reason`` says what is wrong
    without quoting any of it.
    """

    code = "malformed"

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where}: {reason}")
        self.where = where
        self.reason = reason


class SecureMessagingError(EmrtdError):
    """A protected response fails its check, or the card ended the session.

    ``status`` is the status word that came without protection (6987, 6988 …), else ``None``.
    The session cannot go on: authenticate again.
    """

    code = "secure-messaging"

    def __init__(self, reason: str, status: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status


class ChipNotGenuine(EmrtdError):
    """Chip or active authentication failed: the data may have been copied from another card."""

    code = "chip-not-genuine"


class Unsupported(EmrtdError):
    """An algorithm, protocol or form that this library does not speak; ``what`` names it."""

    code = "unsupported"

    def __init__(self, what: str) -> None:
        super().__init__(f"not supported: {what}")
        self.what = what
