"""The signed word of a client that it is who it says: ``private_key_jwt``.

RFC 7523, 3 and SMART App Launch 2.2, "Client Authentication: Asymmetric". What is wrong is told
to the audit as a short code and to the client not at all.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard

import msgspec
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jws import JWSRegistry

from kiosk.frontdesk.access.clients import ID, key_of
from kiosk.frontdesk.store.access import Client

ALGORITHMS = ("ES384", "RS384")
LONGEST = 4096
"""Characters; one with an RSA key of 4,096 bits has under 2,000."""
LIFETIME = 300.0
"""Seconds ahead that an assertion may end at most."""
_JTI = 128
_CLOCKS = 60.0
"""Seconds by which clocks may differ where an assertion says since when it holds."""


class Doubtful(Exception):
    """An assertion that is not believed. ``why`` is a code without anything of the assertion."""

    def __init__(self, why: str, client: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.client = client
        """The registered client that it names, or ``""``."""


@dataclass(frozen=True, slots=True)
class Assertion:
    client: Client
    jti: str
    ends: float
    """Seconds since 1970."""


def claimed_client(assertion: str) -> str:
    """The client that the assertion names, not checked yet. Raises :class:`Doubtful`."""
    if len(assertion) > LONGEST:
        raise Doubtful("assertion-too-long")
    _, claims = _opened(assertion)
    issuer = claims.get("iss")
    if not isinstance(issuer, str) or not issuer:
        raise Doubtful("assertion-without-issuer")
    if not ID.fullmatch(issuer):
        raise Doubtful("client-unknown")
    return issuer


def verify(assertion: str, client: Client, audience: str, now: float) -> Assertion:
    """The assertion of ``client``, if all of it is right: algorithm, key, signature, audience,
    time. Whether its ``jti`` came before is for the records to say.

    ``audience`` is the address of the token endpoint; ``now`` is seconds since 1970. Raises
    :class:`Doubtful`.
    """

    def doubt(why: str) -> Doubtful:
        return Doubtful(why, client.id)

    header, claims = _opened(assertion)
    algorithm, kid = header.get("alg"), header.get("kid")
    if algorithm not in ALGORITHMS:
        raise doubt("assertion-algorithm")
    if "jku" in header:
        # No client is registered by address, so no address is the registered one.
        raise doubt("assertion-key-address")
    key = key_of(client, kid, algorithm) if isinstance(kid, str) else None
    if key is None:
        raise doubt("assertion-key")
    try:
        jws.deserialize_compact(assertion, key, registry=_registry((algorithm,)))
    except (JoseError, ValueError):
        raise doubt("assertion-signature") from None
    return Assertion(client, *_checked(claims, client.id, audience, now, doubt))


def _checked(
    claims: Mapping[str, Any],
    client: str,
    audience: str,
    now: float,
    doubt: Callable[[str], Doubtful],
) -> tuple[str, float]:
    """``jti`` and end."""
    if claims.get("iss") != client or claims.get("sub") != client:
        raise doubt("assertion-subject")
    meant = claims.get("aud")
    if audience not in (meant if isinstance(meant, list) else [meant]):
        raise doubt("assertion-audience")
    ends, begins = claims.get("exp"), claims.get("nbf", now)
    if not _is_time(ends) or not _is_time(begins):
        raise doubt("assertion-time")
    if ends <= now:
        raise doubt("assertion-expired")
    if ends > now + LIFETIME or begins > now + _CLOCKS:
        raise doubt("assertion-too-long-ahead")
    jti = claims.get("jti")
    if not isinstance(jti, str) or not 0 < len(jti) <= _JTI or not jti.isprintable():
        raise doubt("assertion-id")
    return jti, float(ends)


def _opened(assertion: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Header and claims, before anything is checked."""
    try:
        found = jws.extract_compact(assertion.encode("ascii"), registry=_registry(ALGORITHMS))
        claims = msgspec.json.decode(found.payload, type=dict[str, Any])
    except (JoseError, ValueError, TypeError, RecursionError):
        # UnicodeError and msgspec.DecodeError are ValueErrors.
        raise Doubtful("assertion-malformed") from None
    return found.headers(), claims


def _registry(algorithms: tuple[str, ...]) -> JWSRegistry:
    # Headers that nobody knows are passed over (RFC 7515, 4), unless they are critical.
    return JWSRegistry(algorithms=algorithms, strict_check_header=False)


def _is_time(value: object) -> TypeGuard[int | float]:
    """A NumericDate (RFC 7519, 2). A whole number is finite, and may be too large for a float."""
    if isinstance(value, float):
        return math.isfinite(value)
    return isinstance(value, int) and not isinstance(value, bool)
