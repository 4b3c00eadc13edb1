import pytest
from starlette.requests import Request

from kiosk.frontdesk.access.origin import place_of


def from_(host: str | None) -> Request:
    return Request({"type": "http", "headers": [], "client": host and (host, 1)})


@pytest.mark.parametrize(
    ("host", "place"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unknown", ""),
        (None, ""),
    ],
)
def test_addresses_that_one_machine_can_make_up_are_one_place(host: str | None, place: str) -> None:
    assert place_of(from_(host)) == place
