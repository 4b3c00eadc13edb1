"""The count of wrong PINs on disk."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.app.staff_file import FILE, StaffFile
from kiosk.checkin.staff_lock import LOCKS_S, TRIES, Tries

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def test_it_is_kept_over_a_restart(tmp_path: Path) -> None:
    tries = Tries().one_more(NOW)
    for _ in range(4):
        tries = tries.one_more(NOW)
    asyncio.run(StaffFile(tmp_path / "state").keep(tries))
    found = StaffFile(tmp_path / "state").held(NOW)
    assert found == tries
    assert found.left_s(NOW) == LOCKS_S[0]


def test_without_a_file_nobody_has_tried(tmp_path: Path) -> None:
    assert StaffFile(tmp_path).held(NOW) == Tries()


@pytest.mark.parametrize("content", [b"", b"{", b"\xff" * 90, b"[" * 9000, b'{"wrong": 0}'])
def test_damaging_it_opens_no_door(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    found = StaffFile(tmp_path).held(NOW)
    assert found.wrong == TRIES
    assert found.left_s(NOW) == LOCKS_S[0]


def test_a_disk_that_takes_nothing_raises_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    asyncio.run(StaffFile(tmp_path / "file").keep(Tries(1)))
    assert list(tmp_path.iterdir()) == [tmp_path / "file"]
