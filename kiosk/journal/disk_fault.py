"""How the disk of a journal can fail on command."""

import enum


class DiskFault(enum.Enum):
    FULL = "full"
    """The file may not grow by a page."""
    READ_ONLY = "read-only"
    """Nothing may be written, nor the file be opened for it."""
