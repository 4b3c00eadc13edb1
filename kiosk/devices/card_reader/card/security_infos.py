"""What a card says about its protocols and public keys (Doc 9303-11, 9.2)."""

import enum

from cryptography.hazmat.primitives.asymmetric import rsa

from kiosk.devices.card_reader.card import der
from kiosk.devices.card_reader.card.authentication import chip_authentication_oid
from kiosk.devices.card_reader.card.ciphers import Cipher
from kiosk.devices.card_reader.card.curves import Curve
from kiosk.devices.card_reader.card.domains import CURVES, GROUPS
from kiosk.devices.card_reader.card.pace import PaceVariant

_EC_PUBLIC_KEY, _PRIME_FIELD = "1.2.840.10045.2.1", "1.2.840.10045.1.1"
_DH_PUBLIC_KEY, _RSA = "1.2.840.10046.2.1", "1.2.840.113549.1.1.1"
_STANDARDISED = "0.4.0.127.0.7.1.2"
_PK_DH, _PK_ECDH = "0.4.0.127.0.7.2.2.1.1", "0.4.0.127.0.7.2.2.1.2"
_ACTIVE_AUTHENTICATION = "2.23.136.1.1.5"
_ECDSA_PLAIN = "0.4.0.127.0.7.1.1.4.1"
_ECDSA_DIGESTS = ("sha1", "sha224", "sha256", "sha384", "sha512")
_NAMES = {
    "secp192r1": "1.2.840.10045.3.1.1",
    "secp224r1": "1.3.132.0.33",
    "secp256r1": "1.2.840.10045.3.1.7",
    "secp384r1": "1.3.132.0.34",
    "secp521r1": "1.3.132.0.35",
    "brainpoolP192r1": "1.3.36.3.3.2.8.1.1.3",
    "brainpoolP224r1": "1.3.36.3.3.2.8.1.1.5",
    "brainpoolP256r1": "1.3.36.3.3.2.8.1.1.7",
    "brainpoolP320r1": "1.3.36.3.3.2.8.1.1.9",
    "brainpoolP384r1": "1.3.36.3.3.2.8.1.1.11",
    "brainpoolP512r1": "1.3.36.3.3.2.8.1.1.13",
}


class Parameters(enum.Enum):
    """How a public key says on which domain it is."""

    NAMED = "named"
    """By the curve's object identifier."""
    EXPLICIT = "explicit"
    """All numbers written out, as many countries do."""
    STANDARDISED = "standardised"
    """By the id of Doc 9303-11, 9.5.1."""


def pace_info(variant: PaceVariant) -> bytes:
    """9.2.1: protocol, version 2, id of the domain parameters."""
    return der.sequence(der.oid(variant.oid), der.integer(2), der.integer(variant.parameter_id))


def chip_authentication_info(parameter_id: int, cipher: Cipher) -> bytes:
    """9.2.5: protocol, version 1."""
    return der.sequence(der.oid(chip_authentication_oid(parameter_id, cipher)), der.integer(1))


def chip_authentication_key(parameter_id: int, public: bytes, form: Parameters) -> bytes:
    """9.2.6: a ChipAuthenticationPublicKeyInfo."""
    protocol = _PK_DH if parameter_id in GROUPS else _PK_ECDH
    return der.sequence(der.oid(protocol), public_key(parameter_id, public, form))


def active_authentication_info(digest: str) -> bytes:
    """9.2.3: with which digest ECDSA signs."""
    algorithm = f"{_ECDSA_PLAIN}.{_ECDSA_DIGESTS.index(digest) + 1}"
    return der.sequence(der.oid(_ACTIVE_AUTHENTICATION), der.integer(1), der.oid(algorithm))


def public_key(parameter_id: int, public: bytes, form: Parameters) -> bytes:
    """A SubjectPublicKeyInfo (RFC 5280, 4.1); a group can be named by its id only."""
    if form is Parameters.STANDARDISED:
        algorithm = der.sequence(der.oid(_STANDARDISED), der.integer(parameter_id))
    elif parameter_id in GROUPS:
        group = GROUPS[parameter_id]
        numbers = der.sequence(der.integer(group.p), der.integer(group.g), der.integer(group.q))
        algorithm = der.sequence(der.oid(_DH_PUBLIC_KEY), numbers)
    else:
        curve = CURVES[parameter_id]
        named = der.oid(_NAMES[curve.name])
        which = named if form is Parameters.NAMED else _explicit(curve)
        algorithm = der.sequence(der.oid(_EC_PUBLIC_KEY), which)
    if parameter_id in GROUPS:
        public = der.integer(int.from_bytes(public))
    return der.sequence(algorithm, der.bit_string(public))


def rsa_public_key(numbers: rsa.RSAPublicNumbers) -> bytes:
    """A SubjectPublicKeyInfo of RSA (RFC 8017, A.1.1)."""
    key = der.sequence(der.integer(numbers.n), der.integer(numbers.e))
    return der.sequence(der.sequence(der.oid(_RSA), der.NULL), der.bit_string(key))


def _explicit(curve: Curve) -> bytes:
    """ECParameters (RFC 3279, 2.3.5)."""
    return der.sequence(
        der.integer(1),
        der.sequence(der.oid(_PRIME_FIELD), der.integer(curve.p)),
        der.sequence(
            der.octet_string(curve.a.to_bytes(curve.size)),
            der.octet_string(curve.b.to_bytes(curve.size)),
        ),
        der.octet_string(curve.encode(curve.base)),
        der.integer(curve.order),
        der.integer(1),
    )
