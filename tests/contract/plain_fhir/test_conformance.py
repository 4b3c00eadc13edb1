"""What every adapter must do, at a plain FHIR server."""

import copy

import pytest

from kiosk.hospital.conformance import HospitalConformance, NetworkConformance
from tests.contract.plain_fhir.hospital import PlainHospital


class TestPlainFhir(HospitalConformance):
    pass


@pytest.mark.slow
class TestPlainFhirOnABadNetwork(NetworkConformance):
    @pytest.fixture
    def under_test(self, under_test: PlainHospital) -> PlainHospital:
        """The same people, in less time."""
        hurried = copy.copy(under_test)
        hurried.deadline = 0.7
        return hurried
