"""The log's file: bounded, private, whole lines, whatever becomes of it and of the disk."""

import json
import os
import resource
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.log.sinks import RotatedFile

ROOT = Path(__file__).parents[3]
LINE = "a" * 99
"""With its end a hundred bytes."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kiosk.log"


def test_all_files_together_stay_within_their_bound(path: Path) -> None:
    file = RotatedFile(path, 1000, 3)
    for number in range(100):
        assert file.write([f"{number:099}"]) == 1
    file.close()
    parts = sorted(path.parent.iterdir())
    assert [part.name for part in parts] == ["kiosk.log", "kiosk.log.1", "kiosk.log.2"]
    assert all(part.stat().st_size == 1000 for part in parts)
    newest_first = [int(line) for part in parts for line in part.read_text().splitlines()[::-1]]
    assert newest_first == list(range(99, 69, -1))


def test_many_lines_at_once_are_spread_over_files(path: Path) -> None:
    file = RotatedFile(path, 1000, 4)
    assert file.write([LINE] * 25) == 25
    file.close()
    assert [part.stat().st_size for part in sorted(path.parent.iterdir())] == [500, 1000, 1000]


def test_only_the_kiosk_s_user_may_read_them(path: Path) -> None:
    path.write_text("")
    path.chmod(0o644)
    file = RotatedFile(path, 100, 2)
    file.write([LINE] * 2)
    file.close()
    assert [stat.S_IMODE(p.stat().st_mode) for p in path.parent.iterdir()] == [0o600, 0o600]


def test_a_symbolic_link_is_not_followed(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere"
    target.write_text("")
    path.symlink_to(target)
    with pytest.raises(OSError, match="symbolic links"):
        RotatedFile(path)
    path.unlink()
    file = RotatedFile(path)
    path.unlink()
    path.symlink_to(target)
    assert file.write([LINE]) == 0
    path.unlink()
    assert file.write([LINE]) == 1
    file.close()
    assert target.read_text() == ""


@pytest.mark.parametrize("kind", ["pipe", "folder", "device"])
def test_what_is_no_file_is_refused_at_once(path: Path, kind: str) -> None:
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path = Path("/dev/null")
    with pytest.raises(OSError, match=r"regular file|directory|No such device"):
        RotatedFile(path)


def test_a_file_that_was_moved_or_deleted_is_begun_anew(path: Path) -> None:
    file = RotatedFile(path)
    file.write(["one"])
    path.rename(path.with_name("moved"))
    file.write(["two"])
    assert path.read_text() == "two\n"
    path.unlink()
    file.write(["three"])
    file.close()
    assert path.read_text() == "three\n"


def test_half_a_line_that_a_power_cut_left_spoils_no_other(path: Path) -> None:
    path.write_text("whole\nhal")
    file = RotatedFile(path)
    file.write(["next"])
    file.close()
    assert path.read_text() == "whole\nhal\nnext\n"


FULL = """
import resource, sys
from pathlib import Path
from kiosk.log.sinks import RotatedFile
file = RotatedFile(Path(sys.argv[1]), 10_000, 3)
resource.setrlimit(resource.RLIMIT_FSIZE, (250, resource.RLIM_INFINITY))
full = [file.write(["a" * 99]) for _ in range(4)]
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
print(full, file.write(["b" * 99]))
"""


def test_a_disk_that_takes_half_a_line_is_left_with_whole_ones(path: Path) -> None:
    """The kernel takes 50 bytes of the third line, as a disk does that is full (write(2))."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    assert soft == hard == resource.RLIM_INFINITY
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(path)],
        cwd=ROOT, capture_output=True, text=True, timeout=30, check=True,
    )  # fmt: skip
    assert done.stdout == "[1, 1, 0, 0] 1\n"
    assert path.read_text() == f"{LINE}\n{LINE}\n{'b' * 99}\n"


def test_where_no_file_can_be_put_aside_the_bound_holds_and_it_is_said(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = RotatedFile(path, 300, 2)

    def refused(self: Path, target: Path) -> Path:
        raise PermissionError

    monkeypatch.setattr(Path, "replace", refused)
    assert [file.write([LINE]) for _ in range(5)] == [1, 1, 1, 0, 0]
    file.close()
    assert path.stat().st_size == 300


def test_two_processes_that_write_one_file_keep_its_bound(path: Path) -> None:
    """As a kiosk, and a command beside it."""
    kiosk, command = RotatedFile(path, 1000, 3), RotatedFile(path, 1000, 3)
    for number in range(40):
        assert (kiosk, command)[number % 2].write([json.dumps(number).ljust(99)]) == 1
    kiosk.close()
    command.close()
    parts = sorted(path.parent.iterdir())
    assert len(parts) == 3
    assert all(part.stat().st_size <= 1000 for part in parts)
    kept = [int(line) for part in parts[::-1] for line in part.read_text().split()]
    assert kept == list(range(40 - len(kept), 40)), "nothing between them is missing"
