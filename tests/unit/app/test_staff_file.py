"""The count of wrong PINs on disk."""

import asyncio
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk.app import staff_file
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


@pytest.fixture
def hanging(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """A disk that hangs in the first thing that is asked of it, until the event is set."""
    answers, first, mkdir = threading.Event(), threading.Lock(), Path.mkdir

    def hangs(path: Path, *how: Any, **more: Any) -> None:
        if first.acquire(blocking=False):
            assert answers.wait(10)
        mkdir(path, *how, **more)

    monkeypatch.setattr(Path, "mkdir", hangs)
    monkeypatch.setattr(staff_file, "_PATIENCE_S", 0.05)
    yield answers
    answers.set()


def writers() -> list[threading.Thread]:
    return [one for one in threading.enumerate() if one.name == "staff-file"]


def test_a_disk_that_hangs_forgets_no_wrong_try_when_it_answers(
    tmp_path: Path, hanging: threading.Event
) -> None:
    """What it was given first is not put over what came later."""
    kept = StaffFile(tmp_path)

    async def wrong_ones() -> None:
        for wrong in range(1, TRIES + 1):
            await kept.keep(Tries(wrong))
        hanging.set()
        async with asyncio.timeout(10):
            await asyncio.get_running_loop().shutdown_default_executor()
            while writers():
                await asyncio.sleep(0.01)

    asyncio.run(wrong_ones())
    assert StaffFile(tmp_path).held(NOW) == Tries(TRIES)


def test_a_disk_that_hangs_has_one_thread_of_its_own(
    tmp_path: Path, hanging: threading.Event
) -> None:
    async def tried() -> None:
        kept, before = StaffFile(tmp_path), threading.active_count()
        for wrong in range(1, TRIES):
            await kept.keep(Tries(wrong))
        assert len(writers()) == threading.active_count() - before == 1
        hanging.set()

    asyncio.run(tried())
