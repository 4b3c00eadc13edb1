"""Points on the named elliptic curves of Doc 9303 (short Weierstrass, prime field, cofactor 1).

``cryptography`` has Diffie-Hellman, whose result is an x coordinate, and neither the addition
nor the multiplication of points that PACE needs. For the curves that OpenSSL knows, k·P is got
from it all the same: Diffie-Hellman with k and with k + 1 gives the x coordinates of kP and of
kP + P, and these with P itself fix the y of kP (``Curve._recover_y``). OpenSSL does not leak k by
its timing, and is quicker: 0.2 ms on secp256r1 and 0.9 on secp521r1, where plain Python takes 1.3
and 6.6 (on the brainpool curves both take the same, 1.3 ms on P256r1). The curves that OpenSSL
lacks, brainpoolP192r1, P224r1 and P320r1, are calculated in
:mod:`~kiosk.emrtd.curve_arithmetic`.

The point at infinity is no value here: it has no encoding, every protocol refuses it, and an
operation that ends in it raises :class:`Malformed`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric import ec

from kiosk.emrtd import curve_arithmetic
from kiosk.emrtd.curve_table import STANDARDISED, CurveParameters
from kiosk.emrtd.errors import Malformed

_UNCOMPRESSED = 0x04
_EXTRA_RANDOM = 8
_OPENSSL: dict[str, ec.EllipticCurve] = {
    curve.name: curve
    for curve in (
        ec.SECP192R1(),
        ec.SECP224R1(),
        ec.SECP256R1(),
        ec.SECP384R1(),
        ec.SECP521R1(),
        ec.BrainpoolP256R1(),
        ec.BrainpoolP384R1(),
        ec.BrainpoolP512R1(),
    )
}


@dataclass(frozen=True, slots=True)
class Point:
    """A point that is on its curve, in affine coordinates."""

    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Curve:
    """y² = x³ + ax + b modulo ``p``, with generator ``g`` of prime order ``n``."""

    name: str
    object_identifier: str
    number: int
    """The parameter id of Doc 9303 part 11, section 9.5.1: 8 to 18."""
    p: int
    a: int
    b: int
    g: Point
    n: int
    size: int
    """Bytes of a coordinate."""
    openssl: ec.EllipticCurve | None = field(compare=False)
    """The curve of ``cryptography``; None where OpenSSL has none."""

    def holds(self, point: Point) -> bool:
        """Whether the point's coordinates are in the field and satisfy the equation."""
        x, y = point.x, point.y
        return (
            0 <= x < self.p
            and 0 <= y < self.p
            and (y * y - (x * x + self.a) * x - self.b) % self.p == 0
        )

    def encode(self, point: Point) -> bytes:
        """``04 ‖ x ‖ y`` (BSI TR-03111, section 3.2.1): 1 + 2 · ``size`` bytes."""
        return b"\x04" + point.x.to_bytes(self.size, "big") + point.y.to_bytes(self.size, "big")

    def decode(self, data: bytes, where: str) -> Point:
        """The point of an uncompressed encoding; :class:`Malformed` if it is not on the curve."""
        if len(data) != 1 + 2 * self.size or data[0] != _UNCOMPRESSED:
            raise Malformed(where, f"no uncompressed point of {self.name}")
        point = Point(
            int.from_bytes(data[1 : 1 + self.size], "big"),
            int.from_bytes(data[1 + self.size :], "big"),
        )
        if not self.holds(point):
            raise Malformed(where, f"a point that is not on {self.name}")
        return point

    def private_key(self, random: Callable[[int], bytes]) -> int:
        """A scalar between 1 and n - 1 (FIPS 186-5, A.2.1: 64 bits more than needed, reduced)."""
        drawn = int.from_bytes(random(self.size + _EXTRA_RANDOM), "big")
        return drawn % (self.n - 1) + 1

    def multiply(self, k: int, point: Point | None = None) -> Point:
        """``k`` (modulo n) times ``point``, which is the generator if none is given.

        Raises :class:`Malformed` for a multiple of n: no key has a use for infinity.
        """
        k %= self.n
        base = point or self.g
        if k == 0:
            raise Malformed("elliptic curve", "an operation ends in the point at infinity")
        if self.openssl is None:
            found = curve_arithmetic.multiply(k, base.x, base.y, p=self.p, a=self.a)
            assert found is not None  # the order is prime, and k is no multiple of it
            return Point(*found)
        if base == self.g:
            return _of_numbers(ec.derive_private_key(k, self.openssl).public_key())
        if k == 1:
            return base
        if k == self.n - 1:
            return Point(base.x, -base.y % self.p)
        public = _public_key(self.openssl, base)
        x = _shared_x(self.openssl, k, public)
        return Point(x, self._recover_y(x, base, _shared_x(self.openssl, k + 1, public)))

    def _recover_y(self, x: int, base: Point, x_of_sum: int) -> int:
        """The y of kP from the x coordinates of kP and kP + P, where kP is neither P nor -P.

        The addition formula ((y - y_P) / (x - x_P))² = x + x_P + x_of_sum, with
        y² = x³ + ax + b put in for y², is linear in y (Okeya and Sakurai, CHES 2001).
        """
        squares = (x * x + self.a) * x + self.b + base.y * base.y
        slope = (x_of_sum + x + base.x) * (x - base.x) ** 2
        return (squares - slope) * pow(2 * base.y, -1, self.p) % self.p

    def shared_x(self, k: int, point: Point) -> bytes:
        """The x coordinate of k times ``point``, ``size`` bytes (ECKA of BSI TR-03111, 4.3)."""
        if self.openssl is None or not 0 < k < self.n:
            return self.multiply(k, point).x.to_bytes(self.size, "big")
        return _shared_x(self.openssl, k, _public_key(self.openssl, point)).to_bytes(
            self.size, "big"
        )

    def add(self, one: Point, other: Point) -> Point:
        """The sum of two points; :class:`Malformed` where that is the point at infinity."""
        if one.x == other.x and (one.y + other.y) % self.p == 0:
            raise Malformed("elliptic curve", "an operation ends in the point at infinity")
        if one == other:
            slope = (3 * one.x * one.x + self.a) * pow(2 * one.y, -1, self.p)
        else:
            slope = (other.y - one.y) * pow(other.x - one.x, -1, self.p)
        x = (slope * slope - one.x - other.x) % self.p
        return Point(x, (slope * (one.x - x) - one.y) % self.p)


