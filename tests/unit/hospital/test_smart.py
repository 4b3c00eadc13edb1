"""The kiosk's own access tokens: when it asks for one, what it signs, what it makes of answers."""

import asyncio
import base64
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest

from kiosk.errors import (
    HospitalAway,
    HospitalError,
    HospitalGarbled,
    HospitalRefused,
    SettingsError,
)
from kiosk.hospital import smart
from kiosk.hospital.access import Access
from kiosk.hospital.fhir import FhirHospital
from kiosk.hospital.keys import SigningKey
from kiosk.hospital.smart import KIOSK_SCOPE, SmartClient, TokenRefused

BASE = "http://127.0.0.1:9/fhir"
TOKEN_ADDRESS = "http://127.0.0.1:8/token"
CONFIGURATION = {"token_endpoint": TOKEN_ADDRESS}
STATEMENT = {
    "resourceType": "CapabilityStatement",
    "fhirVersion": "4.0.1",
    "software": {"name": "frontdesk", "version": "1"},
}
WELL = "frontdesk 1"


def granted(token: str = "t-1", **changed: Any) -> dict[str, Any]:
    return {"access_token": token, "token_type": "Bearer", "expires_in": 300} | changed


Reply = dict[str, Any] | httpx.Response | Exception


class Network(httpx.AsyncBaseTransport):
    """A hospital and its token server; the last of several replies is given for ever."""

    def __init__(self) -> None:
        self.tokens: list[Reply] = [granted()]
        self.hospital: list[Reply] = [STATEMENT]
        self.configuration: list[Reply] = [CONFIGURATION]
        self.pause = 0.0
        self.forms: list[dict[str, str]] = []
        self.shown: list[str] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        body = (await request.aread()).decode()
        if request.url.path == "/token":
            assert "authorization" not in request.headers
            assert request.headers["content-type"] == "application/x-www-form-urlencoded"
            self.forms.append({name: one for name, [one] in parse_qs(body).items()})
            await asyncio.sleep(self.pause)
            return _answer(self.tokens)
        if request.url.path.endswith("/.well-known/smart-configuration"):
            assert "authorization" not in request.headers
            return _answer(self.configuration)
        self.shown.append(request.headers.get("authorization", ""))
        return _answer(self.hospital)


def _answer(replies: list[Reply]) -> httpx.Response:
    reply = replies.pop(0) if len(replies) > 1 else replies[0]
    if isinstance(reply, Exception):
        raise reply
    # A stream, as from a network: what is in memory already counts as read.
    if isinstance(reply, httpx.Response):
        return httpx.Response(reply.status_code, stream=httpx.ByteStream(reply.content))
    return httpx.Response(200, stream=httpx.ByteStream(json.dumps(reply).encode()))


@pytest.fixture
def network() -> Network:
    return Network()


@pytest.fixture(scope="module")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("keys") / "key.jwk"
    SigningKey.generate().save(path)
    return path


@pytest.fixture
def ping(network: Network, key_file: Path) -> Callable[..., list[str]]:
    """Ask so many times, one after the other or at once."""

    def asked(
        times: int = 1, at_once: bool = False, deadline: float = 2.0, **client: Any
    ) -> list[str]:
        access = Access(SmartClient("kiosk-1", key_file, **client))

        async def talk() -> list[str]:
            async with FhirHospital(
                BASE, access=access, deadline=deadline, transport=network
            ) as hospital:
                if at_once:
                    return await asyncio.gather(*(hospital.ping() for _ in range(times)))
                return [await hospital.ping() for _ in range(times)]

        return asyncio.run(talk())

    return asked


def claims_of(form: dict[str, str]) -> tuple[dict[str, Any], dict[str, Any]]:
    header, claims, _ = form["client_assertion"].split(".")
    return _opened(header), _opened(claims)


