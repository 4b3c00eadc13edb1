"""Diffie-Hellman groups: RFC 5114's are groups, and no key outside them comes in."""

import os

import pytest

from kiosk.emrtd import dh
from kiosk.emrtd.dh import GROUPS, DhGroup
from kiosk.emrtd.errors import Malformed, Unsupported

every_group = pytest.mark.parametrize("group", GROUPS, ids=lambda group: str(group.number))


@every_group
def test_a_group_of_the_standard_has_the_order_that_it_names(group: DhGroup) -> None:
    assert group.q is not None
    assert (group.p - 1) % group.q == 0
    assert pow(group.g, group.q, group.p) == 1
    for prime in (group.p, group.q):
        assert pow(3, prime - 1, prime) == 1


def test_the_sizes_are_those_of_the_standard() -> None:
    sizes = [(group.p.bit_length(), (group.q or 0).bit_length()) for group in GROUPS]
    assert sizes == [(1024, 160), (2048, 224), (2048, 256)]
    assert [dh.of_number(number) for number in (0, 1, 2)] == list(GROUPS)
    assert dh.of_number(3) is dh.of_number(-1) is None


@every_group
def test_both_sides_agree(group: DhGroup) -> None:
    mine, yours = group.private_key(os.urandom), group.private_key(os.urandom)
    sent = group.encode(group.power(group.g, yours))
    public = group.decode(sent, "test")
    assert group.power(public, mine) == group.power(group.power(group.g, mine), yours)


@every_group
def test_a_key_outside_the_subgroup_is_refused(group: DhGroup) -> None:
    outside = next(x for x in range(2, 50) if pow(x, group.q or 0, group.p) != 1)
    for element in (0, 1, group.p - 1, group.p, group.p + group.g, outside):
        with pytest.raises(Malformed):
            group.decode(group.encode(element), "PACE")
    with pytest.raises(Malformed):
        group.decode(b"", "PACE")
    with pytest.raises(Malformed):
        group.decode(b"\x01" * 100_000, "PACE")


def test_a_subgroup_that_is_not_told_is_not_checked() -> None:
    group = DhGroup(GROUPS[0].p, GROUPS[0].g, None)
    assert group.decode(b"\x02", "DG14") == 2
    assert group.private_key(lambda size: b"\xff" * size).bit_length() <= 512
    with pytest.raises(Malformed):
        group.decode(group.encode(group.p - 1), "DG14")


def test_parameters_that_are_weak_or_slow_are_refused() -> None:
    good = GROUPS[0]
    for p, g, q in (
        ((1 << 1000) + 1, 2, None),
        ((1 << 8000) + 1, 2, None),
        (good.p - 1, 2, None),
        (good.p, 1, good.q),
        (good.p, good.p - 1, good.q),
        (good.p, good.p + 2, good.q),
        (good.p, good.g, 3),
        (good.p, good.g, 1 << 5000),
    ):
        with pytest.raises(Unsupported):
            DhGroup(p, g, q)


def test_elements_have_no_leading_zeros() -> None:
    assert GROUPS[0].encode(0x1234) == b"\x12\x34"
