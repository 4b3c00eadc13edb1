"""Access tokens for software: SMART Backend Services (HL7 SMART App Launch 2.2).

``GET /fhir/.well-known/smart-configuration`` and ``POST /fhir/token``.
"""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import parse_qsl

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kiosk.frontdesk.access import scopes
from kiosk.frontdesk.access.assertion import (
    ALGORITHMS,
    Assertion,
    Doubtful,
    claimed_client,
    verify,
)
from kiosk.frontdesk.access.denials import Denials
from kiosk.frontdesk.answer import Endpoint
from kiosk.frontdesk.clock import HOSPITAL_TIME, stamp
from kiosk.frontdesk.desk import Desk
from kiosk.frontdesk.house import House
from kiosk.frontdesk.store.access import Granted
from kiosk.frontdesk.wire.body import read_form

TOKEN_PATH = "/fhir/token"  # noqa: S105 - an address, no secret
CONFIGURATION_PATH = "/fhir/.well-known/smart-configuration"
LIFETIME = 300
"""Seconds of an access token ("Issue Access Token")."""
_ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_REMEMBERED = 60.0
"""Seconds that an assertion is remembered after its end: the clock of another server of this house
may be behind, and it would believe it still."""
_FIELDS = 12
_NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}
"""RFC 6749, 5.1."""


class OAuthError(Exception):
    """A word of RFC 6749, 5.2."""

    def __init__(self, error: str, description: str, status: int = 400) -> None:
        super().__init__(error)
        self.error = error
        self.description = description
        self.status = status


class TokenService:
    """``address`` is where clients find the token endpoint: what their assertions must name."""

    def __init__(self, house: House, address: str, denials: Denials) -> None:
        self._house = house
        self._address = address
        self._denials = denials

    def routes(self) -> tuple[tuple[str, str, Endpoint], ...]:
        """Method, path and endpoint of each."""
        return (
            ("GET", CONFIGURATION_PATH, self.configuration),
            ("POST", TOKEN_PATH, self.token),
        )

    async def configuration(self, _request: Request) -> Response:
        """ "Conformance", Using Well-Known."""
        return _json(
            {
                "token_endpoint": self._address,
                "grant_types_supported": ["client_credentials"],
                "token_endpoint_auth_methods_supported": ["private_key_jwt"],
                "token_endpoint_auth_signing_alg_values_supported": list(ALGORITHMS),
                "scopes_supported": scopes.KIOSK.split(),
                "response_types_supported": [],
                "code_challenge_methods_supported": ["S256"],
                "capabilities": ["client-confidential-asymmetric", "permission-v2"],
            }
        )

    async def token(self, request: Request) -> Response:
        """Refusals of the form's size or type are OperationOutcomes, as everywhere."""
        try:
            asked = _read(await read_form(request))
            found = await self._believed(asked["client_assertion"])
            scope = scopes.granted(asked["scope"], found.client.scope)
            if scope is None:
                who = f"client:{found.client.id}"
                await self._denials.note(who, "token-denied", "scope")
                raise OAuthError("invalid_scope", "none of these is allowed to this client")
            token = secrets.token_urlsafe(32)
            await self._grant(found, token, scope)
        except OAuthError as error:
            body = {"error": error.error, "error_description": error.description}
            return _json(body, error.status)
        return _json(
            {
                "access_token": token,
                "token_type": "bearer",
                "expires_in": LIFETIME,
                "scope": scope,
            }
        )

    async def _believed(self, sent: str) -> Assertion:
        try:
            claimed = claimed_client(sent)
            client = await self._house.read(lambda desk: desk.store.access.client(claimed))
            if client is None:
                raise Doubtful("client-unknown")
            return verify(sent, client, self._address, self._house.now().timestamp())
        except Doubtful as doubt:
            who = f"client:{doubt.client}" if doubt.client else "unknown"
            await self._denials.note(who, "token-denied", doubt.why)
        # Outside the handler; the client learns no more than that it is not believed.
        raise _not_believed()

    async def _grant(self, found: Assertion, token: str, scope: str) -> None:
        """In one transaction with the assertion's use, so that it opens one door at most."""
        client = found.client
        ends = datetime.fromtimestamp(found.ends + _REMEMBERED, HOSPITAL_TIME)

        def grant(desk: Desk) -> bool:
            access, now = desk.store.access, desk.now()
            if access.client(client.id) != client:
                return False
            access.forget_ended(stamp(now))
            if not access.use_assertion(client.id, found.jti, stamp(ends)):
                return False
            until = stamp(now + timedelta(seconds=LIFETIME))
            access.add_token(digest(token), Granted(client.id, scope, until))
            desk.store.audit("token-granted", client.id)
            return True

        if not await self._house.write(f"client:{client.id}", grant):
            await self._denials.note(f"client:{client.id}", "token-denied", "assertion-reused")
            raise _not_believed()


def digest(secret: str) -> bytes:
    """What is kept of a token or a session: a copy of the records opens nothing."""
    return hashlib.sha256(secret.encode()).digest()


def _not_believed() -> OAuthError:
    return OAuthError("invalid_client", "the client or its assertion is not accepted", 401)


def _read(form: str) -> dict[str, str]:
    """The fields that there must be. Raises :class:`OAuthError`."""
    try:
        pairs = parse_qsl(form, keep_blank_values=True, max_num_fields=_FIELDS, errors="strict")
    except ValueError:
        raise OAuthError("invalid_request", "the form cannot be read") from None
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise OAuthError("invalid_request", "a parameter is there twice")
    if fields.get("grant_type") != "client_credentials":
        raise OAuthError("unsupported_grant_type", "grant_type is not client_credentials")
    if fields.get("client_assertion_type") != _ASSERTION_TYPE:
        raise OAuthError("invalid_request", f"client_assertion_type is not {_ASSERTION_TYPE}")
    for name in ("client_assertion", "scope"):
        if not fields.get(name):
            raise OAuthError("invalid_request", f"{name} is missing")
    return fields


def _json(body: Mapping[str, object], status: int = 200) -> Response:
    return Response(msgspec.json.encode(body), status, _NO_STORE, "application/json")
