"""Taking charge of everything that a process would write about itself."""

import atexit
import logging
import sys
import threading
from pathlib import Path
from types import TracebackType

from kiosk.errors import SettingsError
from kiosk.log.libraries import Withheld
from kiosk.log.lines import as_columns, as_json
from kiosk.log.output import AtOnce, Queued
from kiosk.log.sinks import FILE_BYTES, FILES, RotatedFile, Sink, StandardError
from kiosk.log.unexpected import unexpected
from kiosk.log.writer import Outlet, above, direct


def start(
    level: str = "info", file: str = "", *, file_bytes: int = FILE_BYTES, files: int = FILES
) -> None:
    """Write events of ``level`` and above to ``file``, or to standard error if that is ``""``.

    The file and those that it was before are ``files`` at most, of ``file_bytes`` each.

    Called once, at the start of a process that serves patients. From then on the messages of
    libraries, of warnings and of unexpected exceptions are withheld too: they are written as
    events, without their words. Raises :class:`~kiosk.errors.SettingsError` if the file cannot
    be written.
    """
    _write_to(_sink(file, file_bytes, files), level, for_a_person=not file and sys.stderr.isatty())
    logging.captureWarnings(True)
    logging.basicConfig(handlers=[Withheld()], level=logging.WARNING, force=True)
    for talkative in ("httpx", "httpcore"):  # each request's address, at INFO
        logging.getLogger(talkative).setLevel(logging.WARNING)
    sys.excepthook = _at_the_top
    sys.unraisablehook = lambda seen: _seen(seen.exc_value)
    threading.excepthook = lambda seen: _seen(seen.exc_value)


def _sink(file: str, file_bytes: int, files: int) -> Sink:
    if not file:
        return StandardError()
    try:
        return RotatedFile(Path(file), file_bytes, files)
    except OSError as error:
        raise SettingsError(f"log.file: {file}: cannot be written: {error.strerror}") from error


def _write_to(sink: Sink, level: str, *, for_a_person: bool) -> None:
    global _last
    finish()
    render = as_columns() if for_a_person else as_json
    direct(Outlet(above(level), Queued(sink, render)))
    _last = Outlet(above(level), AtOnce(sink, render))
    # Also after an exception that ends the process.
    atexit.unregister(finish)
    atexit.register(finish)


def finish() -> None:
    """Write what waits; what comes later is written at once, by the thread that logs it.

    Called by itself at the end of the process; by hand before ``os._exit`` or ``os.exec``.
    """
    global _last
    if _last is not None:
        last, _last = _last, None
        direct(last).output.end()


_last: Outlet | None = None
"""Where to write once :func:`finish` was called; ``None`` before :func:`start`, and after it."""


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
