"""What systemd hears of the kiosk: that it is up, that it lives, how it is."""

from kiosk.app.watchdog.journal_part import JournalPart
from kiosk.app.watchdog.notify import Notifier
from kiosk.app.watchdog.watchdog import Watchdog

__all__ = ["JournalPart", "Notifier", "Watchdog"]
