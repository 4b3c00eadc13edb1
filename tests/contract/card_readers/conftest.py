"""Each test of the contract gets each driver; the real daemon is left to the full run."""

import asyncio
from collections.abc import Iterator

import pytest

from kiosk.bench.pcscd import MISSING, WHY_MISSING, Pcscd, private_pcscd
from tests.contract.card_readers.stages import Simulated, Stage, Virtual


@pytest.fixture(scope="module")  # no longer: others start one at the same place, or want none
def one_pcscd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pcscd]:
    if MISSING:
        pytest.skip(WHY_MISSING)
    with private_pcscd(tmp_path_factory.mktemp("card-readers")) as daemon:
        yield daemon


@pytest.fixture
def pcscd(one_pcscd: Pcscd) -> Iterator[Pcscd]:
    """It runs, with both its readers, and nothing lies on them."""
    yield one_pcscd
    for slot in (0, 1):
        one_pcscd.reader.pull(slot)
    if not one_pcscd.serves_readers:
        one_pcscd.stop()
        one_pcscd.start()


@pytest.fixture(params=["simulated", pytest.param("pcscd", marks=pytest.mark.slow)])
def stage(request: pytest.FixtureRequest) -> Iterator[Stage]:
    made: Stage = (
        Simulated() if request.param == "simulated" else Virtual(request.getfixturevalue("pcscd"))
    )
    yield made
    asyncio.run(made.reader.close())
