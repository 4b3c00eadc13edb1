"""What libraries log, without their words."""

import logging

from kiosk.log.places import place
from kiosk.log.unexpected import unexpected
from kiosk.log.writer import log


class Withheld(logging.Handler):
    """Writes ``library-message`` for each record: who, how bad, and where; and the exception
    that comes with it as an unexpected one (asyncio reports lost tasks this way)."""

    def emit(self, record: logging.LogRecord) -> None:
        log(
            "library-message",
            library=record.name,
            severity=record.levelname.lower(),
            where=place(record.pathname, record.lineno),
        )
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            unexpected(error)
