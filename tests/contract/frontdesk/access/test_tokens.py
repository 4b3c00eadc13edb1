"""Software at a guarded hospital: SMART Backend Services, from the outside."""

import asyncio
from typing import Any

import httpx
import pytest

from kiosk.frontdesk.access import guard, register
from kiosk.frontdesk.access.denials import _A_MINUTE
from kiosk.frontdesk.access.scopes import KIOSK, NEEDED, OPEN
from tests.contract.frontdesk.access.caller import (
    KEY,
    TOKEN_ADDRESS,
    add_client,
    ask_token,
    assertion,
    audited,
    bearer,
    form,
    token,
)
from tests.contract.frontdesk.hospital import Answer, Hospital, check_in
from tests.unit.frontdesk.access.keys import by_hand, claims, ec_key, signed

SERVICES = "/HealthcareService"


def services(hospital: Hospital, headers: dict[str, str]) -> httpx.Response:
    return hospital.raw("GET", SERVICES, headers=headers)


def test_what_tells_how_to_ask_is_open(gate: Hospital) -> None:
    found = gate.raw("GET", "/.well-known/smart-configuration")
    assert found.headers["content-type"] == "application/json"
    told = found.json()
    assert told["token_endpoint"] == TOKEN_ADDRESS
    assert told["grant_types_supported"] == ["client_credentials"]
    assert told["token_endpoint_auth_methods_supported"] == ["private_key_jwt"]
    assert told["token_endpoint_auth_signing_alg_values_supported"] == ["ES384", "RS384"]
    assert "client-confidential-asymmetric" in told["capabilities"]
    assert told["scopes_supported"] == KIOSK.split()
    for method, path in OPEN:
        found = gate.raw(method, path.removeprefix("/fhir").replace("{id}", "check-in"))
        assert found.status_code == 200


@pytest.mark.parametrize(("method", "path"), sorted(NEEDED), ids=" ".join)
def test_nothing_else_answers_a_stranger(gate: Hospital, method: str, path: str) -> None:
    where = path.removeprefix("/fhir").replace("{id}", "x")
    answer = Answer(gate.raw(method, where, content=b"x" * 1000))
    assert answer.status == 401
    assert answer.body["issue"][0]["code"] == "login"
    assert answer.response.headers["www-authenticate"] == 'Bearer realm="hospital"'


def test_the_whole_way(guarded: Hospital) -> None:
    add_client(guarded)
    answer = ask_token(guarded)
    assert answer.headers["cache-control"] == "no-store"
    granted = answer.json()
    assert granted["token_type"] == "bearer"
    assert granted["expires_in"] == 300
    assert granted["scope"] == KIOSK
    shown = bearer(granted["access_token"])
    assert services(guarded, shown).status_code == 200
    body = check_in(guarded.adult().id, service="MAT")
    json = {"Content-Type": "application/fhir+json"}
    ticket = guarded.raw("POST", "/$check-in", json=body, headers=shown | json)
    assert ticket.status_code == 201
    assert ("client:kiosk-1", "token-granted", "kiosk-1") in audited(guarded)
    assert [who for who, what, _ in audited(guarded) if what == "check-in"] == ["client:kiosk-1"]


def test_neither_token_nor_key_is_kept(guarded: Hospital) -> None:
    add_client(guarded)
    shown = token(guarded)
    [(digest, client, _, _)] = guarded.records.query("SELECT * FROM access_token")
    assert client == "kiosk-1"
    assert bytes(digest) != shown.encode()
    [(jwks,)] = guarded.records.query("SELECT jwks FROM client")
    assert str(KEY.as_dict(private=True)["d"]) not in jwks
    assert all(shown not in part for row in audited(guarded) for part in row)


def test_a_token_ends(guarded: Hospital) -> None:
    add_client(guarded)
    shown = bearer(token(guarded))
    guarded.pass_time(seconds=299)
    assert services(guarded, shown).status_code == 200
    guarded.pass_time(seconds=1)
    ended = services(guarded, shown)
    assert ended.status_code == 401
    assert 'error="invalid_token"' in ended.headers["www-authenticate"]


def test_what_has_ended_is_forgotten(guarded: Hospital) -> None:
    add_client(guarded)
    for _ in range(3):
        token(guarded)
        guarded.pass_time(seconds=400)
    token(guarded)
    for table in ("access_token", "assertion"):
        assert guarded.records.query(f"SELECT count(*) FROM {table}") == [(1,)]


def test_an_assertion_opens_one_door(guarded: Hospital) -> None:
    add_client(guarded)
    once = assertion(guarded)
    assert ask_token(guarded, client_assertion=once).status_code == 200
    again = ask_token(guarded, client_assertion=once)
    assert (again.status_code, again.json()["error"]) == (401, "invalid_client")
    assert audited(guarded)[-1] == ("client:kiosk-1", "token-denied", "assertion-reused")


def test_nor_another_at_a_server_whose_clock_is_behind(guarded: Hospital) -> None:
    add_client(guarded)
    once = assertion(guarded)
    assert ask_token(guarded, client_assertion=once).status_code == 200
    guarded.pass_time(seconds=140)
    token(guarded)
    guarded.pass_time(seconds=-30)
    assert ask_token(guarded, client_assertion=once).status_code == 401


