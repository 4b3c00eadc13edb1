"""All descriptors in memory, to be compared with one at once.

A scan of each, and so exact: 100,000 of them are 51 MB, read once in some milliseconds. Indexes
that are quicker miss some.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

LENGTH = 128
_FIRST = 1024


class Gallery:
    """Rows of number, patient and descriptor; used by one thread at a time."""

    def __init__(self) -> None:
        self._places: NDArray[np.float32] = np.empty((_FIRST, LENGTH), np.float32)
        self._squares: NDArray[np.float32] = np.empty(_FIRST, np.float32)
        """Squared lengths of the rows."""
        self._numbers: list[int] = []
        self._patients: list[str] = []
        self._row_of: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self._numbers)

    def add(self, rows: Sequence[tuple[int, str, bytes]]) -> None:
        """``(number, patient, descriptor)``; the descriptor as 128 little-endian binary32."""
        first, end = len(self._numbers), len(self._numbers) + len(rows)
        while end > len(self._places):
            self._grow()
        places = np.frombuffer(b"".join(row[2] for row in rows), "<f4").reshape(-1, LENGTH)
        self._places[first:end] = places
        self._squares[first:end] = np.einsum("ij,ij->i", places, places)
        self._numbers += [row[0] for row in rows]
        self._patients += [row[1] for row in rows]
        self._row_of.update(zip(self._numbers[first:], range(first, end), strict=True))

    def remove(self, number: int) -> None:
        """The last row takes its place. One that is not there is no error."""
        row = self._row_of.pop(number, None)
        if row is None:
            return
        last_number, last_patient = self._numbers.pop(), self._patients.pop()
        last = len(self._numbers)
        if row != last:
            self._places[row] = self._places[last]
            self._squares[row] = self._squares[last]
            self._numbers[row], self._patients[row] = last_number, last_patient
            self._row_of[last_number] = row
        self._places[last] = 0

    def nearest(self, descriptor: bytes, most: int) -> list[tuple[str, float]]:
        """The patients of the nearest rows, the nearest first, at most so many, and their
        Euclidean distances."""
        count = len(self._numbers)
        if not count:
            return []
        asked = np.frombuffer(descriptor, "<f4", LENGTH).astype(np.float32)
        # |a - b|² = |a|² + |b|² - 2ab without a copy of all; what is told is worked out anew.
        near = self._squares[:count] - 2 * (self._places[:count] @ asked)
        rows = np.argpartition(near, most - 1)[:most] if count > most else np.arange(count)
        apart = self._places[rows].astype(np.float64) - asked
        found = zip(rows.tolist(), np.linalg.norm(apart, axis=1).tolist(), strict=True)
        return [
            (self._patients[row], distance)
            for row, distance in sorted(found, key=lambda one: one[1])
        ]

    def _grow(self) -> None:
        more = 2 * len(self._places)
        places = np.empty((more, LENGTH), np.float32)
        squares = np.empty(more, np.float32)
        places[: len(self._places)] = self._places
        squares[: len(self._squares)] = self._squares
        self._places, self._squares = places, squares
