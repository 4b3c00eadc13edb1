"""What every adapter of a hospital must do, as tests that a hospital runs against its own server.

A test module gives them a server and its test data, and pytest collects them::

    from kiosk.hospital.conformance import HospitalConformance, NetworkConformance

    @pytest.fixture(scope="session")
    def under_test() -> HospitalUnderTest:
        return OurTestServer()

    class TestOurHospital(HospitalConformance):
        pass

    class TestOurHospitalOnABadNetwork(NetworkConformance):
        pass

:class:`HospitalUnderTest` says what the fixture must have. Needs pytest, which kiosks in service
do not: nothing else imports this package. ``docs/adapters.md``.
"""

import pytest

for _part in ("calls", "care", "crowd", "faces", "network", "numbers_ahead", "people", "places"):
    pytest.register_assert_rewrite(f"{__name__}.{_part}")

from kiosk.hospital.conformance.care import CareConformance  # noqa: E402 - after the rewrite
from kiosk.hospital.conformance.crowd import CrowdConformance  # noqa: E402
from kiosk.hospital.conformance.faces import FaceConformance  # noqa: E402
from kiosk.hospital.conformance.network import NetworkConformance  # noqa: E402
from kiosk.hospital.conformance.numbers_ahead import NumbersAheadConformance  # noqa: E402
from kiosk.hospital.conformance.people import PeopleConformance  # noqa: E402
from kiosk.hospital.conformance.places import PlacesConformance  # noqa: E402
from kiosk.hospital.conformance.under_test import Booking, HospitalUnderTest, OnFile  # noqa: E402

__all__ = [
    "Booking",
    "HospitalConformance",
    "HospitalUnderTest",
    "NetworkConformance",
    "OnFile",
]


class HospitalConformance(
    PeopleConformance,
    CareConformance,
    PlacesConformance,
    CrowdConformance,
    FaceConformance,
    NumbersAheadConformance,
):
    """All of it on a network that works."""
