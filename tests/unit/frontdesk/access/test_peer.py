"""Whose certificate it is."""

from typing import Any

import pytest

from kiosk.frontdesk.access.peer import names_of

CN = ((("organizationName", "Ho Sen"),), (("commonName", "kiosk-1"),))


@pytest.mark.parametrize(
    ("certificate", "names"),
    [
        (None, ()),
        ({}, ()),
        ({"subject": CN}, ("kiosk-1",)),
        ({"subject": CN, "subjectAltName": (("DNS", "k1.example"),)}, ("k1.example",)),
        (
            {"subject": CN, "subjectAltName": (("URI", "urn:kiosk:1"), ("email", "a@b"))},
            ("urn:kiosk:1",),
        ),
        ({"subject": CN, "subjectAltName": (("email", "a@b.example"),)}, ("kiosk-1",)),
    ],
)
def test_the_names_that_count(certificate: Any, names: tuple[str, ...]) -> None:
    assert names_of(certificate) == names
