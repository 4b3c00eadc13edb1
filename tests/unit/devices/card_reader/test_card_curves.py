"""Point arithmetic against OpenSSL's, on every standardised curve."""

import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from kiosk.devices.card_reader.card.agreement import Dh, agreement
from kiosk.devices.card_reader.card.curves import Curve
from kiosk.devices.card_reader.card.domains import CURVES, GROUPS


def scalar(curve: Curve, name: str) -> int:
    digest = hashlib.sha512(f"{curve.name} {name}".encode()).digest()
    return 1 + int.from_bytes(digest * 2) % (curve.order - 1)


def test_all_standardised_ids_are_there() -> None:
    assert sorted(CURVES) == list(range(8, 19))
    assert sorted(GROUPS) == [0, 1, 2]


@pytest.mark.parametrize("curve", CURVES.values(), ids=lambda curve: curve.name)
def test_the_constants_fit_together(curve: Curve) -> None:
    assert curve.decode(curve.encode(curve.base)) == curve.base
    minus = (curve.base[0], -curve.base[1] % curve.p)
    assert curve.multiply(curve.order - 1, curve.base) == minus
    with pytest.raises(ValueError, match="infinity"):
        curve.multiply(curve.order, curve.base)
    with pytest.raises(ValueError, match="infinity"):
        curve.add(curve.base, minus)


@pytest.mark.parametrize(
    "curve", [one for one in CURVES.values() if one.known], ids=lambda curve: curve.name
)
def test_multiples_are_openssls(curve: Curve) -> None:
    assert curve.known is not None
    for private in (1, 2, 15, 16, 17, curve.order - 1, scalar(curve, "a"), scalar(curve, "b")):
        theirs = ec.derive_private_key(private, curve.known()).public_key().public_numbers()
        assert curve.multiply(private, curve.base) == (theirs.x, theirs.y)


@pytest.mark.parametrize("curve", CURVES.values(), ids=lambda curve: curve.name)
def test_two_sides_agree(curve: Curve) -> None:
    a, b = scalar(curve, "a"), scalar(curve, "b")
    secret = curve.agree(a, curve.public(b))
    assert secret == curve.agree(b, curve.public(a))
    assert secret == curve.multiply(a * b, curve.base)[0].to_bytes(curve.size)
    both = curve.add(curve.public(a), curve.public(b))
    assert both == curve.multiply(a + b, curve.base)
    assert curve.add(both, both) == curve.multiply(2 * (a + b), curve.base)


@pytest.mark.parametrize("data", ["", "04", "00" * 65, "04" + "ff" * 64, "02" + "11" * 64])
def test_what_is_no_point_is_refused(data: str) -> None:
    with pytest.raises(ValueError, match="point"):
        CURVES[12].decode(bytes.fromhex(data))


@pytest.mark.parametrize("number", GROUPS)
def test_two_sides_agree_in_a_group(number: int) -> None:
    domain = agreement(number)
    secret = domain.secret(12345, domain.public_key(67890))
    assert secret == domain.secret(67890, domain.public_key(12345))
    assert len(secret) == GROUPS[number].size


def test_a_number_that_maps_to_nothing_is_refused() -> None:
    domain = agreement(0)
    assert isinstance(domain, Dh)
    with pytest.raises(ValueError, match="generates nothing"):
        domain.map_integrated(1)


def test_a_group_is_refused_where_there_is_none() -> None:
    with pytest.raises(ValueError, match="no standardised"):
        agreement(3)
