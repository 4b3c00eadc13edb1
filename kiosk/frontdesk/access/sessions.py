"""Staff who have logged in: a random cookie in the browser, its digest in the records, so that
every server of the house knows them (OWASP Session Management Cheat Sheet)."""

import hmac
import re
import secrets
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from kiosk.frontdesk.access.smart import digest
from kiosk.frontdesk.clock import stamp
from kiosk.frontdesk.desk import Desk

HOURS = 12
"""A shift; who works longer logs in again."""
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,128}")
_ON_TLS = "__Host-staff"
"""A name that browsers take for this host only, over TLS only (RFC 6265bis, 4.1.3.2)."""
_PLAIN = "staff"


class Cookies:
    """``secure``: whether browsers reach this server by TLS."""

    def __init__(self, secure: bool) -> None:
        self._secure = secure
        self._name = _ON_TLS if secure else _PLAIN

    def read(self, request: Request) -> str:
        """What the browser shows, or ``""``."""
        # Not by Python's parser: with a quoted value of 30,000 backslashes that takes seconds in
        # 3.11 (CVE-2024-7592), and ours has neither quotes nor backslashes.
        for header in request.headers.getlist("cookie"):
            for pair in header.split(";"):
                name, _, value = pair.strip().partition("=")
                if name == self._name:
                    return value if _SECRET.fullmatch(value) else ""
        return ""

    def give(self, response: Response, secret: str) -> None:
        response.set_cookie(
            self._name,
            secret,
            max_age=HOURS * 3600,
            path="/",
            secure=self._secure,
            httponly=True,
            samesite="strict",
        )

    def take(self, response: Response) -> None:
        response.delete_cookie(
            self._name, path="/", secure=self._secure, httponly=True, samesite="strict"
        )


def begin(desk: Desk, staff: str) -> str:
    """A new session, in a write; answers the secret for the cookie."""
    secret = secrets.token_urlsafe(32)
    access, now = desk.store.access, desk.now()
    access.forget_ended(stamp(now))
    access.begin_session(digest(secret), staff, stamp(now + timedelta(hours=HOURS)))
    desk.store.audit("login", staff)
    return secret


def holder(desk: Desk, secret: str) -> str | None:
    """Whose session it is."""
    return desk.store.access.session(digest(secret), stamp(desk.now())) if secret else None


def end(desk: Desk, secret: str, staff: str) -> None:
    desk.store.access.end_session(digest(secret))
    desk.store.audit("logout", staff)


def csrf_token(secret: str) -> str:
    """What the forms of this session bring along: nobody else can know it, and nothing needs to
    be kept (OWASP CSRF Prevention Cheat Sheet, HMAC-based token)."""
    return hmac.new(secret.encode(), b"console form", "sha256").hexdigest()


def is_csrf_token(secret: str, shown: str) -> bool:
    return hmac.compare_digest(csrf_token(secret).encode(), shown.encode())
