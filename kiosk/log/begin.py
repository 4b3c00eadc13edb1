"""Taking charge of everything that a process would write about itself."""

import logging
import sys
import threading
from types import TracebackType

from kiosk.log.libraries import Withheld
from kiosk.log.unexpected import unexpected
from kiosk.log.writer import direct


def start(level: str = "info", file: str = "") -> None:
    """Write events of ``level`` and above to ``file``, or to standard error if that is ``""``.

    Called once, at the start of a process that serves patients. From then on the messages of
    libraries, of warnings and of unexpected exceptions are withheld too: they are written as
    events, without their words. Raises :class:`~kiosk.errors.SettingsError` if the file cannot
    be written.
    """
    direct(level, file)
    logging.captureWarnings(True)
    logging.basicConfig(handlers=[Withheld()], level=logging.WARNING, force=True)
    for talkative in ("httpx", "httpcore"):  # each request's address, at INFO
        logging.getLogger(talkative).setLevel(logging.WARNING)
    sys.excepthook = _at_the_top
    sys.unraisablehook = lambda seen: _seen(seen.exc_value)
    threading.excepthook = lambda seen: _seen(seen.exc_value)


def _at_the_top(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    if isinstance(error, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
    else:
        unexpected(error)


def _seen(error: BaseException | None) -> None:
    if error is not None and not isinstance(error, SystemExit):
        unexpected(error)
