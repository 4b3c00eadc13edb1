"""HTTP to one address: bounded in size, kept on its way, its failures named as a hospital's.

Its exceptions hold a status or a short sentence: never an address, which names a patient's
record, and never a body.
"""

import logging
import sys
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any

import httpx

from kiosk.errors import HospitalAway, HospitalError, HospitalGarbled
from kiosk.hospital import tls
from kiosk.hospital.access import Access, checked_address, trust

FHIR_JSON = "application/fhir+json"
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"

_CONNECTION_ENDED = ("disconnected", "peer closed")
"""How httpcore and h11 say that the peer left in the middle; their other protocol errors are
answers that are no HTTP. Both have one exception class, so the words are all there is."""

# httpcore looks for sniffio six times in a request, and a search for what is not there reads every
# folder of the path. A ``None`` ends it at once ("The module cache", Python's language reference).
if find_spec("sniffio") is None:
    sys.modules["sniffio"] = None  # type: ignore[assignment]  # typeshed knows modules only

# They log every address at INFO, and those hold ids of patients' records.
for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)


@dataclass(frozen=True, slots=True)
class Request:
    """A request that is harmless to repeat; everything that the kiosk sends is."""

    method: str
    path: str
    """Relative to the base address, or an address of its own."""
    params: Sequence[tuple[str, str]] = ()
    body: bytes = field(default=b"", repr=False)
    """A patient's data, or a face: never in a log."""
    media_type: str = FHIR_JSON
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    retry_after: str
    body: bytes
    etag: str = ""
    """The version of the resource in the body (RFC 9110, 8.8.3), as the server writes it."""
    date: str = ""
    """The server's clock (RFC 9110, 6.6.1)."""


class Lost(HospitalAway):
    """The connection was lost before the answer was whole: worth one more try."""

    def __init__(self) -> None:
        super().__init__("the connection was lost before an answer")


RENEW_AFTER = 8
"""Requests in a row without an answer, until none is sent over the connections that are there."""

_CONNECTIONS = 8
"""All of them are kept for the next patient: to shake hands takes longer than most answers."""


