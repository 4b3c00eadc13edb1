"""What the kiosk writes about itself: declared events with harmless fields, nothing else.

A log outlives the visit it tells of and is read by people who treat no patient. So no free
text gets in: not ours, not that of an exception, not that of a library.
"""

from kiosk.log.begin import finish, start
from kiosk.log.crash import watch
from kiosk.log.events import EVENTS, Event, document
from kiosk.log.unexpected import unexpected
from kiosk.log.values import Value
from kiosk.log.writer import log

__all__ = ["EVENTS", "Event", "Value", "document", "finish", "log", "start", "unexpected", "watch"]
