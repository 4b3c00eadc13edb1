"""Registering software that may ask: its name, its public keys, its certificate, its scope."""

import json
import re
from collections.abc import Mapping
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from kiosk.errors import KioskError
from kiosk.frontdesk.access import scopes
from kiosk.frontdesk.store.access import Client

LARGEST = 64 * 1024
"""Bytes of a JWK Set."""
_KEYS = 8
_RSA_BITS = range(2048, 4097)
_CURVE = "P-384"
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/-]{0,99}")
_NAME = re.compile(r"[!-~]{1,253}")
_KID = re.compile(r"[!-~]{1,128}")
_PUBLIC: Mapping[str, tuple[str, ...]] = {"EC": ("crv", "x", "y"), "RSA": ("n", "e")}
_ALGORITHMS = {"EC": "ES384", "RSA": "RS384"}
_PRIVATE = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})

PublicKey = ECKey | RSAKey


class WrongClient(KioskError):
    """A client cannot be registered as asked; the message says why and quotes no key."""


def client_of(id_: str, jwks: bytes | None, certificate: str, scope: str) -> Client:
    """What is stored of a client. Raises :class:`WrongClient`.

    ``jwks`` is its JWK Set (SMART App Launch 2.2, "Client Authentication: Asymmetric"),
    ``certificate`` the name in its TLS certificate; one of the two at least.
    """
    if not ID.fullmatch(id_):
        raise WrongClient(
            "the id has 1 to 100 of A-Z a-z 0-9 . _ : / - and begins with a letter or digit"
        )
    if jwks is None and not certificate:
        raise WrongClient("a client has public keys, or a certificate's name, or both")
    if certificate and not _NAME.fullmatch(certificate):
        raise WrongClient("the certificate's name has 1 to 253 visible ASCII characters")
    given = scopes.permissions(scope)
    if not given:
        raise WrongClient(f"the scope is none of this server's; all there is: {scopes.KIOSK}")
    keys = [] if jwks is None else _keys(jwks)
    return Client(id_, json.dumps({"keys": keys}), certificate, scopes.written(given))


def key_of(client: Client, kid: str, algorithm: str) -> PublicKey | None:
    """The one key with this id that fits this algorithm ("Signature Verification", step 3)."""
    for jwk in json.loads(client.jwks)["keys"]:
        if jwk["kid"] == kid and _ALGORITHMS[jwk["kty"]] == algorithm:
            return _imported(jwk)
    return None


def _keys(jwks: bytes) -> list[dict[str, str]]:
    """The public members of each key, checked."""
    if len(jwks) > LARGEST:
        raise WrongClient(f"the key file is larger than {LARGEST // 1024} KiB")
    try:
        found = json.loads(jwks)
    except (ValueError, RecursionError):
        raise WrongClient("the key file is not JSON") from None
    keys = found.get("keys") if isinstance(found, dict) else None
    if not isinstance(keys, list) or not 0 < len(keys) <= _KEYS:
        raise WrongClient(f'the key file is no JWK Set: {{"keys": […]}} with 1 to {_KEYS} keys')
    checked = [_checked(key) for key in keys]
    if len({key["kid"] for key in checked}) < len(checked):
        raise WrongClient("two keys have the same kid")
    return checked


def _checked(key: Any) -> dict[str, str]:
    if not isinstance(key, dict):
        raise WrongClient("a key is no JSON object")
    if _PRIVATE & key.keys():
        raise WrongClient("a key is private or secret: make a new pair, register its public half")
    kid, kty = key.get("kid"), key.get("kty")
    if not isinstance(kid, str) or not _KID.fullmatch(kid):
        raise WrongClient("a key has no kid of 1 to 128 visible ASCII characters")
    if not isinstance(kty, str) or kty not in _PUBLIC:
        raise WrongClient("a key is neither EC nor RSA")
    if key.get("use", "sig") != "sig" or key.get("alg", _ALGORITHMS[kty]) != _ALGORITHMS[kty]:
        raise WrongClient("a key is for something else than ES384 or RS384 signatures")
    jwk = {name: key.get(name) for name in ("kty", *_PUBLIC[kty])}
    if not all(isinstance(value, str) for value in jwk.values()):
        raise WrongClient("a key is not whole")
    try:
        strong = _is_strong(_imported(jwk))
    except (JoseError, ValueError, TypeError):
        strong = False
    if not strong:
        # Outside the handler: the library's words may quote the key.
        raise WrongClient("a key is not on P-384, or not RSA of 2048 to 4096 bits")
    return {**{name: str(value) for name, value in jwk.items()}, "kid": kid}


def _imported(jwk: dict[str, Any]) -> PublicKey:
    if jwk["kty"] == "EC":
        return ECKey.import_key(jwk)
    return RSAKey.import_key(jwk)


def _is_strong(key: PublicKey) -> bool:
    if isinstance(key, ECKey):
        return key.curve_name == _CURVE
    return key.public_key.key_size in _RSA_BITS
