"""Digital signatures of certificates and security objects (Doc 9303-12, section 4).

RSA with PKCS #1 v1.5 or PSS and ECDSA, with SHA-1 and the SHA-2 family: what Doc 9303 allows,
and SHA-1, which old cards have. ECDSA may also come as plain r ‖ s (BSI TR-03111, 5.2.1).
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from kiosk.emrtd import der, public_keys, tlv
from kiosk.emrtd.errors import Malformed, Unsupported
from kiosk.emrtd.public_keys import EcKey, RsaKey


class Digest(Enum):
    """A hash function; the value is its name in :mod:`hashlib`."""

    SHA1 = "sha1"
    SHA224 = "sha224"
    SHA256 = "sha256"
    SHA384 = "sha384"
    SHA512 = "sha512"

    def of(self, data: bytes) -> bytes:
        """The hash of ``data``."""
        return hashlib.new(self.value, data, usedforsecurity=self is not Digest.SHA1).digest()


class Kind(Enum):
    """How a signature is made of a hash."""

    RSA_PKCS1 = "RSASSA-PKCS1-v1_5"
    RSA_PSS = "RSASSA-PSS"
    ECDSA = "ECDSA"
    ECDSA_PLAIN = "ECDSA, plain"


@dataclass(frozen=True, slots=True)
class Scheme:
    """A complete signature algorithm."""

    kind: Kind
    digest: Digest
    mask_digest: Digest = Digest.SHA1
    """The hash of MGF1, for PSS."""
    salt_length: int = 20
    """Bytes, for PSS."""


_DIGESTS = {
    "1.3.14.3.2.26": Digest.SHA1,
    "2.16.840.1.101.3.4.2.4": Digest.SHA224,
    "2.16.840.1.101.3.4.2.1": Digest.SHA256,
    "2.16.840.1.101.3.4.2.2": Digest.SHA384,
    "2.16.840.1.101.3.4.2.3": Digest.SHA512,
}
_SCHEMES = {
    "1.2.840.113549.1.1.5": Scheme(Kind.RSA_PKCS1, Digest.SHA1),
    "1.2.840.113549.1.1.14": Scheme(Kind.RSA_PKCS1, Digest.SHA224),
    "1.2.840.113549.1.1.11": Scheme(Kind.RSA_PKCS1, Digest.SHA256),
    "1.2.840.113549.1.1.12": Scheme(Kind.RSA_PKCS1, Digest.SHA384),
    "1.2.840.113549.1.1.13": Scheme(Kind.RSA_PKCS1, Digest.SHA512),
    "1.2.840.10045.4.1": Scheme(Kind.ECDSA, Digest.SHA1),
    "1.2.840.10045.4.3.1": Scheme(Kind.ECDSA, Digest.SHA224),
    "1.2.840.10045.4.3.2": Scheme(Kind.ECDSA, Digest.SHA256),
    "1.2.840.10045.4.3.3": Scheme(Kind.ECDSA, Digest.SHA384),
    "1.2.840.10045.4.3.4": Scheme(Kind.ECDSA, Digest.SHA512),
    "0.4.0.127.0.7.1.1.4.1.1": Scheme(Kind.ECDSA_PLAIN, Digest.SHA1),
    "0.4.0.127.0.7.1.1.4.1.2": Scheme(Kind.ECDSA_PLAIN, Digest.SHA224),
    "0.4.0.127.0.7.1.1.4.1.3": Scheme(Kind.ECDSA_PLAIN, Digest.SHA256),
    "0.4.0.127.0.7.1.1.4.1.4": Scheme(Kind.ECDSA_PLAIN, Digest.SHA384),
    "0.4.0.127.0.7.1.1.4.1.5": Scheme(Kind.ECDSA_PLAIN, Digest.SHA512),
}
_KINDS_OF_KEYS = {"1.2.840.113549.1.1.1": Kind.RSA_PKCS1, "1.2.840.10045.2.1": Kind.ECDSA}
"""A SignerInfo may name the key's algorithm and leave the hash to its digestAlgorithm."""
_HASHES: dict[Digest, Callable[[], hashes.HashAlgorithm]] = {
    Digest.SHA1: hashes.SHA1,
    Digest.SHA224: hashes.SHA224,
    Digest.SHA256: hashes.SHA256,
    Digest.SHA384: hashes.SHA384,
    Digest.SHA512: hashes.SHA512,
}
_PSS = "1.2.840.113549.1.1.10"
_MGF1 = "1.2.840.113549.1.1.8"
_RSA_ENCRYPTION = tlv.encode(
    der.SEQUENCE,
    tlv.encode(der.OBJECT_IDENTIFIER, der.encode_object_identifier("1.2.840.113549.1.1.1"))
    + tlv.encode(der.NULL, b""),
)
_LONGEST_SALT = 1024


def digest(dotted: str) -> Digest:
    """The hash function of an object identifier, or :class:`Unsupported`."""
    if dotted not in _DIGESTS:
        raise Unsupported(f"the hash function {dotted}")
    return _DIGESTS[dotted]


