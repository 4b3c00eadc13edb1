"""JSON-RPC to one Tryton server: a session, bounded in time and size, errors named.

The protocol is ``trytond.protocols`` of Tryton 7.0 (https://docs.tryton.org/latest/server/): a
POST of ``{"id", "method", "params"}`` to ``/{database}/``, answered with ``result`` or ``error``.
Each call is one transaction of the server: all of it is done, or nothing.
"""

import asyncio
import base64
import logging
from collections.abc import Mapping
from contextlib import suppress
from typing import TypeVar

import httpx
import msgspec

from kiosk.errors import HospitalAway, HospitalError, HospitalGarbled, HospitalRefused
from kiosk.hospital import tls
from kiosk.hospital.access import Access, checked_address, trust
from kiosk.hospital.gnuhealth.decode import decoded

T = TypeVar("T")

MAX_ANSWER = 4 << 20
"""Bytes. The appointments of a large hospital's day, of which only the queue is read, are some
hundred kilobytes."""

_OK, _UNAUTHORIZED, _FORBIDDEN = 200, 401, 403
_FAREWELL = 1.0
"""Seconds to say goodbye: an open session ends by itself after some minutes."""

# They log every address at INFO; the database's name is nobody's business.
for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)


class Conflict(HospitalAway):
    """Somebody changed the record in the meantime (Tryton's ``ConcurrencyException``).

    Whoever writes on a condition reads again and decides anew; who gives up has been kept from
    writing by others for all of the time there was.
    """


class NotAccepted(HospitalRefused):
    """The server refused the values (``UserError``): a constraint, a domain, a right.

    Its sentence is in the language of the user and may quote the values, so it is dropped.
    """

    def __init__(self) -> None:
        super().__init__("invalid", "GNU Health did not accept the values")


class _Lost(HospitalAway):
    """The connection was lost before the answer was whole: worth one more try."""


class _SessionOver(HospitalError):
    """HTTP 401: the session is over, or never was."""


class _Envelope(msgspec.Struct):
    result: msgspec.Raw = msgspec.Raw(b"null")
    error: list[msgspec.Raw] | None = None


