"""What Qt and the pages would write to standard error, without their words."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from kiosk.log import log
from kiosk.log.places import place

_SEVERITIES = {
    QtMsgType.QtDebugMsg: "debug",
    QtMsgType.QtInfoMsg: "info",
    QtMsgType.QtWarningMsg: "warning",
    QtMsgType.QtCriticalMsg: "error",
    QtMsgType.QtFatalMsg: "critical",
}


@contextmanager
def messages_withheld() -> Iterator[None]:
    """Inside, each message of Qt and QML is a ``library-message``: how bad it is, and the file and
    line where Qt knows them. A page that fails quotes what it was to show."""

    def heard(kind: QtMsgType, context: QMessageLogContext, words: str | None) -> None:
        log(
            "library-message",
            library="qt",
            severity=_SEVERITIES[kind],
            where=place(context.file, context.line) if context.file else "",
        )

    before = qInstallMessageHandler(heard)
    try:
        yield
    finally:
        qInstallMessageHandler(before)
