"""Places in code and names of types, short enough and plain enough for the log."""

import re

from kiosk.log.values import is_harmless

_ROOT = re.compile(r".*/(?:site-packages|python3\.\d+)/|.*/(?=kiosk/)")


def place(path: str, line: int) -> str:
    """``kiosk/checkin/visit.py:88``: without the folders of this machine."""
    short = re.sub(r"[^A-Za-z0-9_./-]", "_", _ROOT.sub("", path, count=1))[-60:]
    return _plain(f"{short}:{line}")


def type_name(error: BaseException) -> str:
    return _plain(type(error).__name__)


def _plain(text: str) -> str:
    return text if is_harmless(text) else "unspeakable"
