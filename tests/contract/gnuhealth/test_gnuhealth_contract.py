"""The adapter at a running GNU Health: what every adapter must do."""

import copy

import pytest

from kiosk.hospital.conformance import HospitalConformance, NetworkConformance
from tests.contract.gnuhealth.under_test import GnuHealthUnderTest


class TestGnuHealth(HospitalConformance):
    pass


class TestGnuHealthOnABadNetwork(NetworkConformance):
    @pytest.fixture
    def under_test(self, under_test: GnuHealthUnderTest) -> GnuHealthUnderTest:
        """The same people, in less time."""
        hurried = copy.copy(under_test)
        hurried.deadline = 2.0
        return hurried
