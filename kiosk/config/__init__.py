"""The settings of a kiosk: declared once, read from TOML, documented from the declaration.

Only :mod:`kiosk.cli` and :mod:`kiosk.app` see them; everyone else is handed plain values.
"""

from kiosk.config.hospital import Hospital
from kiosk.config.insurance import Insurance
from kiosk.config.journal import Journal
from kiosk.config.override import override
from kiosk.config.reader import SYSTEM_FILE, Check, load
from kiosk.config.settings import (
    Camera,
    CardReader,
    Display,
    Documents,
    Face,
    Kiosk,
    Log,
    Printer,
    Scanner,
    Settings,
    Visit,
)
from kiosk.config.staff import Staff
from kiosk.config.status import Status
from kiosk.config.template import document

__all__ = [
    "SYSTEM_FILE",
    "Camera",
    "CardReader",
    "Check",
    "Display",
    "Documents",
    "Face",
    "Hospital",
    "Insurance",
    "Journal",
    "Kiosk",
    "Log",
    "Printer",
    "Scanner",
    "Settings",
    "Staff",
    "Status",
    "Visit",
    "document",
    "load",
    "override",
]
