"""What the doctor says of the kiosk that serves on this machine, and of how it is watched."""

import os
import socket
from typing import Any

from kiosk import __version__
from kiosk.app.finding import Finding
from kiosk.app.readiness.asking import AnotherAnswers, NobodyAnswers, ask
from kiosk.config.form import host_and_port

_SERVING = "serving kiosk"
_WATCHDOG = "watchdog"
_STATUS = "status"

TO_DO = {
    "nothing-holds": "The hospital is away, the journal cannot be written and no printer prints: "
    "mend any one of these, and patients are served again.",
    "visits-fail": "The last patients were sent to the desk by faults that were not theirs: look "
    "for visit-ended and unexpected-error in its log.",
}
"""By the cause for which a kiosk is out of order."""


def serving_findings(listen: str) -> list[Finding]:
    """Of the kiosk that answers at ``status.listen``; where none does, whether one could. Blocks
    for some seconds at most."""
    if not listen:
        return [Finding(_STATUS, True, "told to nobody: status.listen is empty")]
    host, port = host_and_port(listen)
    if why := _refused(host, 0):  # nobody else's machine is asked
        to_do = "Set status.listen to an address of this machine."
        return [Finding(_STATUS, False, f"{listen}: {os.strerror(why)}", to_do)]
    try:
        report = ask(listen)
    except NobodyAnswers:
        if _refused(host, port):
            return [_taken(listen)]
        return [Finding(_STATUS, True, f"no kiosk serves here; {listen} is free for one")]
    except AnotherAnswers:
        return [_taken(listen)]
    return [_serving(report), _watchdog(report)]


def _serving(report: dict[str, Any]) -> Finding:
    words = f"{report['state']}, version {report['version']}"
    if report["state"] == "out-of-order":
        to_do = TO_DO.get(str(report["cause"]), "")
        return Finding(_SERVING, False, f"out of order: {report['cause']}", to_do)
    if report["version"] != __version__:
        return Finding(_SERVING, True, words, f"Restart it to have version {__version__}.")
    degraded = report["state"] == "degraded"
    to_do = "kiosk status says what should be mended; patients are served." if degraded else ""
    return Finding(_SERVING, True, words, to_do)


def _watchdog(report: dict[str, Any]) -> Finding:
    seconds = report["watchdog"]["seconds"]
    if seconds:
        return Finding(_WATCHDOG, True, f"systemd restarts a kiosk that hangs for {seconds:g} s")
    to_do = "Start the kiosk by packaging/kiosk.service, so that it is restarted when it hangs."
    return Finding(_WATCHDOG, True, "none", to_do)


def _refused(host: str, port: int) -> int:
    """Why the system does not let this address be listened at (errno(3)); 0 if it does."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((host, port))
    except OSError as error:
        return error.errno or 0
    return 0


def _taken(listen: str) -> Finding:
    to_do = "Set status.listen to another port, or stop the program that has this one."
    return Finding(_STATUS, False, f"another program has {listen}", to_do)
