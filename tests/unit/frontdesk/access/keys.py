"""Keys and assertions of clients, made by the JOSE library or by hand."""

import base64
import hashlib
import hmac
import json
import uuid
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from kiosk.frontdesk.access.clients import client_of
from kiosk.frontdesk.access.scopes import KIOSK
from kiosk.frontdesk.store.access import Client

AUDIENCE = "https://hosen.example/fhir/token"
NOW = 1_763_863_200.0


def ec_key() -> ECKey:
    return ECKey.generate_key("P-384", auto_kid=True)


def rsa_key(bits: int = 2048) -> RSAKey:
    return RSAKey.generate_key(bits, auto_kid=True)


def jwks(*keys: ECKey | RSAKey) -> bytes:
    return json.dumps({"keys": [key.as_dict(private=False) for key in keys]}).encode()


def client(*keys: ECKey | RSAKey, id_: str = "kiosk-1") -> Client:
    return client_of(id_, jwks(*keys), "", KIOSK)


def claims(**changed: Any) -> dict[str, Any]:
    """Right ones; ``None`` leaves a claim out."""
    right = {
        "iss": "kiosk-1",
        "sub": "kiosk-1",
        "aud": AUDIENCE,
        "exp": int(NOW) + 120,
        "jti": str(uuid.uuid4()),
    }
    return {name: value for name, value in (right | changed).items() if value is not None}


def signed(key: ECKey | RSAKey, said: dict[str, Any], **header: Any) -> str:
    algorithm = "ES384" if isinstance(key, ECKey) else "RS384"
    right = {"alg": algorithm, "kid": key.kid, "typ": "JWT"}
    head = {name: value for name, value in (right | header).items() if value is not None}
    return jwt.encode(head, said, key, algorithms=[algorithm])


def by_hand(header: dict[str, Any], said: Any, secret: bytes | None = None) -> str:
    """A token that no library would make: unsigned, or signed with a secret by HMAC."""
    start = f"{_encoded(json.dumps(header).encode())}.{_encoded(json.dumps(said).encode())}"
    if secret is None:
        return f"{start}."
    return f"{start}.{_encoded(hmac.new(secret, start.encode(), hashlib.sha256).digest())}"


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