class HttpClient:
    """A keep-alive client of one base address. The caller bounds the time of every request.

    ``http`` is refused for any host but this machine unless ``allow_plain_http``: health
    data does not cross a network in the clear by mistake. Proxies and credentials in the
    environment are ignored, redirects are not followed, and no cookie is kept: what is asked for
    one patient has nothing to do with the one before. ``accept`` is the media type that is asked
    for, ``most`` how many bytes an answer may have. ``transport`` replaces the network in tests.

    Raises :class:`~kiosk.errors.SettingsError` for an address or a certificate that cannot be
    used.
    """

    def __init__(
        self,
        address: str,
        *,
        accept: str,
        most: int,
        access: Access,
        allow_plain_http: bool,
        transport: httpx.AsyncBaseTransport | None,
    ) -> None:
        self._address = checked_address(address, allow_plain_http)
        self._base = f"{self._address}".rstrip("/") + "/"
        self._headers = {
            "Accept": accept,
            "Accept-Encoding": "identity",
            "Connection": "keep-alive",
            "User-Agent": "kiosk",
        }
        self._most = most
        # Made when it is opened, unless files of its own may be wrong: that must be known now.
        self._trust = trust(self._address, access) if access.has_files else None
        self._access = access
        self._transport = transport
        self._client: httpx.AsyncBaseTransport | None = None
        self._before: httpx.AsyncBaseTransport | None = None
        """The one before :meth:`_renew`: what still waits for an answer there may get it."""
        self._under_way: Counter[httpx.AsyncBaseTransport] = Counter()
        self._unanswered = 0

    async def open(self) -> None:
        self._trust = self._trust or trust(self._address, self._access)
        self._client = self._made()

    def _made(self) -> httpx.AsyncBaseTransport:
        """The transport alone: HTTPX's client around it has cookies, redirects and environment,
        of which nothing is wanted, at a fifth of a request's processor time."""
        assert self._trust is not None
        return self._transport or httpx.AsyncHTTPTransport(
            verify=self._trust,
            trust_env=False,
            limits=httpx.Limits(
                max_connections=_CONNECTIONS,
                max_keepalive_connections=_CONNECTIONS,
                keepalive_expiry=30,
            ),
        )

    async def close(self) -> None:
        clients, self._before, self._client = (self._before, self._client), None, None
        for client in clients:
            if client is not None:
                await client.aclose()

    async def _renew(self) -> None:
        """Go on with connections of which none is left from before.

        A request that is cancelled in an unlucky moment may keep its place in the pool for ever;
        when all places are kept, nothing could tell that the hospital is back.
        """
        before, self._before, self._client = self._before, self._client, self._made()
        self._unanswered = 0
        if before is not None:
            await _ended(before)
        await self._end_before()

    async def _end_before(self) -> None:
        """As soon as nobody waits there any more: dead connections are closed by nobody else."""
        if self._before is not None and not self._under_way[self._before]:
            before, self._before = self._before, None
            await _ended(before)

    async def send_twice_if_lost(self, request: Request, authorization: str = "") -> Answer:
        """As :meth:`send`, and at once again where the connection was lost: an idle one that the
        server has just closed looks like that."""
        with suppress(Lost):
            return await self.send(request, authorization)
        return await self.send(request, authorization)

    async def send(self, request: Request, authorization: str = "") -> Answer:
        """Whatever is answered. ``authorization`` is the header of this name; ``""``: none.

        Raises :class:`Lost`, ``HospitalAway`` or ``HospitalGarbled``.
        """
        try:
            return await self._exchanged(request, authorization)
        except httpx.HTTPError as error:
            failure = _named(error)
        # Raised here, so that the client's exception, which knows the address, is not its
        # context.
        raise failure

    async def _exchanged(self, request: Request, authorization: str) -> Answer:
        if self._unanswered >= RENEW_AFTER and self._transport is None and self._client:
            await self._renew()
        if (client := self._client) is None:
            raise RuntimeError("the connection is used outside `async with`")
        self._unanswered += 1
        self._under_way[client] += 1
        try:
            response = await client.handle_async_request(self._written(request, authorization))
            async with aclosing(response):
                self._unanswered = 0
                return await self._heard(response)
        finally:
            self._under_way -= Counter([client])  # drops it at none
            await self._end_before()

    async def _heard(self, response: httpx.Response) -> Answer:
        return Answer(
            response.status_code,
            response.headers.get("Retry-After", ""),
            await _bounded(response, self._most),
            response.headers.get("ETag", ""),
            response.headers.get("Date", ""),
        )

    def _written(self, request: Request, authorization: str) -> httpx.Request:
        headers = {**self._headers, **request.headers}
        if authorization:
            headers["Authorization"] = authorization
        if request.body:
            headers["Content-Type"] = request.media_type
        return httpx.Request(
            request.method,
            self._target(request),
            content=request.body or None,
            headers=headers,
            extensions={"trace": _closing_unfinished()},
        )

    def _target(self, request: Request) -> httpx.URL:
        scheme, colon, _ = request.path.partition("/")[0].partition(":")
        own = bool(scheme and colon)
        where = request.path if own else self._base + request.path.lstrip("/")
        return httpx.URL(where, params=request.params) if request.params else httpx.URL(where)


async def _ended(client: httpx.AsyncBaseTransport) -> None:
    with suppress(Exception):  # whatever state its connections are in: nobody waits there
        await client.aclose()


def _named(error: httpx.HTTPError) -> HospitalError:
    match error:
        case httpx.ReadError() | httpx.WriteError() | httpx.CloseError():
            return tls.trouble(error) or Lost()
        case httpx.RemoteProtocolError():
            ended = any(words in str(error) for words in _CONNECTION_ENDED)
            return Lost() if ended else HospitalGarbled("an answer that is not HTTP")
        case httpx.ConnectError():
            return tls.trouble(error) or HospitalAway("refused")
        case httpx.TimeoutException():
            return HospitalAway("no answer in time")
    return HospitalGarbled(f"HTTP failed: {type(error).__name__}")


def _closing_unfinished() -> Callable[[str, Mapping[str, Any]], Awaitable[None]]:
    """Closes a connection whose TLS handshake is cancelled. httpcore 1.0 leaves it open, so each
    call of a hospital that is slow to shake hands would leave one behind.

    To be told of it is an extension of the request (HTTPX, "Extensions", ``trace``).
    """
    connections: list[Any] = []

    async def trace(event: str, info: Mapping[str, Any]) -> None:
        if event == "connection.connect_tcp.complete":
            connections.append(info["return_value"])
        elif event == "connection.start_tls.failed":
            await connections.pop().aclose()

    return trace


async def _bounded(response: httpx.Response, most: int) -> bytes:
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise HospitalGarbled("a compressed answer that nobody asked for")
    body = bytearray()
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) > most:
            raise HospitalGarbled(f"an answer of more than {most >> 20} MiB")
    return bytes(body)
