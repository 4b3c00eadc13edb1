"""Point multiplication in plain Python, for the curves that OpenSSL is not built with.

Jacobian coordinates (X, Y, Z) stand for the point (X/Z², Y/Z³), so that a multiplication needs
one inversion instead of hundreds; Z = 0 is the point at infinity. Formulas: "dbl-2007-bl" and
"add-2007-bl" of the Explicit-Formulas Database. The scalar is read in windows of four bits.

It does not run in constant time: what it handles are keys that live for one reading, on a
machine whose user holds the card, and never a long-lived secret.
"""

_WINDOW = 4
_INFINITY = (1, 1, 0)

Jacobian = tuple[int, int, int]


def multiply(k: int, x: int, y: int, *, p: int, a: int) -> tuple[int, int] | None:
    """``k`` (not negative) times the point (x, y) in affine coordinates; None is infinity."""
    multiples = [_INFINITY, (x, y, 1)]
    for _ in range(2, 1 << _WINDOW):
        multiples.append(_add(multiples[-1], multiples[1], p, a))
    result = _INFINITY
    for position in reversed(range(0, max(k.bit_length(), 1), _WINDOW)):
        for _ in range(_WINDOW):
            result = _double(result, p, a)
        digit = (k >> position) & ((1 << _WINDOW) - 1)
        if digit:
            result = _add(result, multiples[digit], p, a)
    return _affine(result, p)


def _affine(point: Jacobian, p: int) -> tuple[int, int] | None:
    x, y, z = point
    if z == 0:
        return None
    inverse = pow(z, -1, p)
    square = inverse * inverse % p
    return x * square % p, y * square * inverse % p


def _double(point: Jacobian, p: int, a: int) -> Jacobian:
    x, y, z = point
    if z == 0 or y == 0:
        return _INFINITY
    xx = x * x % p
    yy = y * y % p
    yyyy = yy * yy % p
    zz = z * z % p
    s = 4 * x * yy % p
    m = (3 * xx + a * zz * zz) % p
    doubled_x = (m * m - 2 * s) % p
    return doubled_x, (m * (s - doubled_x) - 8 * yyyy) % p, 2 * y * z % p


def _add(one: Jacobian, other: Jacobian, p: int, a: int) -> Jacobian:
    x1, y1, z1 = one
    x2, y2, z2 = other
    if z1 == 0:
        return other
    if z2 == 0:
        return one
    z1z1 = z1 * z1 % p
    z2z2 = z2 * z2 % p
    u1 = x1 * z2z2 % p
    u2 = x2 * z1z1 % p
    s1 = y1 * z2 * z2z2 % p
    s2 = y2 * z1 * z1z1 % p
    if u1 == u2:
        return _double(one, p, a) if s1 == s2 else _INFINITY
    h = (u2 - u1) % p
    hh = h * h % p
    hhh = h * hh % p
    r = (s2 - s1) % p
    v = u1 * hh % p
    x3 = (r * r - hhh - 2 * v) % p
    return x3, (r * (v - x3) - s1 * hhh) % p, z1 * z2 * h % p
