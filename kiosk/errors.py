"""The exceptions of the kiosk.

::

    KioskError                 anything the kiosk raises on purpose
    ├── SettingsError          the settings file is wrong: nothing starts
    ├── DeviceError            a device is missing, gone or broken
    │   └── CardGone           the card left its reader in the middle, or the reader was unplugged
    ├── NotADocument           a code was read, but it is no health document
    ├── JournalError           the journal of check-ins cannot do what was asked
    │   ├── JournalLocked      another kiosk, or a command, has it open
    │   ├── JournalUnreadable  it cannot be read: missing, broken, not permitted
    │   ├── NoSuchEntry        it has no entry with this key
    │   └── MoveNotAllowed     an entry cannot become what was asked
    └── HospitalError          the hospital could not do what was asked
        ├── HospitalAway       no answer in time, refused connection, 5xx
        ├── HospitalGarbled    an answer that cannot be understood
        └── HospitalRefused    a well-formed no, with a reason
            └── NotLetIn       a no to the kiosk, whatever it asks

No message of these ever holds personal data: they reach logs.
"""


class KioskError(Exception):
    """Base of every exception that the kiosk raises on purpose."""


class SettingsError(KioskError):
    """The settings are wrong; the message names file, key, and line or path."""


class DeviceError(KioskError):
    """A device is missing, gone or broken; the message says what to do."""


class CardGone(DeviceError):
    """The card left its reader, or the reader the kiosk, in the middle of a conversation.

    Laying the card back begins a new conversation: nothing of the old one is left.
    """


class NotADocument(KioskError):
    """A code was read, but it is no document that a patient checks in with.

    ``reason`` is a stable short code (``not-a-document``, ``cccd-field-count`` …);
    the message is for staff and holds no content of the code.
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class JournalError(KioskError):
    """The journal of check-ins cannot do what was asked."""


class JournalLocked(JournalError):
    """Another kiosk, or a command, has this journal open; the message names the folder."""


class JournalUnreadable(JournalError):
    """The journal cannot be read: it is missing, broken, or may not be read by this user."""


class NoSuchEntry(JournalError):
    """The journal has no entry with this key."""


class MoveNotAllowed(JournalError):
    """An entry cannot become what was asked; the message names states, never a number."""


class HospitalError(KioskError):
    """The hospital could not do what was asked."""


class HospitalAway(HospitalError):
    """No answer in time, a refused or broken connection, or a server fault (5xx)."""


class HospitalGarbled(HospitalError):
    """The hospital answered something that cannot be understood."""


class HospitalRefused(HospitalError):
    """A well-formed refusal.

    ``reason`` is the code of the answer's ``OperationOutcome.issue.details.coding``
    (for example ``service-closed``), or the HTTP status as ``http-409`` where it has none.
    """

    def __init__(self, reason: str, message: str = "", instead: tuple[str, ...] = ()) -> None:
        super().__init__(message or reason)
        self.reason = reason
        self.instead = instead
        """Codes of services that take patients in place of the one that was asked for, in the
        order in which the hospital offers them."""


class NotLetIn(HospitalRefused):
    """The kiosk was not let in: HTTP 401 or 403 (RFC 9110, 15.5.2 and 15.5.4), or no token.

    It says nothing of the patient or of what was asked: the same may be done when it is mended.
    """
