"""A machine for each test of ``./run``."""

from pathlib import Path

import pytest

from tests.end2end.run_script.machine import Machine


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)
