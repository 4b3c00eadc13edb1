"""Where a request comes from: which machine, and whether another site's page made it."""

import ipaddress
from urllib.parse import urlsplit

from starlette.requests import Request


def is_foreign(request: Request) -> bool:
    """Fetch Metadata, 2.2, and where a browser is too old for that, RFC 6454, 7. It keeps foreign
    forms out also where nobody has logged in, so that no token can."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin = request.headers.get("origin")
    host = urlsplit(origin).netloc if origin else request.headers.get("host", "")
    return site not in ("same-origin", "none") or host != request.headers.get("host", "")


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
