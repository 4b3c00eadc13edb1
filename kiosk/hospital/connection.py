"""Talking to one hospital: bounded in time, retried where that is safe, tokens fetched.

What an adapter of one's own needs is all here (``docs/adapters.md``).
"""

import asyncio
import math
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar

import httpx

from kiosk.errors import HospitalAway
from kiosk.hospital.access import OPEN, Access, checked_address
from kiosk.hospital.http_client import FHIR_JSON, FORM, JSON, Answer, HttpClient, Lost, Request
from kiosk.hospital.refusal import failure_of, wait_before_again
from kiosk.hospital.smart import Tokens

__all__ = ["FHIR_JSON", "FORM", "MAX_ANSWER", "Answer", "Connection", "Request", "within"]

MAX_ANSWER = 1 << 20
"""Bytes. A searchset of a day's appointments is some kilobytes."""

_OK, _UNAUTHORIZED = 200, 401
_ENDS: ContextVar[float] = ContextVar("hospital_call_ends", default=math.inf)
"""When the call that we are in must be over, by the event loop's clock."""
_ACCEPT_JSON = {"Accept": JSON}


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
    """One base address of a hospital that speaks FHIR.

    ``token`` is sent as a bearer token, unless ``access`` gets tokens of its own. All else is as
    for :class:`~kiosk.hospital.http_client.HttpClient`.

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
        self._client = HttpClient(
            address,
            accept=FHIR_JSON,
            most=MAX_ANSWER,
            access=access,
            allow_plain_http=allow_plain_http,
            transport=transport,
        )
        self._token = token
        self._tokens: Tokens | None = None
        if access.client is not None:
            self._tokens = Tokens(
                access.client,
                post=self._post_form,
                get=self._get_json,
                checked=lambda where: checked_address(where, allow_plain_http),
            )

    async def open(self) -> None:
        await self._client.open()

    async def close(self) -> None:
        if self._tokens is not None:
            await self._tokens.close()
        await self._client.close()

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
            return await self._sent(request, self._token)
        token = await self._tokens.current()
        answer = await self._sent(request, token)
        if answer.status == _UNAUTHORIZED:
            self._tokens.forget(token)
            answer = await self._sent(request, await self._tokens.current())
        return answer

    async def _sent(self, request: Request, token: str) -> Answer:
        return await self._client.send_twice_if_lost(request, f"Bearer {token}" if token else "")

    async def _post_form(self, address: str, form: Callable[[], bytes]) -> tuple[int, bytes]:
        """Where the connection is lost, again with another form: an assertion that comes twice is
        refused as stolen."""

        def request() -> Request:
            return Request("POST", address, body=form(), media_type=FORM, headers=_ACCEPT_JSON)

        try:
            answer = await self._client.send(request())
        except Lost:
            answer = await self._client.send(request())
        return answer.status, answer.body

    async def _get_json(self, path: str) -> bytes:
        request = Request("GET", path, headers=_ACCEPT_JSON)
        answer = await self._client.send_twice_if_lost(request)
        if answer.status != _OK:
            raise failure_of(answer.status, answer.body)
        return answer.body
