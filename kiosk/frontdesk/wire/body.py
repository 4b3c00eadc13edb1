"""Reading a request's body within bounds of size and time."""

import asyncio

from starlette.requests import ClientDisconnect, Request

from kiosk.frontdesk import refusals

MAX_BYTES = 256 * 1024
MAX_SECONDS = 10.0

_JSON = frozenset({"application/fhir+json", "application/json"})
_FORM = frozenset({"application/x-www-form-urlencoded"})


async def read_json(request: Request) -> bytes:
    """The bytes of a JSON body, not parsed. Refuses other media types, too long, too slow."""
    return await _read(request, _JSON, "application/fhir+json")


async def read_form(request: Request) -> str:
    """The text of a form body, still encoded."""
    body = await _read(request, _FORM, "application/x-www-form-urlencoded")
    # Names and values are percent-encoded, so ASCII; anything else matches no identifier.
    return body.decode("ascii", "replace")


async def _read(request: Request, types: frozenset[str], name: str) -> bytes:
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media not in types:
        raise refusals.wrong_type(name)
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced[:20]) > MAX_BYTES:
        # Before any of it is read.
        raise refusals.too_large(MAX_BYTES)
    try:
        async with asyncio.timeout(MAX_SECONDS):
            return await _read_bounded(request)
    except TimeoutError:
        raise refusals.too_slow() from None
    except ClientDisconnect:
        raise refusals.invalid("the body ended early") from None


async def _read_bounded(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BYTES:
            raise refusals.too_large(MAX_BYTES)
    return bytes(body)
