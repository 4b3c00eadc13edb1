"""Verdicts: one tick only, and the worst of several."""

from itertools import permutations

from kiosk.emrtd.verdict import VERIFIED, Trust, Verdict, overall

FAILED = Verdict.failed("signature")
UNKNOWN = Verdict.not_verified("no-trust-anchor")


def test_only_verified_is_verified() -> None:
    assert [one.is_verified for one in (VERIFIED, UNKNOWN, FAILED)] == [True, False, False]
    assert [one.is_failed for one in (VERIFIED, UNKNOWN, FAILED)] == [False, False, True]
    assert [one.state for one in (VERIFIED, UNKNOWN, FAILED)] == list(Trust)


def test_the_worst_counts_in_any_order() -> None:
    for order in permutations((VERIFIED, UNKNOWN, FAILED)):
        assert overall(order) == FAILED
    assert overall((VERIFIED, UNKNOWN, VERIFIED)) == UNKNOWN
    assert overall((VERIFIED, VERIFIED)) == VERIFIED


def test_the_first_of_equals_counts() -> None:
    other = Verdict.failed("hash-dg1")
    assert overall((VERIFIED, other, FAILED)) == other


def test_nothing_checked_is_not_verified() -> None:
    assert overall(()) == Verdict.not_verified("nothing-checked")
