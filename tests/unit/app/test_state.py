import os
from pathlib import Path

import pytest

from kiosk.app.state import writable
from kiosk.errors import SettingsError


def test_a_folder_is_made_with_those_above_it(tmp_path: Path) -> None:
    for _ in range(2):
        writable(tmp_path / "state" / "hospital")
    assert (tmp_path / "state" / "hospital").is_dir()


@pytest.mark.parametrize("name", ["file", "file/below"])
def test_a_file_in_the_way_is_told_with_the_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match=f"{tmp_path / name}: the folder cannot be made: "):
        writable(tmp_path / name)


def test_a_folder_of_somebody_else_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: not mode & os.W_OK)  # root may always
    with pytest.raises(SettingsError, match=f"{tmp_path}: the folder cannot be written to"):
        writable(tmp_path)
