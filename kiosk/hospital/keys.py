"""The key with which a kiosk proves at a token server who it is.

ES384 or RS384, which are what SMART Backend Services asks for (HL7 SMART App Launch 2.2,
"Client Authentication: Asymmetric", Registering a client). The hospital gets the public half as
a JWK Set (RFC 7517); the private half never leaves its file.
"""

import json
from pathlib import Path
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from kiosk.errors import SettingsError
from kiosk.hospital.private_file import read_private, write_private

_SETTING = "hospital.key_file"
_CURVE = "P-384"
_RSA_BITS = 2048
"""The fewest that NIST SP 800-131A allows."""


class SigningKey:
    """A private key that signs assertions."""

    def __init__(self, key: ECKey | RSAKey) -> None:
        self._key = key
        self.algorithm = "ES384" if isinstance(key, ECKey) else "RS384"
        self.kid = key.kid or key.thumbprint()
        """Where the file names none, the key's thumbprint (RFC 7638)."""

    @classmethod
    def generate(cls) -> "SigningKey":
        """A new one, ES384."""
        return cls(ECKey.generate_key(_CURVE, auto_kid=True))

    @classmethod
    def load(cls, path: Path) -> "SigningKey":
        """From a file with a private JWK (RFC 7517) or an unencrypted PEM key (RFC 7468).

        Raises :class:`~kiosk.errors.SettingsError`, which never quotes the file.
        """
        content = read_private(path, _SETTING)
        try:
            key = _from_jwk(content) if content.lstrip()[:1] == b"{" else _from_pem(content)
        except (JoseError, ValueError, TypeError, KeyError, RecursionError):
            key = None
        if key is None or not key.is_private:
            # Outside the handler: the library's words may quote the key.
            raise SettingsError(
                f"{_SETTING}: not a private key on P-384 or of RSA with at least {_RSA_BITS} bits, "
                "as JWK or PEM without password; kiosk keygen makes one"
            )
        return cls(key)

    def save(self, path: Path) -> None:
        """As a private JWK in a new file for its owner alone. Raises ``OSError``."""
        private = {**self._key.as_dict(private=True), "kid": self.kid, "alg": self.algorithm}
        write_private(path, json.dumps(private, indent=2).encode() + b"\n")

    def public(self) -> dict[str, Any]:
        """The JWK Set to register at the hospital."""
        key = {**self._key.as_dict(private=False), "kid": self.kid}
        return {"keys": [{**key, "use": "sig", "alg": self.algorithm}]}

    def sign(self, claims: dict[str, Any]) -> str:
        """A JSON Web Token (RFC 7519) in compact form."""
        header = {"alg": self.algorithm, "kid": self.kid, "typ": "JWT"}
        return jwt.encode(header, claims, self._key, algorithms=[self.algorithm])


def _from_jwk(content: bytes) -> ECKey | RSAKey | None:
    jwk = json.loads(content)
    if jwk["kty"] == "EC":
        return _strong(ECKey.import_key(jwk))
    return _strong(RSAKey.import_key(jwk))


def _from_pem(content: bytes) -> ECKey | RSAKey | None:
    try:
        return _strong(ECKey.import_key(content))
    except (JoseError, ValueError, TypeError):
        return _strong(RSAKey.import_key(content))


def _strong(key: ECKey | RSAKey) -> ECKey | RSAKey | None:
    if isinstance(key, ECKey):
        return key if key.curve_name == _CURVE else None
    return key if key.public_key.key_size >= _RSA_BITS else None
