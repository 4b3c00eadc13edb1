"""HTTP to one hospital: bounded in time and size, retried where that is safe, errors named.

Its exceptions hold a status or a short sentence: never an address, which names a patient's
record, and never a body.
"""

import asyncio
import logging
import math
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field

import httpx

from kiosk.errors import HospitalAway, HospitalError, HospitalGarbled
from kiosk.hospital import tls
from kiosk.hospital.access import OPEN, Access, checked_address, trust
from kiosk.hospital.refusal import failure_of, wait_before_again
from kiosk.hospital.smart import Tokens

MAX_ANSWER = 1 << 20
"""Bytes. A searchset of a day's appointments is some kilobytes."""

FHIR_JSON = "application/fhir+json"
FORM = "application/x-www-form-urlencoded"

_OK, _UNAUTHORIZED = 200, 401
_ENDS: ContextVar[float] = ContextVar("hospital_call_ends", default=math.inf)
"""When the call that we are in must be over, by the event loop's clock."""
_JSON = {"Accept": "application/json"}
_CONNECTION_ENDED = ("disconnected", "peer closed")
"""How httpcore and h11 say that the peer left in the middle; their other protocol errors are
answers that are no HTTP. Both have one exception class, so the words are all there is."""

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
    body: bytes = b""
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


class _Lost(HospitalAway):
    """The connection was lost before the answer was whole: worth one more try."""


@asynccontextmanager
async def within(seconds: float) -> AsyncIterator[None]:
    """Everything inside takes at most so long, or is :class:`HospitalAway`.

    Who waits inside for a server that will be back waits no longer than that. The limit of the
    HTTP client counts silence only, so a peer that sends a byte a second would never reach it.
    """
    ends = _ENDS.set(asyncio.get_running_loop().time() + seconds)
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError:
        raise HospitalAway("no answer in time") from None
    finally:
        _ENDS.reset(ends)


