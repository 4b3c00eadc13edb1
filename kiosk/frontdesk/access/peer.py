"""The names in a client's TLS certificate, for the application.

uvicorn does not hand it on (its issues 400 and 745), so the protocol does when a connection is
made: the handshake, and with it the check against the hospital's authority, is over then.
"""

import asyncio
import ssl
from collections.abc import Iterator, Mapping
from typing import Any

from starlette.requests import Request

from kiosk.frontdesk.wire.protocol import BoundedProtocol

_STATE = "kiosk.certificate"


class PeerProtocol(BoundedProtocol):
    """HTTP/1.1 that knows who has connected."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        # uvicorn narrows the argument's type, too.
        super().connection_made(transport)
        tls = transport.get_extra_info("ssl_object")
        if tls is not None:
            # What is in here comes back as ``scope["state"]`` of each request (ASGI, Lifespan).
            self.app_state = {**self.app_state, _STATE: names_of(tls.getpeercert())}


def certified(request: Request) -> tuple[str, ...]:
    """The names of the client's certificate; empty if it showed none."""
    state: Mapping[str, Any] = request.scope.get("state", {})
    names: tuple[str, ...] = state.get(_STATE, ())
    return names


def names_of(certificate: Mapping[str, Any] | None) -> tuple[str, ...]:
    """DNS names and URIs of a checked certificate, as ``ssl.SSLSocket.getpeercert`` gives it.

    The common name counts only where it has none of these (RFC 9525, Appendix B; RFC 8705, 2.1.2).
    """
    if not certificate:
        return ()
    return tuple(_alternatives(certificate)) or tuple(_common(certificate))


def _alternatives(certificate: Mapping[str, Any]) -> Iterator[str]:
    for kind, value in certificate.get("subjectAltName", ()):
        if kind in ("DNS", "URI"):
            yield value


def _common(certificate: Mapping[str, Any]) -> Iterator[str]:
    for part in certificate.get("subject", ()):
        for name, value in part:
            if name == "commonName":
                yield value


def requested(context: ssl.SSLContext, client_ca: str) -> None:
    """Ask clients for a certificate of this authority (PEM); who has none may go on without.

    Raises ``OSError`` for a file that cannot be used.
    """
    context.load_verify_locations(client_ca)
    context.verify_mode = ssl.CERT_OPTIONAL
