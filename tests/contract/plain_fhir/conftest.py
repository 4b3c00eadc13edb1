"""One plain FHIR server for all tests here, virtuous at the beginning of each."""

from collections.abc import Iterator

import pytest

from tests.contract.plain_fhir.fhir_server import FhirServer, running
from tests.contract.plain_fhir.hospital import PlainHospital


@pytest.fixture(scope="session")
def _running() -> Iterator[FhirServer]:
    with running() as server:
        yield server


@pytest.fixture(scope="session")
def _hospital(_running: FhirServer) -> PlainHospital:
    return PlainHospital(_running)


@pytest.fixture
def under_test(_hospital: PlainHospital) -> PlainHospital:
    _hospital.server.reset()
    return _hospital
