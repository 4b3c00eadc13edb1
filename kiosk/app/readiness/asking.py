"""Asks the kiosk that serves on this machine how it is."""

import asyncio
import ipaddress
import json
import os
from typing import Any

from kiosk.config.form import host_and_port
from kiosk.errors import KioskError

ANSWERS_S = 4.0
"""For all of it: what drips its answer is no kiosk either."""
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
    try:
        answer = asyncio.run(_answer(host, port))
    except TimeoutError:
        raise NobodyAnswers(f"no kiosk answers at {listen}: no whole answer in time") from None
    except OSError as error:
        # asyncio's own words for it name the address once more, as a tuple.
        why = os.strerror(error.errno) if error.errno else "no answer"
        raise NobodyAnswers(
            f"no kiosk answers at {listen}: {why}. Is it running (systemctl status kiosk), and has "
            "it this status.listen? A demonstration tells nobody how it is"
        ) from error
    head, _, body = answer.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 ") or len(body) > LARGEST:
        raise AnotherAnswers(f"what answers at {listen} is no kiosk")
    return _report(body, listen)


async def _answer(host: str, port: int) -> bytes:
    """All that is said until the end of the connection, up to a bound."""
    async with asyncio.timeout(ANSWERS_S):
        reader, writer = await asyncio.open_connection(host, port)
        try:
            writer.write(b"GET /readiness HTTP/1.1\r\nHost: kiosk\r\nConnection: close\r\n\r\n")
            answer = b""
            while len(answer) <= 2 * LARGEST and (more := await reader.read(LARGEST)):
                answer += more
            return answer
        finally:
            writer.close()


_KEYS = frozenset({"state", "cause", "kiosk", "version", "devices", "paper", "journal", "watchdog"})


def _report(body: bytes, listen: str) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not found.keys() >= _KEYS:
        raise AnotherAnswers(f"what answers at {listen} is no kiosk")
    return found
