"""Where the kiosk keeps what must last."""

import os
from pathlib import Path


def state_folder() -> Path:
    """systemd's ``StateDirectory``, else the user's (XDG Base Directory, ``XDG_STATE_HOME``)."""
    if given := os.environ.get("STATE_DIRECTORY"):
        return Path(given.split(":")[0])
    base = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(base) / "kiosk"
