"""Pages of other sites, in a browser on a machine that may ask: they may not."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from kiosk.frontdesk.access.origin import own_names
from kiosk.frontdesk.api import Options
from kiosk.frontdesk.server import create_app
from tests.contract.frontdesk.access.caller import add_client, bearer, token
from tests.contract.frontdesk.hospital import PUBLIC, Answer, Hospital
from tests.contract.frontdesk.records import Records

FOREIGN = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
)


@pytest.fixture
def house(filled_sqlite: Records, tmp_path: Path) -> Iterator[Hospital]:
    with Hospital(filled_sqlite.copy(tmp_path)) as running:
        yield running


def test_they_cannot_give_a_place_back(house: Hospital) -> None:
    """A request without body and headers of its own is sent by any page without being asked."""
    ticket = house.check_in(house.adult().id, service="MAT").parts
    where = f"/Encounter/{ticket['encounter']['id']}/$cancel-check-in"
    for headers in FOREIGN:
        assert Answer(house.raw("POST", where, headers=headers)).status == 403
    assert Answer(house.raw("POST", where)).body["status"] == "cancelled"


def test_nor_with_what_opens_the_door(gate: Hospital) -> None:
    add_client(gate)
    shown = bearer(token(gate))
    for headers in FOREIGN:
        assert gate.raw("GET", "/HealthcareService", headers=shown | headers).status_code == 403
    own = {"Origin": "http://hospital", "Sec-Fetch-Site": "same-origin"}
    assert gate.raw("GET", "/HealthcareService", headers=shown | own).status_code == 200


PATHS = ("/fhir/HealthcareService", "/fhir/metadata", "/board", "/console", "/console/101", "/t/x")


def test_nor_under_a_name_that_has_become_this_machines(house: Hospital) -> None:
    app = create_app(house.house, Options(PUBLIC, names=own_names("127.0.0.1", PUBLIC)))

    def asked(name: str, path: str) -> int:
        request = httpx.Request("GET", f"http://127.0.0.1{path}", headers={"Host": name})
        return house.of(app, request).status_code

    for name in (
        "evil.example",
        "evil.example:8080",
        "localhost.evil.example",
        "hosen.example.",
        "",
    ):
        assert {asked(name, path) for path in PATHS} == {421}, name
    for name in ("localhost", "LOCALHOST:8080", "127.0.0.1:1", "[::1]:8080", "hosen.example"):
        assert asked(name, "/fhir/HealthcareService") == 200, name


@pytest.mark.parametrize(
    ("listening", "public", "name"),
    [
        ("127.0.0.2", "", "127.0.0.2"),
        ("::1", "", "[::1]"),
        ("127.0.0.1", "https://Hospital.example:8443/x", "hospital.example"),
        ("127.0.0.1", "http://[2001:DB8::1]:80", "[2001:db8::1]"),
    ],
)
def test_its_own_names(listening: str, public: str, name: str) -> None:
    assert own_names(listening, public) == {"localhost", "127.0.0.1", "[::1]", name}


def test_no_browser_and_no_proxy_keeps_an_answer(house: Hospital) -> None:
    for path in (f"/Patient/{house.adult().id}", "/Patient/nobody", "/nothing"):
        headers = house.raw("GET", path).headers
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"
