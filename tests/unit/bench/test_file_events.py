"""Writes to files are heard of as they happen."""

import threading
import time
from pathlib import Path

import pytest

from kiosk.bench.file_events import FileEvents


def test_it_waits_for_so_many_writes_to_one_file(tmp_path: Path) -> None:
    wanted, other = tmp_path / "wanted", tmp_path / "other"
    wanted.touch()
    with FileEvents([tmp_path]) as events:
        wanted.write_bytes(b"before")
        events.forget()
        other.write_bytes(b"not counted")
        assert not events.wait("wanted", 1, 0.02)
        written = 0

        def write() -> None:
            nonlocal written
            with wanted.open("ab", buffering=0) as file:
                for _ in range(10):
                    time.sleep(0.01)
                    file.write(b"x")
                    written += 1

        writing = threading.Thread(target=write)
        writing.start()
        assert events.wait("wanted", 3, 5)
        at_once = written
        writing.join()
        assert 2 <= at_once < 10
        assert not events.wait("wanted", 100, 0.02)


def test_a_folder_that_is_not_there_cannot_be_watched(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        FileEvents([tmp_path / "missing"])
