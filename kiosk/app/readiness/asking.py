"""Asks the kiosk that serves on this machine how it is."""

import http.client
import ipaddress
import json
from typing import Any

from kiosk.config.form import host_and_port
from kiosk.errors import KioskError

ANSWERS_S = 4.0
LARGEST = 256 * 1024
"""Bytes of a report; a whole one has three thousand."""


class NobodyAnswers(KioskError):
    """No kiosk can be asked at this address."""


class AnotherAnswers(KioskError):
    """Something answers there that is no kiosk."""


def ask(listen: str) -> dict[str, Any]:
    """The report of the kiosk that listens there (``status.listen``).

    Raises :class:`NobodyAnswers` and :class:`AnotherAnswers`, whose words say what to do.
    """
    if not listen:
        raise NobodyAnswers("status.listen is empty: this kiosk tells nobody how it is")
    host, port = host_and_port(listen)
    if ipaddress.ip_address(host).is_unspecified:
        host = "::1" if ":" in host else "127.0.0.1"
    connection = http.client.HTTPConnection(host, port, timeout=ANSWERS_S)
    try:
        connection.request("GET", "/readiness")
        with connection.getresponse() as response:
            body = response.read(LARGEST + 1)
    except OSError as error:
        why = error.strerror or "no answer"
        raise NobodyAnswers(f"no kiosk answers at {listen}: {why}") from error
    except http.client.HTTPException as error:
        raise AnotherAnswers(f"what answers at {listen} is no kiosk") from error
    finally:
        connection.close()
    return _report(body, listen)


_KEYS = frozenset({"state", "cause", "kiosk", "version", "devices", "paper", "journal", "watchdog"})


def _report(body: bytes, listen: str) -> dict[str, Any]:
    try:
        found = json.loads(body) if len(body) <= LARGEST else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not found.keys() >= _KEYS:
        raise AnotherAnswers(f"what answers at {listen} is no kiosk")
    return found
