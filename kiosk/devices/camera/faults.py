"""What can be wrong with the pictures of a simulated camera."""

import enum


class CameraFault(enum.Enum):
    BLACK = "black"
    FROZEN = "frozen"
    """The same picture for ever."""
    WRONG_SIZE = "wrong-size"
    """Pictures far smaller than were asked for."""
    CORRUPT = "corrupt"
    """No picture can be decoded."""
    SLOW = "slow"
    """Five pictures a second."""
    BUSY = "busy"
    """Held by another program: it does not open."""
    HANGS = "hangs"
    """Stands still in the driver: no picture, and no word either."""