class Rpc:
    """One user of one database. The caller bounds the time of every call.

    ``address`` is the server's, without the database. Raises
    :class:`~kiosk.errors.SettingsError` for one that cannot be used, or for a bad certificate
    file. A call is sent once more where the connection was lost before the answer: every call
    that the kiosk makes is harmless to repeat.
    """

    def __init__(
        self,
        address: str,
        database: str,
        user: str,
        password: str,
        *,
        access: Access,
        allow_plain_http: bool = False,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._address = checked_address(address, allow_plain_http)
        self._database, self._user, self._password = database, user, password
        # Made when it is opened, unless files of its own may be wrong: that must be known now.
        self._trust = trust(self._address, access) if access.has_files else None
        self._access = access
        self._transport = transport
        self._client: httpx.AsyncClient | None = None
        self._session = ""
        self._entering = asyncio.Lock()

    async def open(self) -> None:
        self._client = httpx.AsyncClient(
            base_url=self._address,
            headers={"Accept": "application/json", "Accept-Encoding": "identity"},
            timeout=None,  # noqa: S113 - the adapter bounds the whole call
            limits=httpx.Limits(
                max_connections=8, max_keepalive_connections=4, keepalive_expiry=30
            ),
            follow_redirects=False,
            trust_env=False,
            verify=self._trust or trust(self._address, self._access),
            transport=self._transport,
        )

    async def close(self) -> None:
        if self._client is None:
            return
        if self._session:
            with suppress(HospitalError, TimeoutError):
                async with asyncio.timeout(_FAREWELL):
                    await self._post(f"{self._database}/", "common.db.logout", [], self._session)
        self._session = ""
        await self._client.aclose()
        self._client = None

    async def call(
        self,
        shape: type[T],
        method: str,
        *params: object,
        context: Mapping[str, object] | None = None,
    ) -> T:
        """The result of ``model.<name>.<method>``, checked against ``shape``.

        Raises :class:`Conflict`, :class:`NotAccepted`, or one of the hospital's errors.
        """
        sent = [*params, dict(context or {})]
        session = await self._admitted("")
        try:
            answer = await self._twice_if_lost(f"{self._database}/", method, sent, session)
        except _SessionOver:
            session = await self._admitted(session)
            try:
                answer = await self._twice_if_lost(f"{self._database}/", method, sent, session)
            except _SessionOver:
                raise HospitalRefused("http-401", "GNU Health ended a new session") from None
        return decoded(answer, shape, method)

    async def version(self) -> str:
        """The Tryton server's version; needs no session."""
        try:
            answer = await self._twice_if_lost("", "common.server.version", [], "")
        except _SessionOver:
            raise HospitalRefused(
                "http-401", "something before GNU Health asks for a password"
            ) from None
        return decoded(answer, str, "common.server.version")

    async def _admitted(self, over: str) -> str:
        """A session other than ``over``. One log-in at a time: the others wait for it."""
        async with self._entering:
            if self._session in ("", over):
                self._session = await self._log_in()
            return self._session

    async def _log_in(self) -> str:
        params: list[object] = [self._user, {"password": self._password}, "en"]
        try:
            answer = await self._twice_if_lost(f"{self._database}/", "common.db.login", params, "")
        except _SessionOver:
            raise HospitalRefused(
                "http-401", "GNU Health does not accept the kiosk's user and password"
            ) from None
        user_id, key = decoded(answer, tuple[int, str], "common.db.login")
        return base64.b64encode(f"{self._user}:{user_id}:{key}".encode()).decode()

    async def _twice_if_lost(
        self, path: str, method: str, params: list[object], session: str
    ) -> msgspec.Raw:
        with suppress(_Lost):
            return await self._post(path, method, params, session)
        return await self._post(path, method, params, session)

    async def _post(
        self, path: str, method: str, params: list[object], session: str
    ) -> msgspec.Raw:
        body = msgspec.json.encode({"id": 0, "method": method, "params": params})
        headers = {"Content-Type": "application/json"}
        if session:
            headers["Authorization"] = f"Session {session}"
        failure: HospitalError
        try:
            status, answer = await self._send(path, body, headers)
        except (httpx.ReadError, httpx.WriteError, httpx.CloseError) as error:
            failure = tls.trouble(error) or _Lost("the connection was lost before an answer")
        except httpx.RemoteProtocolError as error:
            # httpx has one class for a peer that left and for one that does not speak HTTP.
            left = any(words in str(error) for words in ("disconnected", "peer closed"))
            failure = (
                _Lost("the connection was lost before an answer")
                if left
                else HospitalGarbled("an answer that is not HTTP")
            )
        except httpx.ConnectError as error:
            failure = tls.trouble(error) or HospitalAway("refused")
        except httpx.TimeoutException:
            failure = HospitalAway("no answer in time")
        except httpx.HTTPError as error:
            failure = HospitalGarbled(f"HTTP failed: {type(error).__name__}")
        else:
            return _result(status, answer, method)
        # Raised here, so that the client's exception, which knows the address, is not its
        # context.
        raise failure

    async def _send(self, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        if self._client is None:
            raise RuntimeError("the connection is used outside `async with`")
        async with self._client.stream("POST", path, content=body, headers=headers) as response:
            if response.headers.get("Content-Encoding", "identity") != "identity":
                raise HospitalGarbled("a compressed answer that nobody asked for")
            answer = bytearray()
            async for chunk in response.aiter_raw():
                answer += chunk
                if len(answer) > MAX_ANSWER:
                    raise HospitalGarbled("an answer of more than 4 MiB")
            return response.status_code, bytes(answer)


def _result(status: int, answer: bytes, method: str) -> msgspec.Raw:
    if status == _UNAUTHORIZED:
        raise _SessionOver("HTTP 401")
    if status == _FORBIDDEN:
        raise HospitalRefused("http-403", f"GNU Health does not let the kiosk call {method}")
    if status >= 500 or status in (404, 408, 423, 425, 429):
        # 404 is a database that does not exist, or that cannot be reached just now.
        raise HospitalAway(f"HTTP {status}")
    if status != _OK:
        raise HospitalGarbled(f"HTTP {status}")
    envelope = decoded(answer, _Envelope, method)
    if envelope.error is None:
        return envelope.result
    kind = decoded(envelope.error[0], str, method) if envelope.error else ""
    if kind == "ConcurrencyException":
        raise Conflict("changed by others in the meantime")
    if kind in ("UserError", "UserWarning"):
        raise NotAccepted
    # Anything else is a fault of the server, with its traceback.
    raise HospitalAway("a fault in GNU Health")
