import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.frontdesk.hospital import Hospital


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with people in it, made once and copied by each test."""
    folder = tmp_path_factory.mktemp("frontdesk") / "data"
    with Hospital(folder):
        return folder


@pytest.fixture
def hospital(filled: Path, tmp_path: Path) -> Iterator[Hospital]:
    """A fresh hospital on a Monday at nine, with its real opening hours."""
    with Hospital(shutil.copytree(filled, tmp_path / "data")) as running:
        yield running
