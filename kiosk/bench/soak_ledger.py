"""What a soak notes of each visit, in files: memory is what is measured."""

import json
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from PIL.Image import Image

from kiosk.bench.audit import Cause, Hand
from kiosk.bench.power_cuts_numbers import NumberReader
from kiosk.bench.power_cuts_paper import Dots
from kiosk.bench.power_cuts_sides import name
from kiosk.model.text import LocalText

_HEAD_ROWS = 640
"""Dots: hospital, marks and number stand within 80 mm of a ticket's top."""
_AT_ONCE = 400
"""Sheets that are read with one :class:`~kiosk.bench.power_cuts_numbers.NumberReader`."""


@dataclass(frozen=True, slots=True)
class _Line:
    who: str
    day: str
    kiosk_day: str
    number: str
    at: int
    """Of the picture in the file of sheets, and its bytes; -1 where there is no paper."""
    size: int
    rows: int


class Ledger:
    """Appended to while patients come, read when they have gone."""

    def __init__(self, folder: Path) -> None:
        self._lines = (folder / "hands.jsonl").open("a+", encoding="utf-8")
        self._sheets = (folder / "sheets").open("a+b")
        self._causes = (folder / "causes.jsonl").open("a+", encoding="utf-8")

    def close(self) -> None:
        for file in (self._lines, self._sheets, self._causes):
            file.close()

    def befell(self, person: int, causes: frozenset[Cause]) -> None:
        """This happened while the person was here."""
        for cause in causes:
            self._causes.write(json.dumps([name(person), cause.value]) + "\n")

    def sheet(self, person: int, ticket: Image, day: date, kiosk_day: date) -> None:
        """A whole sheet came out for the person. ``day`` is the hospital's."""
        head = ~np.asarray(ticket)[:_HEAD_ROWS]
        packed = zlib.compress(np.packbits(head, axis=1).tobytes(), 1)
        at = self._sheets.tell()
        self._sheets.write(packed)
        self._note(_Line(name(person), f"{day}", f"{kiosk_day}", "", at, len(packed), len(head)))

    def noted(self, person: int, number: str, day: date, provisional: bool) -> None:
        """The person left with this number in mind; ``day`` is that of who gave it."""
        kiosk_day = f"{day}" if provisional else ""
        self._note(_Line(name(person), f"{day}", kiosk_day, number, -1, 0, 0))

    def causes(self) -> dict[str, set[Cause]]:
        """What befell each person."""
        self._causes.seek(0)
        found: defaultdict[str, set[Cause]] = defaultdict(set)
        for line in self._causes:
            who, cause = json.loads(line)
            found[who].add(Cause(cause))
        return found

    def hands(self, hospital: LocalText, numbers: Sequence[tuple[str, str]]) -> Iterator[Hand]:
        """What people left with. The number of a sheet is read from its dots: it is one of
        ``numbers`` (who, number) of the same person, or ``?``."""
        self._lines.seek(0)
        lines = [_Line(*json.loads(line)) for line in self._lines]
        of: defaultdict[str, set[str]] = defaultdict(set)
        for who, number in numbers:
            of[who].add(number)
        for first in range(0, len(lines), _AT_ONCE):
            some = lines[first : first + _AT_ONCE]
            known = {number for line in some for number in of[line.who]}
            reader = NumberReader(hospital, known)
            for line in some:
                yield self._hand(line, reader, of[line.who])

    def _hand(self, line: _Line, reader: NumberReader, own: set[str]) -> Hand:
        if line.at < 0:
            provisional = bool(line.kiosk_day)
            return Hand(line.who, line.day, line.number, provisional, paper=False)
        said = reader.read(self._dots(line))
        if said is None or said.number not in own:
            return Hand(line.who, line.day, "?")
        day = line.kiosk_day if said.provisional else line.day
        return Hand(line.who, day, said.number, said.provisional, copy=said.copy)

    def _dots(self, line: _Line) -> Dots:
        self._sheets.seek(line.at)
        packed = np.frombuffer(zlib.decompress(self._sheets.read(line.size)), np.uint8)
        return np.unpackbits(packed.reshape(line.rows, -1), axis=1).astype(np.bool_)

    def _note(self, line: _Line) -> None:
        values = [getattr(line, field) for field in _Line.__slots__]
        self._lines.write(json.dumps(values) + "\n")
