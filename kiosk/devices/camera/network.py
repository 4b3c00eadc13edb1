"""Why a network camera gives no video: OpenCV says only that it does not."""

import socket
from urllib.parse import urlsplit

from kiosk.devices.camera.reasons import CameraReason

ANSWER_S = 1.0
"""For a connection in the hospital's own network."""
MOST_S = 6.0
"""If opening took longer, its name was not found in time, and would not be now."""
_PORTS = {"http": 80, "https": 443, "rtsp": 554}
"""RFC 9110, 4.2; RFC 7826, 4.2."""


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
        socket.create_connection((host, port), ANSWER_S).close()
    except (OSError, UnicodeError):  # UnicodeError: a name that is none (RFC 3490)
        return CameraReason.UNREACHABLE
    return CameraReason.NO_VIDEO