def _public_key(openssl: ec.EllipticCurve, point: Point) -> ec.EllipticCurvePublicKey:
    return ec.EllipticCurvePublicNumbers(point.x, point.y, openssl).public_key()


def _of_numbers(key: ec.EllipticCurvePublicKey) -> Point:
    numbers = key.public_numbers()
    return Point(numbers.x, numbers.y)


def _shared_x(openssl: ec.EllipticCurve, k: int, public: ec.EllipticCurvePublicKey) -> int:
    return int.from_bytes(ec.derive_private_key(k, openssl).exchange(ec.ECDH(), public), "big")


def _curve(parameters: CurveParameters) -> Curve:
    return Curve(
        name=parameters.name,
        object_identifier=parameters.object_identifier,
        number=parameters.number,
        p=int(parameters.p, 16),
        a=int(parameters.a, 16),
        b=int(parameters.b, 16),
        g=Point(int(parameters.x, 16), int(parameters.y, 16)),
        n=int(parameters.n, 16),
        size=len(parameters.p) // 2,
        openssl=_OPENSSL.get(parameters.name),
    )


CURVES = tuple(_curve(parameters) for parameters in STANDARDISED)
"""Every curve of Doc 9303 part 11, section 9.5.1, in the order of their numbers."""

_BY_NUMBER = {curve.number: curve for curve in CURVES}
_BY_OBJECT_IDENTIFIER = {curve.object_identifier: curve for curve in CURVES}


def of_number(number: int) -> Curve | None:
    """The curve of a standardised domain parameter id (Doc 9303 part 11, section 9.5.1)."""
    return _BY_NUMBER.get(number)


def of_object_identifier(dotted: str) -> Curve | None:
    """The curve of an object identifier such as ``1.2.840.10045.3.1.7``."""
    return _BY_OBJECT_IDENTIFIER.get(dotted)


def of_explicit(p: int, a: int, b: int, generator: bytes, n: int) -> Curve | None:
    """The named curve that has exactly these explicit parameters; None if there is none.

    ``generator`` is encoded with or without compression (SEC 1, section 2.3.3). Many
    certificates and cards write their curve out. Mapping it to a curve known beforehand is
    also the defence against invented parameters, with which anybody can sign (CVE-2020-0601).
    """
    for curve in CURVES:
        if (curve.p, curve.a, curve.b, curve.n) == (p, a, b, n):
            compressed = bytes([2 + curve.g.y % 2]) + curve.g.x.to_bytes(curve.size, "big")
            return curve if generator in (curve.encode(curve.g), compressed) else None
    return None
