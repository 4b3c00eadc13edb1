"""One GNU Health for all tests of this folder, where it is installed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.gnuhealth.server import INSTALLED, Server, running
from tests.contract.gnuhealth.under_test import GnuHealthUnderTest

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE) and "gnuhealth_server" in getattr(
            item, "fixturenames", ()
        ):
            item.add_marker(pytest.mark.gnuhealth)
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def gnuhealth_server(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Server]:
    if not INSTALLED:
        pytest.skip("GNU Health is not installed: ./run gnuhealth does it")
    folder = tmp_path_factory.getbasetemp()
    # Each of several processes has a folder of its own, in one that is common to them all.
    common = folder.parent if hasattr(request.config, "workerinput") else folder
    with running(tmp_path_factory.mktemp("gnuhealth"), common / "gnuhealth-made") as server:
        yield server


@pytest.fixture(scope="session")
def under_test(gnuhealth_server: Server) -> GnuHealthUnderTest:
    return GnuHealthUnderTest(gnuhealth_server)