def test_two_at_the_same_instant_open_one_door(guarded: Hospital) -> None:
    add_client(guarded)
    sent = form(guarded)

    async def both() -> list[int]:
        answers = await asyncio.gather(*(guarded.send("POST", "/token", data=sent) for _ in "ab"))
        return sorted(answer.status_code for answer in answers)

    assert guarded.run(both()) == [200, 401]


def test_a_client_that_is_removed_is_out(guarded: Hospital) -> None:
    add_client(guarded)
    shown = bearer(token(guarded))
    assert services(guarded, shown).status_code == 200
    guarded.write(lambda desk: register.remove_client(desk.store, "kiosk-1"), "system")
    assert services(guarded, shown).status_code == 401
    assert ask_token(guarded).json()["error"] == "invalid_client"
    assert guarded.records.query("SELECT count(*) FROM access_token") == [(0,)]


def test_what_was_known_a_moment_ago_is_not_asked_again(
    guarded: Hospital, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "KNOWN_SECONDS", 60.0)
    add_client(guarded)
    shown = bearer(token(guarded))
    assert services(guarded, shown).status_code == 200
    guarded.write(lambda desk: register.remove_client(desk.store, "kiosk-1"), "system")
    assert services(guarded, shown).status_code == 200
    guarded.pass_time(seconds=300)
    assert services(guarded, shown).status_code == 401


def test_a_client_that_is_registered_anew_shows_its_new_key(guarded: Hospital) -> None:
    add_client(guarded)
    shown = bearer(token(guarded))
    add_client(guarded, scope="system/Patient.r")
    assert services(guarded, shown).status_code == 401
    assert ask_token(guarded).json()["scope"] == "system/Patient.r"


def test_a_scope_is_a_bound(guarded: Hospital) -> None:
    add_client(guarded)
    shown = bearer(token(guarded, scope="system/Patient.r"))
    answer = Answer(services(guarded, shown))
    assert answer.status == 403
    assert answer.body["issue"][0]["code"] == "forbidden"
    assert 'scope="system/HealthcareService.s"' in answer.response.headers["www-authenticate"]
    assert audited(guarded)[-1] == ("client:kiosk-1", "access-denied", "HealthcareService.s")
    assert guarded.raw("GET", "/Patient/x", headers=shown).status_code == 404


@pytest.mark.parametrize(
    "shown", ["Bearer ", "Bearer x", "Bearer " + "x" * 600, "Basic a2lvc2s6eA==", "x", "Bearer ế"]
)
def test_what_is_no_token(gate: Hospital, shown: str) -> None:
    answer = services(gate, {"Authorization": shown.encode()})  # type: ignore[dict-item]  # bytes as they are
    assert answer.status_code == 401
    assert 'error="invalid_token"' in answer.headers["www-authenticate"]


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": None}, "unsupported_grant_type"),
        ({"client_assertion_type": "x"}, "invalid_request"),
        ({"client_assertion": None}, "invalid_request"),
        ({"scope": None}, "invalid_request"),
        ({"scope": "system/Observation.rs"}, "invalid_scope"),
        ({"scope": "x" * 5000}, "invalid_scope"),
        ({"client_assertion": "x" * 5000}, "invalid_client"),
        ({"client_assertion": "a.b.c"}, "invalid_client"),
        ({f"more-{nth}": "x" for nth in range(20)}, "invalid_request"),
    ],
)
def test_forms_that_are_wrong(gate: Hospital, changed: dict[str, Any], error: str) -> None:
    add_client(gate)
    answer = ask_token(gate, **changed)
    assert answer.json()["error"] == error
    assert answer.status_code == (401 if error == "invalid_client" else 400)
    assert gate.records.query("SELECT count(*) FROM access_token") == [(0,)]


def test_a_body_that_is_no_form_is_refused(gate: Hospital) -> None:
    assert gate.raw("POST", "/token", json={}).status_code == 415
    huge = gate.raw("POST", "/token", data={"scope": "x" * 300_000})
    assert huge.status_code == 413


def test_assertions_that_are_not_believed_are_all_refused_alike(guarded: Hospital) -> None:
    add_client(guarded)
    now = int(guarded.clock.time.timestamp())
    right = {"aud": TOKEN_ADDRESS, "exp": now + 60}
    sent = {
        "client-unknown": assertion(guarded, iss="kiosk-2", sub="kiosk-2"),
        "assertion-key": signed(ec_key(), claims(**right)),
        "assertion-audience": assertion(guarded, aud="https://evil.example/token"),
        "assertion-expired": assertion(guarded, exp=now),
        "assertion-algorithm": by_hand({"alg": "none", "kid": KEY.kid}, claims(**right)),
        "assertion-malformed": "a.b.c",
    }
    answers = {ask_token(guarded, client_assertion=one).text for one in sent.values()}
    assert len(answers) == 1
    assert [about for _, what, about in audited(guarded) if what == "token-denied"] == list(sent)


def test_who_knocks_without_end_does_not_fill_the_audit(guarded: Hospital) -> None:
    for _ in range(_A_MINUTE + 20):
        ask_token(guarded, client_assertion="a.b.c")
    assert len(audited(guarded)) == _A_MINUTE


def test_an_open_hospital_asks_nobody(hospital: Hospital) -> None:
    assert services(hospital, {}).status_code == 200
    assert services(hospital, bearer("of another server")).status_code == 200
    add_client(hospital)
    assert services(hospital, bearer(token(hospital))).status_code == 200