def scheme(algorithm: bytes, where: str, signer_digest: str = "") -> Scheme:
    """The scheme of an AlgorithmIdentifier (RFC 5280, 4.1.1.2) as DER.

    ``signer_digest`` is the digestAlgorithm beside it in a SignerInfo, for algorithms that name
    no hash. Raises :class:`Malformed` and :class:`Unsupported`.
    """
    identifier, *parameters = der.children(algorithm, der.SEQUENCE, where, least=1)
    name = der.object_identifier(identifier, where)
    if name == _PSS:
        if not parameters:
            raise Malformed(where, "RSASSA-PSS without parameters")
        return _pss(parameters[0], where)
    if name in _KINDS_OF_KEYS and signer_digest:
        return Scheme(_KINDS_OF_KEYS[name], digest(signer_digest))
    if name not in _SCHEMES:
        raise Unsupported(f"the signature algorithm {name}")
    return _SCHEMES[name]


def _pss(parameters: tlv.Tlv, where: str) -> Scheme:
    """RSASSA-PSS-params, each with its default (RFC 4055, 3.1)."""
    found = Scheme(Kind.RSA_PSS, Digest.SHA1)
    hashed, mask, salt = found.digest, found.mask_digest, found.salt_length
    for member in der.members(parameters, der.SEQUENCE, where):
        if member.tag == 0xA0:
            hashed = digest(_identifier(member.value, where)[0])
        elif member.tag == 0xA1:
            function, inner = _identifier(member.value, where)
            if function != _MGF1 or inner is None:
                raise Unsupported(f"the mask generation function {function}")
            mask = digest(_identifier(tlv.encode(inner.tag, inner.value), where)[0])
        elif member.tag == 0xA2:
            salt = der.integer(tlv.parse_one(member.value, where), where)
        elif member.tag == 0xA3 and der.integer(tlv.parse_one(member.value, where), where) != 1:
            raise Unsupported("another trailer of RSASSA-PSS")
    if salt > _LONGEST_SALT:
        raise Malformed(where, "a salt that fits no key")
    return Scheme(Kind.RSA_PSS, hashed, mask, salt)


def _identifier(algorithm: bytes, where: str) -> tuple[str, tlv.Tlv | None]:
    """Name and parameters of an AlgorithmIdentifier."""
    identifier, *parameters = der.children(algorithm, der.SEQUENCE, where, least=1)
    return der.object_identifier(identifier, where), parameters[0] if parameters else None


def key(public_key: bytes, where: str) -> tuple[public_keys.PublicKey, bool]:
    """The key of a SubjectPublicKeyInfo, and whether it is restricted to PSS (RFC 4055, 1.2).

    Raises :class:`Malformed` for what is no key, :class:`Unsupported` for keys of other kinds.
    """
    algorithm, *bits = der.children(public_key, der.SEQUENCE, where, least=2)
    if _identifier(tlv.encode(algorithm.tag, algorithm.value), where)[0] != _PSS:
        return public_keys.parse(public_key, where), False
    inside = _RSA_ENCRYPTION + b"".join(tlv.encode(one.tag, one.value) for one in bits)
    return public_keys.parse(tlv.encode(der.SEQUENCE, inside), where), True


def verify(public_key: bytes, by: Scheme, signature: bytes, message: bytes, where: str) -> bool:
    """Whether ``signature`` is that of ``message`` under a SubjectPublicKeyInfo.

    Raises as :func:`key`, and :class:`Unsupported` for curves that OpenSSL does not know.
    """
    public, only_pss = key(public_key, where)
    try:
        if isinstance(public, RsaKey):
            allowed = by.kind is Kind.RSA_PSS or not only_pss
            return allowed and _verify_rsa(public, by, signature, message)
        if isinstance(public, EcKey):
            return _verify_ecdsa(public, by, signature, message)
    except InvalidSignature:
        return False
    except ValueError:  # a hash or a salt that is too long for the key
        return False
    except UnsupportedAlgorithm:  # an OpenSSL that was built or configured without it
        raise Unsupported(f"{by.kind.value} with {by.digest.value}") from None
    raise Unsupported("signatures with a key for Diffie-Hellman")


def _verify_rsa(key: RsaKey, by: Scheme, signature: bytes, message: bytes) -> bool:
    if by.kind is Kind.RSA_PKCS1:
        form: padding.AsymmetricPadding = padding.PKCS1v15()
    elif by.kind is Kind.RSA_PSS:
        form = padding.PSS(padding.MGF1(_HASHES[by.mask_digest]()), by.salt_length)
    else:
        return False
    public = rsa.RSAPublicNumbers(key.exponent, key.modulus).public_key()
    public.verify(signature, message, form, _HASHES[by.digest]())
    return True


def _verify_ecdsa(key: EcKey, by: Scheme, signature: bytes, message: bytes) -> bool:
    if key.curve.openssl is None:
        raise Unsupported(f"signatures on the curve {key.curve.name}")
    if by.kind is Kind.ECDSA_PLAIN:
        half = len(signature) // 2
        r, s = int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big")
        signature = encode_dss_signature(r, s)
    elif by.kind is not Kind.ECDSA:
        return False
    point = ec.EllipticCurvePublicNumbers(key.point.x, key.point.y, key.curve.openssl)
    point.public_key().verify(signature, message, ec.ECDSA(_HASHES[by.digest]()))
    return True
