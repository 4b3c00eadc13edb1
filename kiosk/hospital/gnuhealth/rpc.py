"""JSON-RPC to one Tryton server: a session, bounded in time and size, errors named.

The protocol is ``trytond.protocols`` of Tryton 7.0 (https://docs.tryton.org/latest/server/): a
POST of ``{"id", "method", "params"}`` to ``/{database}/``, answered with ``result`` or ``error``.
Each call is one transaction of the server: all of it is done, or nothing.
"""

import asyncio
import base64
from collections.abc import Mapping
from contextlib import suppress
from typing import TypeVar

import httpx
import msgspec

from kiosk.errors import (
    HospitalAway,
    HospitalError,
    HospitalGarbled,
    HospitalRefused,
    NotLetIn,
)
from kiosk.hospital.access import Access
from kiosk.hospital.decode import decoded
from kiosk.hospital.http_client import JSON, HttpClient, Request

T = TypeVar("T")

MAX_ANSWER = 4 << 20
"""Bytes. The appointments of a large hospital's day, of which only the queue is read, are some
hundred kilobytes."""

_OK, _UNAUTHORIZED, _FORBIDDEN = 200, 401, 403
_FAREWELL = 1.0
"""Seconds to say goodbye: an open session ends by itself after some minutes."""


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
        self._client = HttpClient(
            address,
            accept=JSON,
            most=MAX_ANSWER,
            access=access,
            allow_plain_http=allow_plain_http,
            transport=transport,
        )
        self._database, self._user, self._password = database, user, password
        self._session = ""
        self._entering = asyncio.Lock()

    async def open(self) -> None:
        await self._client.open()

    async def close(self) -> None:
        if self._session:
            with suppress(HospitalError, TimeoutError):
                async with asyncio.timeout(_FAREWELL):
                    await self._client.send(
                        _request(f"{self._database}/", "common.db.logout", []),
                        f"Session {self._session}",
                    )
        self._session = ""
        await self._client.close()

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
            answer = await self._asked(f"{self._database}/", method, sent, session)
        except _SessionOver:
            session = await self._admitted(session)
            try:
                answer = await self._asked(f"{self._database}/", method, sent, session)
            except _SessionOver:
                raise NotLetIn("http-401", "GNU Health ended a new session") from None
        return decoded(answer, shape, method)

    async def version(self) -> str:
        """The Tryton server's version; needs no session."""
        try:
            answer = await self._asked("", "common.server.version", [], "")
        except _SessionOver:
            raise NotLetIn("http-401", "something before GNU Health asks for a password") from None
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
            answer = await self._asked(f"{self._database}/", "common.db.login", params, "")
        except _SessionOver:
            raise NotLetIn(
                "http-401", "GNU Health does not accept the kiosk's user and password"
            ) from None
        user_id, key = decoded(answer, tuple[int, str], "common.db.login")
        return base64.b64encode(f"{self._user}:{user_id}:{key}".encode()).decode()

    async def _asked(
        self, path: str, method: str, params: list[object], session: str
    ) -> msgspec.Raw:
        answer = await self._client.send_twice_if_lost(
            _request(path, method, params), f"Session {session}" if session else ""
        )
        return _result(answer.status, answer.body, method)


def _request(path: str, method: str, params: list[object]) -> Request:
    body = msgspec.json.encode({"id": 0, "method": method, "params": params})
    return Request("POST", path, body=body, media_type=JSON)


def _result(status: int, answer: bytes, method: str) -> msgspec.Raw:
    if status == _UNAUTHORIZED:
        raise _SessionOver("HTTP 401")
    if status == _FORBIDDEN:
        raise NotLetIn("http-403", f"GNU Health does not let the kiosk call {method}")
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
