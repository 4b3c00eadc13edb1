"""Where the files that come with the kiosk are: in a checkout, and installed."""

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def share(said: str, package: Path) -> Path:
    """The folder that holds ``assets``, ``config`` and ``seeds``: the one that is ``said``, or
    the one that a wheel brings along in ``package``, or the checkout around it."""
    if said:
        return Path(said)
    brought = package / "share"
    return brought if brought.is_dir() else package.parent


SHARE = share(os.environ.get("KIOSK_SHARE", ""), _PACKAGE)
"""``KIOSK_SHARE`` says so where a distribution puts them elsewhere."""

ASSETS = SHARE / "assets"
FONTS = ASSETS / "fonts"
SEEDS = SHARE / "seeds"
DEFAULT_SETTINGS = SHARE / "config" / "kiosk.toml"
