"""What can be registered of a client: public keys, and strong ones."""

import json
from typing import Any

import pytest
from joserfc.jwk import ECKey, OctKey

from kiosk.frontdesk.access.clients import LARGEST, WrongClient, client_of, key_of
from kiosk.frontdesk.access.scopes import KIOSK
from tests.unit.frontdesk.access.keys import client, ec_key, jwks, rsa_key

KEY = ec_key()
RSA = rsa_key()
PUBLIC: dict[str, Any] = KEY.as_dict(private=False)


def wrong(*keys: Any, raw: bytes | None = None) -> str:
    sent = json.dumps({"keys": list(keys)}).encode() if raw is None else raw
    with pytest.raises(WrongClient) as refused:
        client_of("kiosk-1", sent, "", KIOSK)
    return str(refused.value)


def test_a_key_is_found_by_its_name_and_algorithm() -> None:
    known = client(KEY, RSA)
    found = key_of(known, str(RSA.kid), "RS384")
    assert found is not None
    assert found.thumbprint() == RSA.thumbprint()
    assert key_of(known, str(RSA.kid), "ES384") is None
    assert key_of(known, "other", "RS384") is None


def test_only_public_members_are_kept() -> None:
    sent = {"keys": [{**PUBLIC, "use": "sig", "alg": "ES384", "x5u": "https://evil.example"}]}
    kept = client_of("kiosk-1", json.dumps(sent).encode(), "", KIOSK)
    [key] = json.loads(kept.jwks)["keys"]
    assert set(key) == {"kty", "crv", "x", "y", "kid"}


def test_a_private_key_is_refused_and_not_repeated() -> None:
    private = KEY.as_dict(private=True)
    told = wrong(private)
    assert "private" in told
    assert str(private["d"]) not in told


@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("x", "no JSON object"),
        ({**PUBLIC, "kid": ""}, "no kid"),
        ({**PUBLIC, "kid": "a b"}, "no kid"),
        ({k: v for k, v in PUBLIC.items() if k != "kid"}, "no kid"),
        ({**PUBLIC, "kty": "OKP"}, "neither EC nor RSA"),
        ({**PUBLIC, "kty": ["EC"]}, "neither EC nor RSA"),
        ({**PUBLIC, "use": "enc"}, "something else"),
        ({**PUBLIC, "alg": "ES256"}, "something else"),
        ({**PUBLIC, "x": 7}, "not whole"),
        ({**PUBLIC, "x": "AA", "y": "AA"}, "not on P-384"),
        ({**ECKey.generate_key("P-256", auto_kid=True).as_dict(private=False)}, "not on P-384"),
        ({"kty": "RSA", "kid": "r", "n": "AQAB", "e": "AQAB"}, "not RSA of 2048"),
        ({**OctKey.generate_key(256, auto_kid=True).as_dict(private=True)}, "private or secret"),
    ],
)
def test_keys_that_are_refused(key: Any, why: str) -> None:
    assert why in wrong(key)


def test_sets_that_are_none() -> None:
    assert "no JWK Set" in wrong(raw=b"[]")
    assert "no JWK Set" in wrong(raw=b'{"keys": {}}')
    assert "no JWK Set" in wrong()
    assert "no JWK Set" in wrong(*[{**PUBLIC, "kid": str(nth)} for nth in range(9)])
    assert "not JSON" in wrong(raw=b"\xff")
    assert "not JSON" in wrong(raw=b"[" * 50_000)
    assert "larger than" in wrong(raw=b" " * (LARGEST + 1))
    assert "same kid" in wrong(PUBLIC, PUBLIC)


@pytest.mark.parametrize("id_", ["", "-k", "a b", "ế", "x" * 101, "a\n"])
def test_ids_that_are_none(id_: str) -> None:
    with pytest.raises(WrongClient, match="the id"):
        client_of(id_, jwks(KEY), "", KIOSK)


def test_a_client_needs_something_to_show() -> None:
    with pytest.raises(WrongClient, match="public keys"):
        client_of("kiosk-1", None, "", KIOSK)
    assert client_of("kiosk-1", None, "kiosk-1.hosen.example", KIOSK).jwks == '{"keys": []}'
    with pytest.raises(WrongClient, match="certificate's name"):
        client_of("kiosk-1", None, "a b", KIOSK)


def test_a_scope_of_another_server_is_refused() -> None:
    with pytest.raises(WrongClient, match="scope"):
        client_of("kiosk-1", jwks(KEY), "", "system/Observation.rs")
