"""Where a request comes from: which machine, and whether another site's page made it."""

import ipaddress
import re
from collections.abc import Set
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from kiosk.frontdesk.answer import Endpoint, refused
from kiosk.frontdesk.refusals import misdirected

_PORT = re.compile(r":\d{1,5}\Z", re.ASCII)


def is_foreign(request: Request) -> bool:
    """Fetch Metadata, 2.2, and where a browser is too old for that, RFC 6454, 7. It keeps foreign
    forms out also where nobody has logged in, so that no token can."""
    headers = request.headers
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = headers.get("origin", "")
    return origin != "" and origin.partition("://")[2] != headers.get("host", "")


def place_of(request: Request) -> str:
    """The asker's IP address. Of IPv6 the network, as each machine makes up addresses in its /64
    as it likes (RFC 8981)."""
    host = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv4Address):
        return host
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, 64), strict=False))


def own_names(listening: str, public_address: str) -> frozenset[str]:
    """The names, in lower case and without port, by which a server is asked that only its own
    machine reaches. ``listening`` is an IP address."""
    own = {"localhost", "127.0.0.1", "[::1]", f"[{listening}]" if ":" in listening else listening}
    public = urlsplit(public_address).netloc
    return frozenset(own | ({_PORT.sub("", public.lower())} if public else set()))


def asked_by(names: Set[str], endpoint: Endpoint) -> Endpoint:
    """The endpoint, for who asks by one of these names (RFC 9110, 7.4).

    A browser lets a page of another site ask a server on its own machine when that site's name
    has become this machine's address (DNS rebinding). Everything looks like the server's own page
    then, but for the name.
    """

    async def answer(request: Request) -> Response:
        if _PORT.sub("", request.headers.get("host", "").lower()) not in names:
            return refused(misdirected())
        return await endpoint(request)

    return answer
