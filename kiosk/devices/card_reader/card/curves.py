"""Points on short Weierstrass curves over prime fields.

``cryptography`` agrees on keys, but PACE also needs points in between (Doc 9303-11, 4.4.3.3):
sums, and multiples of a point that is no base point, with both coordinates. These are computed
here, in Jacobian coordinates with a window of four bits: 2 ms for a multiple on a 256-bit
curve. Nothing here runs in constant time; the keys are a simulation's.
"""

from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric import ec

Point = tuple[int, int]
"""Affine coordinates. ``None`` stands for the point at infinity."""
_Jacobian = tuple[int, int, int]
_INFINITY: _Jacobian = (1, 1, 0)
_WINDOW = 4

_KNOWN: dict[str, type[ec.EllipticCurve]] = {
    "secp192r1": ec.SECP192R1,
    "secp224r1": ec.SECP224R1,
    "secp256r1": ec.SECP256R1,
    "secp384r1": ec.SECP384R1,
    "secp521r1": ec.SECP521R1,
    "brainpoolP256r1": ec.BrainpoolP256R1,
    "brainpoolP384r1": ec.BrainpoolP384R1,
    "brainpoolP512r1": ec.BrainpoolP512R1,
}
"""OpenSSL is ten to forty times quicker, where it has the curve."""


@dataclass(frozen=True, slots=True)
class Curve:
    """y² = x³ + ax + b modulo ``p``, of prime order (cofactor 1)."""

    name: str
    p: int
    a: int
    b: int
    base: Point
    order: int

    @property
    def size(self) -> int:
        """Bytes of a coordinate."""
        return (self.p.bit_length() + 7) // 8

    @property
    def known(self) -> type[ec.EllipticCurve] | None:
        """This curve in ``cryptography``, where it has it."""
        return _KNOWN.get(self.name)

    def encode(self, point: Point) -> bytes:
        """The uncompressed form: 04, x, y (TR-03111, 3.2.1)."""
        return b"\x04" + point[0].to_bytes(self.size) + point[1].to_bytes(self.size)

    def decode(self, data: bytes) -> Point:
        """A point from its uncompressed form; ``ValueError`` for what is not on the curve."""
        if len(data) != 1 + 2 * self.size or data[0] != 4:
            raise ValueError("no uncompressed point of this curve")
        x, y = int.from_bytes(data[1 : 1 + self.size]), int.from_bytes(data[1 + self.size :])
        if x >= self.p or y >= self.p or (y * y - (x * x + self.a) * x - self.b) % self.p:
            raise ValueError("the point is not on the curve")
        return x, y

    def public(self, private: int) -> Point:
        """The multiple of the base point."""
        if self.known is None:
            return self.multiply(private, self.base)
        numbers = ec.derive_private_key(private, self.known()).public_key().public_numbers()
        return numbers.x, numbers.y

    def agree(self, private: int, point: Point) -> bytes:
        """The x coordinate of ``private`` × ``point``: the shared secret of ECDH."""
        if self.known is None:
            return self.multiply(private, point)[0].to_bytes(self.size)
        key = ec.derive_private_key(private, self.known())
        other = ec.EllipticCurvePublicNumbers(*point, self.known()).public_key()
        return key.exchange(ec.ECDH(), other)

    def multiply(self, factor: int, point: Point) -> Point:
        """``factor`` × ``point``; ``ValueError`` if that is the point at infinity."""
        table = self._multiples(point)
        result = _INFINITY
        factor %= self.order
        for at in range(factor.bit_length() // _WINDOW * _WINDOW, -1, -_WINDOW):
            for _ in range(_WINDOW):
                result = self._double(result)
            if digit := factor >> at & (1 << _WINDOW) - 1:
                result = self._add(result, table[digit - 1])
        return self._affine(result)

    def add(self, one: Point, other: Point) -> Point:
        """The sum of two points; ``ValueError`` if that is the point at infinity."""
        return self._affine(self._add((*one, 1), other))

    def _multiples(self, point: Point) -> list[Point]:
        """The point times 1 to 15, affine: additions to affine points cost less."""
        table = [point]
        for _ in range((1 << _WINDOW) - 2):
            table.append(self.add(table[-1], point))
        return table

    def _double(self, point: _Jacobian) -> _Jacobian:
        x, y, z = point
        p = self.p
        if not z or not y:
            return _INFINITY
        yy = y * y % p
        zz = z * z % p
        s = 4 * x * yy % p
        m = (3 * x * x + self.a * (zz * zz % p)) % p
        x3 = (m * m - 2 * s) % p
        return x3, (m * (s - x3) - 8 * yy * yy) % p, 2 * y * z % p

    def _add(self, point: _Jacobian, affine: Point) -> _Jacobian:
        x, y, z = point
        p = self.p
        if not z:
            return (*affine, 1)
        zz = z * z % p
        h = (affine[0] * zz - x) % p
        r = (affine[1] * zz * z - y) % p
        if not h:
            return _INFINITY if r else self._double(point)
        hh = h * h % p
        hhh = h * hh % p
        v = x * hh % p
        x3 = (r * r - hhh - 2 * v) % p
        return x3, (r * (v - x3) - y * hhh) % p, h * z % p

    def _affine(self, point: _Jacobian) -> Point:
        x, y, z = point
        if not z:
            raise ValueError("the point at infinity has no coordinates")
        inverse = pow(z, -1, self.p)
        square = inverse * inverse % self.p
        return x * square % self.p, y * square * inverse % self.p
