"""Software that asks a guarded hospital, with a key of its own."""

from typing import Any

import httpx

from kiosk.frontdesk.access import register
from kiosk.frontdesk.access.clients import client_of
from kiosk.frontdesk.access.scopes import KIOSK
from tests.contract.frontdesk.hospital import PUBLIC, Hospital
from tests.unit.frontdesk.access.keys import claims, ec_key, jwks, signed

TOKEN_ADDRESS = f"{PUBLIC}/fhir/token"
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
KEY = ec_key()


def add_client(hospital: Hospital, id_: str = "kiosk-1", scope: str = KIOSK) -> None:
    found = client_of(id_, jwks(KEY), "", scope)
    hospital.write(lambda desk: register.add_client(desk.store, found), "system")


def assertion(hospital: Hospital, **changed: Any) -> str:
    right = {"aud": TOKEN_ADDRESS, "exp": int(hospital.clock.time.timestamp()) + 120}
    return signed(KEY, claims(**(right | changed)))


def form(hospital: Hospital, **changed: Any) -> dict[str, str]:
    right = {
        "grant_type": "client_credentials",
        "client_assertion_type": ASSERTION_TYPE,
        "client_assertion": assertion(hospital),
        "scope": KIOSK,
    }
    return {name: value for name, value in (right | changed).items() if value is not None}


def ask_token(hospital: Hospital, **changed: Any) -> httpx.Response:
    return hospital.raw("POST", "/token", data=form(hospital, **changed))


def token(hospital: Hospital, **changed: Any) -> str:
    answer = ask_token(hospital, **changed)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["access_token"])


def bearer(shown: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {shown}"}


def audited(hospital: Hospital) -> list[tuple[str, str, str]]:
    """Who, what, about; oldest first."""
    entries = hospital.read(lambda desk: desk.store.audited.newest(1000))
    return [(one.who, one.what, one.about) for one in reversed(entries)]
