"""Why a network camera gives no video: OpenCV says only that it does not."""

import socket
import threading
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from kiosk.devices.camera.reasons import CameraReason

FOUND_S = 3.0
"""For the name of a camera to be found in the hospital's own network."""
ANSWER_S = 1.0
"""For a connection in the hospital's own network."""
MOST_S = 6.0
"""If opening took longer, its name was not found in time, and would not be now."""
_MOST_PLACES = 3
"""Addresses of one name that are asked."""
_PORTS = {"http": 80, "https": 443, "rtsp": 554}
"""RFC 9110, 4.2; RFC 7826, 4.2."""

Sockaddr = tuple[Any, ...]
"""As :func:`socket.getaddrinfo` has it: of IPv4, IPv6, or bytes where Python lacks IPv6."""


def is_found(address: str) -> bool:
    """Whether the host of an address is a number, or a name that is found in time; blocks for
    :data:`FOUND_S` at most.

    Neither FFmpeg nor Python can bound how long a resolver is waited for (getaddrinfo(3)), which
    may be half a minute where no server answers: a thread waits for it, and is left behind.
    """
    found = threading.Event()

    def look() -> None:
        with suppress(OSError, UnicodeError, ValueError):  # not found; no name; no address
            socket.getaddrinfo(urlsplit(address).hostname, None, type=socket.SOCK_STREAM)
            found.set()
        ended.set()

    ended = threading.Event()
    threading.Thread(target=look, name="finding the camera", daemon=True).start()
    ended.wait(FOUND_S)
    return found.is_set()


def why_no_video(address: str, took_s: float) -> CameraReason:
    """Unreachable, or no video though something answers there.

    ``took_s`` is for how long opening it was tried: after more than :data:`MOST_S` nothing is
    asked again, as one that stands still for too long ends the process. Nothing is sent, so no
    credentials are.
    """
    try:
        url = urlsplit(address)
        host, port = url.hostname, url.port or _PORTS[url.scheme]
    except (ValueError, KeyError):
        return CameraReason.UNREACHABLE
    if not host or took_s > MOST_S:
        return CameraReason.UNREACHABLE
    try:
        places = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[:_MOST_PLACES]
    except (OSError, UnicodeError):  # UnicodeError: a name that is none (RFC 3490)
        return CameraReason.UNREACHABLE
    answers = any(_answers(family, where) for family, _, _, _, where in places)
    return CameraReason.NO_VIDEO if answers else CameraReason.UNREACHABLE


def _answers(family: int, where: Sockaddr) -> bool:
    with socket.socket(family, socket.SOCK_STREAM) as link:
        link.settimeout(ANSWER_S)
        try:
            link.connect(where)
        except OSError:
            return False
    return True
