import socket
import time
from pathlib import Path

import pytest

from kiosk.devices.printer.file import file_line


def test_a_plain_file_is_made_and_added_to(tmp_path: Path) -> None:
    path = tmp_path / "out.bin"
    for data in (b"one", b"two"):
        line = file_line(str(path))(time.monotonic() + 1)
        line.write(data, time.monotonic() + 1)
        line.close()

    assert path.read_bytes() == b"onetwo"


def test_what_takes_no_stream_of_bytes_is_refused_by_its_kind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # the path of a socket has at most 108 bytes
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket")
        for path in (str(tmp_path), "socket"):
            with pytest.raises(OSError, match="is no printer device, pipe or plain file"):
                file_line(path)(time.monotonic() + 1)