class Connection:
    """A keep-alive client of one base address.

    ``http`` is refused for any host but this machine unless ``allow_plain_http``: health
    data does not cross a network in the clear by mistake. Proxies and credentials in the
    environment are ignored. ``token`` is sent as a bearer token, unless ``access`` gets tokens of
    its own. ``transport`` replaces the network in tests.

    Raises :class:`~kiosk.errors.SettingsError` for an address, a key or a certificate that
    cannot be used.
    """

    def __init__(
        self,
        address: str,
        *,
        token: str = "",
        access: Access = OPEN,
        allow_plain_http: bool = False,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._address = checked_address(address, allow_plain_http)
        self._token = token
        self._tokens: Tokens | None = None
        if access.client is not None:
            self._tokens = Tokens(
                access.client,
                post=self._post_form,
                get=self._get_json,
                checked=lambda where: checked_address(where, allow_plain_http),
            )
        # Made when it is opened, unless files of its own may be wrong: that must be known now.
        self._trust = trust(self._address, access) if access.has_files else None
        self._access = access
        self._transport = transport
        self._client: httpx.AsyncClient | None = None

    async def open(self) -> None:
        self._client = httpx.AsyncClient(
            base_url=self._address,
            headers={"Accept": FHIR_JSON, "Accept-Encoding": "identity"},
            timeout=None,  # noqa: S113 - `within` bounds the whole call
            limits=httpx.Limits(
                max_connections=8, max_keepalive_connections=4, keepalive_expiry=30
            ),
            follow_redirects=False,
            trust_env=False,
            verify=self._trust or trust(self._address, self._access),
            transport=self._transport,
        )

    async def close(self) -> None:
        if self._tokens is not None:
            await self._tokens.close()
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    async def exchange(self, request: Request) -> bytes:
        """The body of a 2xx answer. The caller bounds the time with :func:`within`.

        Sent once more at once where the connection was lost before the answer was whole (an
        idle connection that the server has just closed looks like that), or with a new token
        where the hospital does not take the old one any more, and again after each
        ``in-progress`` and each 503 as its ``Retry-After`` says. An answer that would come
        after the call's end is not waited for: the patient hears of it at once.
        """
        while True:
            answer = await self._admitted(request)
            if 200 <= answer.status < 300:
                return answer.body
            failure = failure_of(answer.status, answer.body)
            wait = wait_before_again(answer.status, answer.retry_after, failure)
            if wait is None:
                raise failure
            if asyncio.get_running_loop().time() + wait >= _ENDS.get():
                raise HospitalAway(f"HTTP {answer.status}, and not back in time")
            await asyncio.sleep(wait)

    async def answer(self, request: Request) -> Answer:
        """Whatever is answered, a refusal too: for servers that have no words of ours for it.

        Sent again as above, but for ``in-progress``.
        """
        return await self._admitted(request)

    async def _admitted(self, request: Request) -> Answer:
        if self._tokens is None:
            return await self._twice_if_lost(request, self._token)
        token = await self._tokens.current()
        answer = await self._twice_if_lost(request, token)
        if answer.status == _UNAUTHORIZED:
            self._tokens.forget(token)
            answer = await self._twice_if_lost(request, await self._tokens.current())
        return answer

    async def _post_form(self, address: str, form: Callable[[], bytes]) -> tuple[int, bytes]:
        """Where the connection is lost, again with another form: an assertion that comes twice is
        refused as stolen."""

        def request() -> Request:
            return Request("POST", address, body=form(), media_type=FORM, headers=_JSON)

        try:
            answer = await self._attempt(request(), "")
        except _Lost:
            answer = await self._attempt(request(), "")
        return answer.status, answer.body

    async def _get_json(self, path: str) -> bytes:
        answer = await self._twice_if_lost(Request("GET", path, headers=_JSON), "")
        if answer.status != _OK:
            raise failure_of(answer.status, answer.body)
        return answer.body

    async def _twice_if_lost(self, request: Request, token: str) -> Answer:
        with suppress(_Lost):
            return await self._attempt(request, token)
        return await self._attempt(request, token)

    async def _attempt(self, request: Request, token: str) -> Answer:
        failure: HospitalError
        try:
            return await self._send(request, token)
        except (httpx.ReadError, httpx.WriteError, httpx.CloseError) as error:
            failure = tls.trouble(error) or _lost()
        except httpx.RemoteProtocolError as error:
            ended = any(words in str(error) for words in _CONNECTION_ENDED)
            failure = _lost() if ended else HospitalGarbled("an answer that is not HTTP")
        except httpx.ConnectError as error:
            failure = tls.trouble(error) or HospitalAway("refused")
        except httpx.TimeoutException:
            failure = HospitalAway("no answer in time")
        except httpx.HTTPError as error:
            failure = HospitalGarbled(f"HTTP failed: {type(error).__name__}")
        # Raised here, so that the client's exception, which knows the address, is not its
        # context.
        raise failure

    async def _send(self, request: Request, token: str) -> Answer:
        if self._client is None:
            raise RuntimeError("the connection is used outside `async with`")
        headers = {**request.headers}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if request.body:
            headers["Content-Type"] = request.media_type
        async with self._client.stream(
            request.method,
            request.path,
            params=list(request.params) or None,
            content=request.body or None,
            headers=headers,
        ) as response:
            return Answer(
                response.status_code,
                response.headers.get("Retry-After", ""),
                await _bounded(response),
                response.headers.get("ETag", ""),
                response.headers.get("Date", ""),
            )


def _lost() -> _Lost:
    return _Lost("the connection was lost before an answer")


async def _bounded(response: httpx.Response) -> bytes:
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise HospitalGarbled("a compressed answer that nobody asked for")
    body = bytearray()
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) > MAX_ANSWER:
            raise HospitalGarbled("an answer of more than 1 MiB")
    return bytes(body)