def _opened(part: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return found


def test_what_is_sent_for_a_token(network: Network, ping: Any) -> None:
    assert ping() == [WELL]
    [form] = network.forms
    assert form["grant_type"] == "client_credentials"
    assert form["scope"] == KIOSK_SCOPE
    assert form["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    header, claims = claims_of(form)
    assert header["alg"] == "ES384"
    assert header["typ"] == "JWT"
    assert header["kid"]
    assert claims["iss"] == claims["sub"] == "kiosk-1"
    assert claims["aud"] == TOKEN_ADDRESS
    assert 0 < claims["exp"] - time.time() <= 300
    assert len(claims["jti"]) >= 16
    assert network.shown == ["Bearer t-1"]


def test_a_token_is_kept(network: Network, ping: Any) -> None:
    assert ping(3) == [WELL] * 3
    assert len(network.forms) == 1
    assert network.shown == ["Bearer t-1"] * 3


def test_many_at_once_share_one_fetch(network: Network, ping: Any) -> None:
    network.pause = 0.05
    assert ping(20, at_once=True) == [WELL] * 20
    assert len(network.forms) == 1


def test_a_token_is_renewed_before_it_ends(
    network: Network, ping: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smart, "_MARGIN_SECONDS", 300.0)
    network.tokens = [granted("t-1"), granted("t-2"), granted("t-3")]
    assert ping(3) == [WELL] * 3
    assert network.shown == ["Bearer t-1", "Bearer t-2", "Bearer t-3"]
    ids = {claims_of(form)[1]["jti"] for form in network.forms}
    assert len(ids) == 3


def test_a_token_that_is_not_taken_is_renewed_once(network: Network, ping: Any) -> None:
    network.tokens = [granted("old"), granted("new")]
    network.hospital = [httpx.Response(401), STATEMENT]
    assert ping(2) == [WELL] * 2
    assert network.shown == ["Bearer old", "Bearer new", "Bearer new"]
    assert len(network.forms) == 2


def test_a_hospital_that_takes_none_is_not_asked_for_ever(network: Network, ping: Any) -> None:
    network.hospital = [httpx.Response(401)]
    with pytest.raises(HospitalRefused, match="http-401"):
        ping()
    assert len(network.forms) == 2


def test_a_set_address_is_not_discovered(network: Network, ping: Any) -> None:
    network.configuration = [httpx.Response(404)]
    assert ping(token_address="http://127.0.0.1:8/token") == [WELL]
    assert claims_of(network.forms[0])[1]["aud"] == TOKEN_ADDRESS


def test_another_scope_is_asked_for(network: Network, ping: Any) -> None:
    ping(scope="system/Patient.rs")
    assert network.forms[0]["scope"] == "system/Patient.rs"


def test_a_lost_answer_is_asked_for_again_with_a_new_assertion(network: Network, ping: Any) -> None:
    """A server takes no assertion twice, and may have had this one."""
    network.tokens = [httpx.ReadError("gone"), granted()]
    assert ping() == [WELL]
    assert len({claims_of(form)[1]["jti"] for form in network.forms}) == 2
    network.tokens = [httpx.ReadError("gone")]
    with pytest.raises(HospitalAway, match="lost"):
        ping()
    assert len(network.forms) == 4


@pytest.mark.parametrize(
    ("reply", "expected", "says"),
    [
        (httpx.Response(503), HospitalAway, "503"),
        (httpx.Response(429), HospitalAway, "429"),
        (httpx.ConnectError("no"), HospitalAway, "refused"),
        (httpx.Response(302), HospitalGarbled, "302"),
        (httpx.Response(401, json={"error": "invalid_client"}), TokenRefused, "token-invalid-cl"),
        (httpx.Response(400, json={"error": "invalid_scope"}), TokenRefused, "token-invalid-sc"),
        (httpx.Response(400, json={"error": "Trần Văn A"}), TokenRefused, "token-refused"),
        (httpx.Response(400, json=["x"]), TokenRefused, "token-refused"),
        (httpx.Response(403, content=b"\xff"), TokenRefused, "token-refused"),
        ({"access_token": "t"}, HospitalGarbled, "token server"),
        ({"access_token": 3, "token_type": "bearer"}, HospitalGarbled, "token server"),
        (granted(token_type="mac"), HospitalGarbled, "no bearer token"),
        (granted("a b"), HospitalGarbled, "no bearer token"),
        (granted("a\r\nX: y"), HospitalGarbled, "no bearer token"),
        (granted(""), HospitalGarbled, "no bearer token"),
        (granted("x" * 10_000), HospitalGarbled, "no bearer token"),
        (httpx.Response(200, content=b"[" * 5000), HospitalGarbled, "token server"),
    ],
)
def test_answers_that_are_no_token(
    network: Network, ping: Any, reply: Reply, expected: type[HospitalError], says: str
) -> None:
    network.tokens = [reply]
    with pytest.raises(expected, match=says) as failed:
        ping()
    assert "Trần" not in str(failed.value)
    assert network.shown == []


@pytest.mark.parametrize(
    "reply",
    [
        {},
        {"token_endpoint": 3},
        {"token_endpoint": "http://elsewhere.example/token"},
        {"token_endpoint": "https://user:secret@elsewhere.example/token"},
        {"token_endpoint": "ftp://elsewhere.example"},
        httpx.Response(200, content=b"<html>"),
    ],
)
def test_an_address_to_which_no_assertion_goes(network: Network, ping: Any, reply: Reply) -> None:
    network.configuration = [reply]
    with pytest.raises(HospitalGarbled, match="smart-configuration"):
        ping()
    assert network.forms == []


def test_a_token_server_that_moves_is_found_again(network: Network, key_file: Path) -> None:
    network.tokens = [httpx.Response(404), granted()]
    network.configuration = [{"token_endpoint": "http://127.0.0.1:7/token"}, CONFIGURATION]
    access = Access(SmartClient("kiosk-1", key_file))

    async def talk() -> str:
        async with FhirHospital(BASE, access=access, transport=network) as hospital:
            with pytest.raises(TokenRefused):
                await hospital.ping()
            return await hospital.ping()

    assert asyncio.run(talk()) == WELL
    assert [claims_of(form)[1]["aud"] for form in network.forms][-1] == TOKEN_ADDRESS


def test_all_of_it_in_the_calls_deadline(network: Network, ping: Any) -> None:
    network.pause = 30.0
    began = time.monotonic()
    with pytest.raises(HospitalAway, match="in time"):
        ping(deadline=0.1)
    assert time.monotonic() - began < 1.0


def test_who_gives_up_takes_nothing_from_who_waits(network: Network, key_file: Path) -> None:
    network.pause = 0.1
    access = Access(SmartClient("kiosk-1", key_file))

    async def talk() -> tuple[bool, str]:
        async with FhirHospital(BASE, access=access, transport=network) as hospital:
            hasty = asyncio.create_task(hospital.ping())
            patient = asyncio.create_task(hospital.ping())
            await asyncio.sleep(0.02)
            hasty.cancel()
            told = await patient
            return hasty.cancelled(), told

    assert asyncio.run(talk()) == (True, WELL)
    assert len(network.forms) == 1


def test_a_wrong_key_or_address_is_said_before_anybody_waits(
    tmp_path: Path, key_file: Path
) -> None:
    with pytest.raises(SettingsError, match="key_file"):
        FhirHospital(BASE, access=Access(SmartClient("kiosk-1", tmp_path / "none")))
    client = SmartClient("kiosk-1", key_file, token_address="http://elsewhere.example/token")
    with pytest.raises(SettingsError, match="https"):
        FhirHospital(BASE, access=Access(client))


def test_a_kiosk_without_a_key_does_not_load_what_signs() -> None:
    """Memory and the time to start: most kiosks have no client id."""
    code = (
        "import sys; import kiosk.hospital.fhir, kiosk.app.access; "
        "print({m.split('.')[0] for m in sys.modules} & {'joserfc', 'cryptography', 'argon2'})"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=20, check=True
    )
    assert ran.stdout.strip() == "set()"
