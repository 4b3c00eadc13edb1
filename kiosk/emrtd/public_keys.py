"""SubjectPublicKeyInfo (RFC 5280, section 4.1) as chips carry it in DG14 and DG15.

Own parsing, because ``cryptography`` refuses two forms that travel documents have: explicit
curve parameters, and standardizedDomainParameters (Doc 9303 part 11, sections 9.5.1, 9.5.2).
"""

from dataclasses import dataclass

from kiosk.emrtd import curves, der, dh, tlv
from kiosk.emrtd.curves import Curve, Point
from kiosk.emrtd.dh import DhGroup
from kiosk.emrtd.errors import Unsupported

_RSA_ENCRYPTION = "1.2.840.113549.1.1.1"
_EC_PUBLIC_KEY = "1.2.840.10045.2.1"
_PKCS3_DH = "1.2.840.113549.1.3.1"
_X942_DH = "1.2.840.10046.2.1"
_STANDARDISED = "0.4.0.127.0.7.1.2"
_PRIME_FIELD = "1.2.840.10045.1.1"

_FEWEST_RSA_BITS = 1024
_MOST_RSA_BITS = 8192
_LARGEST_RSA_EXPONENT = 1 << 64


@dataclass(frozen=True, slots=True)
class EcKey:
    """A point on a named curve."""

    curve: Curve
    point: Point


@dataclass(frozen=True, slots=True)
class DhKey:
    """An element of a group."""

    group: DhGroup
    element: int


@dataclass(frozen=True, slots=True)
class RsaKey:
    """Modulus of 1024 to 8192 bits, and an odd exponent below 2⁶⁴."""

    modulus: int
    exponent: int


PublicKey = EcKey | DhKey | RsaKey


def parse(data: bytes, where: str) -> PublicKey:
    """The key of a SubjectPublicKeyInfo, validated.

    :class:`Malformed` for what is none, and for a point that is not on its curve;
    :class:`Unsupported` for algorithms, curves and sizes that are not spoken.
    """
    algorithm, key, *_ = der.children(data, der.SEQUENCE, where, least=2)
    identifier, *parameters = der.members(algorithm, der.SEQUENCE, where, least=1)
    name = der.object_identifier(identifier, where)
    bits = der.bits(key, where)
    if name == _RSA_ENCRYPTION:
        return _rsa(bits, where)
    if not parameters:
        raise Unsupported(f"a public key {name} without parameters")
    domain = _domain(name, parameters[0], where)
    if isinstance(domain, Curve):
        return EcKey(domain, domain.decode(bits, where))
    return DhKey(domain, _element(domain, bits, where))


def _domain(name: str, parameters: tlv.Tlv, where: str) -> Curve | DhGroup:
    if name == _EC_PUBLIC_KEY:
        return _curve(parameters, where)
    if name == _STANDARDISED:
        number = der.integer(parameters, where)
        domain = curves.of_number(number) or dh.of_number(number)
        if domain is None:
            raise Unsupported(f"domain parameters {number}")
        return domain
    if name in (_PKCS3_DH, _X942_DH):
        p, g, *more = der.members(parameters, der.SEQUENCE, where, least=2)
        # PKCS #3 has the length of private keys in third place, X9.42 has q.
        q = der.integer(more[0], where) if more and name == _X942_DH else None
        return _group(der.integer(p, where), der.integer(g, where), q)
    raise Unsupported(f"a public key {name}")


def _curve(parameters: tlv.Tlv, where: str) -> Curve:
    if parameters.tag == der.OBJECT_IDENTIFIER:
        name = der.object_identifier(parameters, where)
        named = curves.of_object_identifier(name)
        if named is None:
            raise Unsupported(f"the curve {name}")
        return named
    return _explicit_curve(parameters, where)


def _explicit_curve(parameters: tlv.Tlv, where: str) -> Curve:
    """The named curve of written-out ECParameters (SEC 1, C.2); ``Unsupported`` if of none."""
    _, field, equation, base, order, *_ = der.members(parameters, der.SEQUENCE, where, least=5)
    kind, prime, *_ = der.members(field, der.SEQUENCE, where, least=2)
    if der.object_identifier(kind, where) != _PRIME_FIELD:
        raise Unsupported("a curve over no prime field")
    a, b, *_ = der.members(equation, der.SEQUENCE, where, least=2)
    found = curves.of_explicit(
        der.integer(prime, where),
        int.from_bytes(der.octets(a, where), "big"),
        int.from_bytes(der.octets(b, where), "big"),
        der.octets(base, where),
        der.integer(order, where),
    )
    if found is None:
        raise Unsupported("curve parameters that are of no named curve")
    return found


def _group(p: int, g: int, q: int | None) -> DhGroup:
    """A group of the standard has a subgroup that is known, whether or not the card tells it."""
    known = next((group for group in dh.GROUPS if (group.p, group.g) == (p, g)), None)
    return known or DhGroup(p, g, q)


def _element(group: DhGroup, bits: bytes, where: str) -> int:
    value = der.integer(tlv.parse_one(bits, where), where)
    return group.decode(group.encode(value), where)


def _rsa(bits: bytes, where: str) -> RsaKey:
    first, second, *_ = der.children(bits, der.SEQUENCE, where, least=2)
    modulus, exponent = der.integer(first, where), der.integer(second, where)
    if not _FEWEST_RSA_BITS <= modulus.bit_length() <= _MOST_RSA_BITS:
        raise Unsupported(f"RSA with {modulus.bit_length()} bits")
    if modulus % 2 == 0 or exponent % 2 == 0 or not 1 < exponent < _LARGEST_RSA_EXPONENT:
        raise Unsupported("RSA with parameters that are no key")
    return RsaKey(modulus, exponent)
