"""The kiosk's own numbers: whatever is lost, none comes twice on a day."""

from pathlib import Path

import pytest

from kiosk.journal.journal import Journal
from kiosk.journal.series import FILE, UNKEPT, least_unused
from kiosk.journal.store import FILE as JOURNAL
from tests.unit.journal.people import TODAY, Time
from tests.unit.journal.test_journal import during

_LOSSES = {
    "nothing": (),
    "the journal": (JOURNAL,),
    "the file": (FILE,),
    "both": (JOURNAL, FILE),
}


@pytest.mark.parametrize("lost", _LOSSES)
def test_no_number_comes_twice_over_restarts_and_losses(tmp_path: Path, lost: str) -> None:
    given: list[int] = []
    time = Time()

    async def some(journal: Journal) -> None:
        given.extend([await journal.next_provisional(TODAY) for _ in range(5)])

    for _ in range(3):
        during(tmp_path, some, time)
        for name in _LOSSES[lost]:
            (tmp_path / "journal" / name).write_bytes(b"\x01" * 5000)
        time.later(minutes=1)
    assert len(set(given)) == 15
    assert given == sorted(given)
    if lost != "both":
        assert given == list(range(1, 16))


@pytest.mark.parametrize(
    "line", ["", "2026-11-23 7", "2026-11-23 7 00000000", "x 7 y", "2026-11-23 7 é\n", "9" * 5000]
)
def test_a_damaged_file_counts_for_nothing(tmp_path: Path, line: str) -> None:
    async def some(journal: Journal) -> None:
        assert await journal.next_provisional(TODAY) == 1

    (tmp_path / "journal").mkdir()
    (tmp_path / "journal" / FILE).write_text(line)
    during(tmp_path, some)


def test_ranges_do_not_meet() -> None:
    last = Time().now.replace(hour=23, minute=59)
    assert least_unused(last) < UNKEPT
