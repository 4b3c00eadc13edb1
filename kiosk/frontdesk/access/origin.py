"""Whether another site's page sent a form."""

from urllib.parse import urlsplit

from starlette.requests import Request


def is_foreign(request: Request) -> bool:
    """Fetch Metadata, 2.2, and where a browser is too old for that, RFC 6454, 7. It keeps foreign
    forms out also where nobody has logged in, so that no token can."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin = request.headers.get("origin")
    host = urlsplit(origin).netloc if origin else request.headers.get("host", "")
    return site not in ("same-origin", "none") or host != request.headers.get("host", "")
