"""The kiosk's own access token: SMART Backend Services (HL7 SMART App Launch 2.2).

The kiosk signs a short-lived assertion with its private key, ``private_key_jwt`` (RFC 7523, 2.2),
and gets an access token for it (RFC 6749, 4.4). Nothing that opens a door is ever stored.
"""

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlencode

import msgspec

from kiosk.errors import (
    HospitalAway,
    HospitalError,
    HospitalGarbled,
    NotLetIn,
    SettingsError,
)

KIOSK_SCOPE = (
    "system/Patient.crs system/CoverageEligibilityRequest.c system/Appointment.rs "
    "system/HealthcareService.rs system/Encounter.cus system/CommunicationRequest.c"
)
"""What docs/hospital-api needs: create, read, update, search (SMART App Launch 2.2, "Scopes for
requesting FHIR Resources")."""

ASSERTION_SECONDS = 150
"""Half of the longest that SMART allows: clocks may differ by as much either way."""
FETCH_SECONDS = 10.0
_MARGIN_SECONDS = 20.0
"""A token is not used any more that could expire on its way."""
_SHORTEST, _LONGEST = 30.0, 3600.0
_LONGEST_TOKEN = 8 * 1024
"""Bytes; with the other headers servers take it."""
_ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_ERRORS = frozenset(
    {
        "invalid_request",
        "invalid_client",
        "invalid_grant",
        "unauthorized_client",
        "unsupported_grant_type",
        "invalid_scope",
    }
)
"""RFC 6749, 5.2. Other words of a server do not go to the log."""

S = TypeVar("S", bound=msgspec.Struct)

Post = Callable[[str, Callable[[], bytes]], Awaitable[tuple[int, bytes]]]
"""Sends a form to an address, made anew for each attempt; status and body. Raises what a
connection raises."""
Get = Callable[[str], Awaitable[bytes]]
"""The body of a JSON document, by its path under the base address."""


@dataclass(frozen=True, slots=True)
class SmartClient:
    """What this kiosk is registered as."""

    client_id: str
    key_file: Path
    scope: str = KIOSK_SCOPE
    """What it asks to be allowed: words with spaces between."""
    token_address: str = ""
    """Empty: as the hospital's ``.well-known/smart-configuration`` says."""


class TokenRefused(NotLetIn):
    """The token server does not know this kiosk, or not with this key."""


class Tokens:
    """One access token at a time, fetched when it is needed and kept until shortly before its
    end. Many calls at once wait for one fetch; each in its own deadline, and one that gives up
    takes nothing from the others.

    ``checked`` refuses addresses to which no assertion may go. Raises
    :class:`~kiosk.errors.SettingsError` for a key that cannot be used.
    """

    def __init__(
        self, client: SmartClient, *, post: Post, get: Get, checked: Callable[[str], object]
    ) -> None:
        # Imported here: a kiosk without client id starts without the library.
        from kiosk.hospital.keys import SigningKey

        self._key = SigningKey.load(client.key_file)
        self._client = client
        self._post = post
        self._get = get
        self._checked = checked
        if client.token_address:
            checked(client.token_address)
        self._address = client.token_address
        """Once discovered, kept as long as it answers."""
        self._token = ""
        self._until = 0.0
        self._fetching: asyncio.Task[HospitalError | None] | None = None

    async def current(self) -> str:
        """A token that holds for some seconds more. Raises :class:`HospitalError`."""
        if not self._token or time.monotonic() >= self._until:
            await self._renewed()
        return self._token

    def forget(self, token: str) -> None:
        """The hospital did not take this one; what another call has got since stays."""
        if token == self._token:
            self._token = ""

    async def close(self) -> None:
        if self._fetching is not None:
            self._fetching.cancel()
            await asyncio.wait([self._fetching])

    async def _renewed(self) -> None:
        if self._fetching is None or self._fetching.done():
            self._fetching = asyncio.create_task(self._fetch())
        failure = await asyncio.shield(self._fetching)
        if failure is not None:
            raise failure.with_traceback(None)

    async def _fetch(self) -> HospitalError | None:
        """As a value, because nobody may be left to hear of an exception."""
        try:
            async with asyncio.timeout(FETCH_SECONDS):
                await self._grant()
        except TimeoutError:
            failure: HospitalError = HospitalAway("no access token in time")
        except HospitalError as error:
            failure = error
        else:
            return None
        self._address = self._client.token_address
        return failure

    async def _grant(self) -> None:
        if not self._address:
            self._address = await self._discovered()
        asked = time.monotonic()
        status, body = await self._post(self._address, self._form)
        if status != 200:
            raise _refusal(status, body)
        answer = _decoded(body, _Granted, "the token server's answer")
        token = answer.access_token
        if answer.token_type.lower() != "bearer" or not _is_token(token):
            raise HospitalGarbled("the token server's answer: no bearer token")
        lasts = min(max(answer.expires_in, _SHORTEST), _LONGEST)
        self._token, self._until = token, asked + lasts - _MARGIN_SECONDS

    async def _discovered(self) -> str:
        """SMART App Launch 2.2, "Retrieve .well-known/smart-configuration"."""
        body = await self._get(".well-known/smart-configuration")
        address = _decoded(body, _Configuration, "smart-configuration").token_endpoint
        try:
            self._checked(address)
        except SettingsError:
            raise HospitalGarbled("smart-configuration: no address for assertions") from None
        return address

    def _form(self) -> bytes:
        """A new assertion each time: a server takes none twice."""
        assertion = self._key.sign(
            {
                "iss": self._client.client_id,
                "sub": self._client.client_id,
                "aud": self._address,
                "exp": int(time.time()) + ASSERTION_SECONDS,
                "jti": secrets.token_urlsafe(24),
            }
        )
        return urlencode(
            {
                "grant_type": "client_credentials",
                "scope": self._client.scope,
                "client_assertion_type": _ASSERTION_TYPE,
                "client_assertion": assertion,
            }
        ).encode()


def _refusal(status: int, body: bytes) -> HospitalError:
    """RFC 6749, 5.2: 400 or 401 with a word for why."""
    if status >= 500 or status in (408, 425, 429):
        return HospitalAway(f"token server: HTTP {status}")
    if status < 400:
        return HospitalGarbled(f"token server: HTTP {status}")
    try:
        word = msgspec.json.decode(body, type=_Refused).error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        word = ""
    return TokenRefused(f"token-{word.replace('_', '-')}" if word in _ERRORS else "token-refused")


def _decoded(body: bytes, shape: type[S], name: str) -> S:
    try:
        return msgspec.json.decode(body, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        pass
    # Raised here: the parser's exception may quote a token.
    raise HospitalGarbled(f"{name}: not as RFC 6749 has it")


def _is_token(token: str) -> bool:
    """``b64token`` (RFC 6750, 2.1), as far as a header's safety goes."""
    return 0 < len(token) <= _LONGEST_TOKEN and all("!" <= letter <= "~" for letter in token)


class _Granted(msgspec.Struct):
    access_token: str
    token_type: str
    expires_in: float = 300.0
    """RFC 6749, 5.1: recommended, so it may be missing."""


class _Refused(msgspec.Struct):
    error: str = ""


class _Configuration(msgspec.Struct):
    token_endpoint: str
