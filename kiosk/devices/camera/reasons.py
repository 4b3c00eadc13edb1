"""Why a camera cannot be used, or not as well as it should: one short word for the log each."""

import enum
import errno

from kiosk.errors import DeviceError


class CameraReason(enum.Enum):
    """A closed set; ``docs/vision.md`` has for each what to do."""

    NOT_FOUND = "not-found"
    """Nothing is there by this name: unplugged, or another name."""
    BUSY = "busy"
    """It is a camera and does not open: another program holds it."""
    PERMISSION = "permission"
    """It is there, and this user may not use it."""
    UNSUPPORTED = "unsupported"
    """What is there is no camera that gives pictures."""
    NO_FRAMES = "no-frames"
    """A device that was opened ends giving pictures, though it is still there."""
    NO_ANSWER = "no-answer"
    """It stands still in the driver: no picture, and no word either."""
    UNREACHABLE = "unreachable"
    """Nothing answers at the address of a network camera."""
    NO_VIDEO = "no-video"
    """Something answers there, and gives no video: path, user, password or form. Which of them,
    FFmpeg does not tell through OpenCV."""
    ENDED = "ended"
    """A network camera's video ended."""
    UNREADABLE = "unreadable"
    """A file in a camera's place is no picture or video, or too large."""
    EMPTY = "empty"
    """A folder in a camera's place has no picture that can be read."""
    BLACK = "black"
    FROZEN = "frozen"
    """The same picture to the last bit, all the time."""
    CORRUPT = "corrupt"
    """Pictures come, and none can be decoded."""
    TOO_SMALL = "too-small"
    """Pictures in which no code can be read."""
    DRIVER = "driver"
    """OpenCV failed in a way that has no other name here."""
    WRONG_SIZE = "wrong-size"
    """It sees, in another size than was asked for."""
    SLOW = "slow"
    """It sees, too few times a second."""
    PROCESS_ENDED = "process-ended"
    """Not the camera, but the process that owns it ended; the event ``eyes-ended`` says why."""
    FAULT = "fault"
    """A fault in the kiosk's own program; the event ``unexpected-error`` says where."""


class CameraError(DeviceError):
    """A camera that cannot be used; the message says what to do. For staff: neither credentials
    nor what is behind a web address."""

    def __init__(self, reason: CameraReason, message: str) -> None:
        super().__init__(message)
        self.reason = reason


def reason_of(error: OSError, otherwise: CameraReason) -> CameraReason:
    """What a refusal to open says by its number (errno(3)); ``otherwise`` for those that say
    nothing of use."""
    match error.errno:
        case errno.ENOENT | errno.ENOTDIR | errno.ENODEV | errno.ENXIO:
            return CameraReason.NOT_FOUND
        case errno.EACCES | errno.EPERM:
            return CameraReason.PERMISSION
        case errno.EBUSY:
            return CameraReason.BUSY
    return otherwise
