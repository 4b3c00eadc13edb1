"""Where the files that come with the kiosk are: in a checkout, and installed."""

import os
from pathlib import Path

SHARE = Path(os.environ.get("KIOSK_SHARE") or Path(__file__).resolve().parent.parent)
"""Holds ``assets``, ``config`` and ``seeds``; ``KIOSK_SHARE`` says so where a package puts them."""

ASSETS = SHARE / "assets"
FONTS = ASSETS / "fonts"
SEEDS = SHARE / "seeds"
DEFAULT_SETTINGS = SHARE / "config" / "kiosk.toml"
