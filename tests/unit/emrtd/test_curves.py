"""Points on curves: the two ways of multiplying agree, and nothing off the curve comes in."""

import os
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.emrtd import curves
from kiosk.emrtd.curves import CURVES, Curve, Point
from kiosk.emrtd.errors import Malformed

every_curve = pytest.mark.parametrize("curve", CURVES, ids=lambda curve: curve.name)
with_openssl = pytest.mark.parametrize(
    "curve", [curve for curve in CURVES if curve.openssl], ids=lambda curve: curve.name
)


def in_python(curve: Curve) -> Curve:
    return replace(curve, openssl=None)


def test_the_curves_of_the_standard_are_there() -> None:
    assert [curve.number for curve in CURVES] == list(range(8, 19))
    assert [curve.name for curve in CURVES if curve.openssl is None] == [
        "brainpoolP192r1",
        "brainpoolP224r1",
        "brainpoolP320r1",
    ]


@every_curve
def test_the_generator_is_on_the_curve_and_has_the_order_n(curve: Curve) -> None:
    assert curve.holds(curve.g)
    back = in_python(curve).multiply(curve.n - 1)
    assert back == Point(curve.g.x, curve.p - curve.g.y)
    with pytest.raises(Malformed, match="infinity"):
        curve.add(back, curve.g)


@with_openssl
def test_openssl_and_plain_python_find_the_same_multiples(curve: Curve) -> None:
    python = in_python(curve)
    point = python.multiply(0xC0FFEE)
    far = int.from_bytes(b"\xa5" * curve.size, "big") % curve.n
    for k in (1, 2, 3, far, curve.n - 2, curve.n - 1, curve.n + 5, -7):
        assert curve.multiply(k, point) == python.multiply(k, point)
        assert curve.multiply(k) == python.multiply(k)


@with_openssl
def test_the_shared_x_is_that_of_the_multiple(curve: Curve) -> None:
    point = curve.multiply(12345)
    for k in (1, 2, curve.n - 1, curve.n - 12345, curve.n + 3):
        expected = in_python(curve).multiply(k, point).x.to_bytes(curve.size, "big")
        assert curve.shared_x(k, point) == in_python(curve).shared_x(k, point) == expected


@every_curve
def test_a_shared_x_keeps_its_leading_zeros(curve: Curve) -> None:
    assert len(curve.shared_x(1, curve.g)) == curve.size


@settings(max_examples=25, deadline=None)
@given(curve=st.sampled_from(CURVES), k=st.integers(2, 1 << 190), other=st.integers(2, 1 << 190))
def test_multiplication_distributes_over_addition(curve: Curve, k: int, other: int) -> None:
    together = curve.multiply(k + other)
    assert curve.holds(together)
    assert curve.add(curve.multiply(k), curve.multiply(other)) == together
    assert curve.multiply(other, curve.multiply(k)) == curve.multiply(k * other)


@every_curve
def test_a_point_doubles(curve: Curve) -> None:
    assert curve.add(curve.g, curve.g) == in_python(curve).multiply(2)


@every_curve
def test_no_multiple_is_infinity(curve: Curve) -> None:
    for k in (0, curve.n, 3 * curve.n):
        with pytest.raises(Malformed, match="infinity"):
            curve.multiply(k)


@every_curve
def test_points_are_encoded_and_decoded(curve: Curve) -> None:
    point = curve.multiply(987654321)
    encoded = curve.encode(point)
    assert len(encoded) == 1 + 2 * curve.size
    assert curve.decode(encoded, "test") == point


@every_curve
def test_what_is_no_point_of_the_curve_is_refused(curve: Curve) -> None:
    encoded = curve.encode(curve.g)
    off = curve.encode(Point(curve.g.x, curve.g.y ^ 1))
    too_large = b"\x04" + b"\xff" * (2 * curve.size)
    for bad in (b"", b"\x00", b"\x04", encoded[:-1], encoded + b"\x00", off, too_large):
        with pytest.raises(Malformed) as error:
            curve.decode(bad, "PACE")
        assert error.value.where == "PACE"
    for first in (0x00, 0x02, 0x03, 0x06):
        with pytest.raises(Malformed):
            curve.decode(bytes([first]) + encoded[1:], "PACE")


def test_a_coordinate_beyond_the_field_is_refused() -> None:
    """x + p is congruent to x: the same point in a second encoding."""
    curve = curves.of_number(18)
    assert curve is not None
    wrapped = b"\x04" + (curve.g.x + curve.p).to_bytes(curve.size, "big")
    with pytest.raises(Malformed):
        curve.decode(wrapped + curve.g.y.to_bytes(curve.size, "big"), "PACE")


@every_curve
def test_a_private_key_is_never_zero_and_never_the_order(curve: Curve) -> None:
    highest = (curve.n - 2).to_bytes(curve.size + 8, "big")
    assert curve.private_key(bytes) == 1
    assert curve.private_key(lambda size: highest) == curve.n - 1
    assert 0 < curve.private_key(os.urandom) < curve.n


def test_openssl_agrees_on_the_numbers() -> None:
    for curve in CURVES:
        if curve.openssl is not None:
            numbers = ec.derive_private_key(1, curve.openssl).public_key().public_numbers()
            assert Point(numbers.x, numbers.y) == curve.g
            assert numbers.curve.group_order == curve.n


@every_curve
def test_curves_are_found_by_number_identifier_and_parameters(curve: Curve) -> None:
    assert curves.of_number(curve.number) is curve
    assert curves.of_object_identifier(curve.object_identifier) is curve
    compressed = bytes([2 + curve.g.y % 2]) + curve.encode(curve.g)[1 : 1 + curve.size]
    for generator in (curve.encode(curve.g), compressed):
        assert curves.of_explicit(curve.p, curve.a, curve.b, generator, curve.n) is curve


def test_invented_parameters_are_no_named_curve() -> None:
    """The right curve with another generator: anybody can find its private keys."""
    curve = CURVES[4]
    other = curve.encode(curve.multiply(2))
    assert curves.of_explicit(curve.p, curve.a, curve.b, other, curve.n) is None
    assert curves.of_explicit(curve.p, curve.a, curve.b + 1, b"", curve.n) is None
    assert curves.of_number(19) is None
    assert curves.of_object_identifier("1.2.3") is None
