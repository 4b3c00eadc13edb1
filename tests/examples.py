"""How many examples of a property are tried: all in the full run, three in ten in the quick one."""

from hypothesis import settings

_USUAL = 100
"""Hypothesis's own number, in the full run."""


def examples(full: int) -> int:
    """So many in the full run. Called while tests are collected, when the profile is chosen."""
    return max(10, full * settings().max_examples // _USUAL)
