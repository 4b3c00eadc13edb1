"""Why a printer does not print, beyond its state: one short word for the words of staff each."""

import enum
import errno
import socket


class PrinterReason(enum.Enum):
    """A closed set; :mod:`kiosk.checkin.staff_causes` has for each what to do."""

    PRINTING = "printing"
    """A ticket is under way: its state is that of before."""
    NO_ANSWER = "no-answer"
    """The line is there and nothing comes back on it, or it broke."""
    SAYS_OFFLINE = "says-offline"
    """It answers, and says that it takes no tickets."""
    NOT_FOUND = "not-found"
    """Nothing is there by this name: unplugged, or another name."""
    PERMISSION = "permission"
    """It is there, and this user may not use it."""
    IN_USE = "in-use"
    """Another program holds it."""
    UNREACHABLE = "unreachable"
    """Nothing takes a connection at the address of a network printer."""
    UNSUITABLE = "unsuitable"
    """What the settings name is no printer, or cannot be used as they say."""
    SWITCH_OFF_AND_ON = "switch-off-and-on"
    """An error that nothing else clears."""
    BROKE_OFF = "broke-off"
    """The line was lost within a ticket; the printer is well again."""
    NOT_CONFIRMED = "not-confirmed"
    """It did not say that the ticket is out, as it does otherwise: perhaps switched off."""
    QUEUE_STOPPED = "queue-stopped"
    """The queue of the print server is stopped, or takes no jobs."""
    GIVEN_UP = "given-up"
    """The print server gave the ticket up."""
    NO_PRINT_SERVER = "no-print-server"
    """The print server does not answer, or refuses."""
    CANNOT_WRITE = "cannot-write"
    """Tickets go to files, and the disk does not take them."""


def reason_of(error: OSError) -> PrinterReason:
    """What a line's error says by its number (errno(3)); ``NO_ANSWER`` for those that say only
    that it failed."""
    if isinstance(error, socket.gaierror):  # its numbers are those of getaddrinfo(3)
        return PrinterReason.UNREACHABLE
    match error.errno:
        case errno.ENOENT | errno.ENOTDIR | errno.ENODEV | errno.ENXIO:
            return PrinterReason.NOT_FOUND
        case errno.EACCES | errno.EPERM:
            return PrinterReason.PERMISSION
        case errno.EBUSY:
            return PrinterReason.IN_USE
        case errno.ECONNREFUSED | errno.EHOSTUNREACH | errno.ENETUNREACH | errno.EHOSTDOWN:
            return PrinterReason.UNREACHABLE
        case errno.EINVAL | errno.ENOSYS:
            return PrinterReason.UNSUITABLE
    return PrinterReason.NO_ANSWER
