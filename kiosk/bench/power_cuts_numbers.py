"""Which number stands on a sheet of paper, read from its dots."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from PIL import Image, ImageDraw

from kiosk.bench.power_cuts_paper import Dots
from kiosk.model.text import LocalText, local
from kiosk.ticket import Slip, render
from kiosk.ticket.blocks import PAPER
from kiosk.ticket.number import DIGITS, number

WIDTH = 576
_MARGIN = 16
_FRAME = 22
"""A provisional ticket's frame, with the space inside it, in dots."""
_INSIDE = slice(_MARGIN + _FRAME, WIDTH - _MARGIN - _FRAME)
"""Columns within every frame."""
_LOWEST = DIGITS - 16
"""Only a number is so high."""


@dataclass(frozen=True, slots=True)
class Read:
    """What a sheet says."""

    number: str
    provisional: bool
    copy: bool
    """It says of itself that it is a copy."""


class NumberReader:
    """Compares what stands where a number stands with how each number looks.

    It shares the drawing of tickets with the kiosk: that a picture of a ticket is the picture on
    paper is proven elsewhere, by a parser that nobody here wrote.
    """

    def __init__(self, hospital: LocalText, known: Iterable[str]) -> None:
        """``known`` are all numbers that can be on paper."""
        self._looks = {
            _look(one, provisional): (one, provisional)
            for one in known
            for provisional in (False, True)
        }
        self._heads = {
            (provisional, _head(hospital, provisional, copy)): copy
            for provisional in (False, True)
            for copy in (False, True)
        }

    def read(self, dots: Dots) -> Read | None:
        """``None`` where no known number stands, or not all of it."""
        band = _number_rows(dots)
        if band is None:
            return None
        first, last = band
        found = self._looks.get(_bytes(dots[first:last, _INSIDE]))
        if found is None:
            return None
        known, provisional = found
        copy = self._heads.get((provisional, _rule_above(dots, first)))
        return None if copy is None else Read(known, provisional, copy)


def _look(content: str, provisional: bool) -> bytes:
    inner = WIDTH - 2 * _MARGIN - (2 * _FRAME if provisional else 0)
    block = number(content, inner)
    canvas = Image.new("L", (WIDTH, block.height), PAPER)
    block.paint(ImageDraw.Draw(canvas), (WIDTH - inner) // 2, 0)
    return _bytes((np.asarray(canvas) < 128)[:, _INSIDE])


def _bytes(dots: Dots) -> bytes:
    """The part with ink, and its shape."""
    rows, columns = np.flatnonzero(dots.any(axis=1)), np.flatnonzero(dots.any(axis=0))
    if not rows.size:
        return b""
    ink = dots[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return repr(ink.shape).encode() + np.packbits(ink).tobytes()


def _number_rows(dots: Dots) -> tuple[int, int] | None:
    """Where the first thing stands that is as high as a number."""
    inked = np.concatenate(([False], dots[:, _INSIDE].any(axis=1), [False]))
    edges = np.flatnonzero(inked[1:] != inked[:-1])
    for first, last in edges.reshape(-1, 2):
        if last - first >= _LOWEST:
            return int(first), int(last)
    return None


def _rule_above(dots: Dots, row: int) -> int:
    """The last row of the line between a ticket's head and its number."""
    full = np.flatnonzero(dots[:row, _INSIDE].all(axis=1))
    return int(full[-1]) if full.size else -1


def _head(hospital: LocalText, provisional: bool, copy: bool) -> int:
    """How far down the number begins: a copy has a line more above it."""
    slip = Slip(
        hospital=hospital,
        number="A-000",
        room="",
        floor="",
        direction=local("", ""),
        service=local("", ""),
        people_ahead=0,
        wait_minutes=None,
        name="",
        patient_code="",
        issued_at=datetime(2026, 1, 1, tzinfo=UTC),
        insurance=local("", ""),
        provisional=provisional,
        reprint=copy,
    )
    dots = ~np.asarray(render(slip, WIDTH))
    band = _number_rows(dots)
    assert band
    return _rule_above(dots, band[0])
