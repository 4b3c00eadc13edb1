"""Whose word is believed: RFC 7523, SMART's client-confidential-asymmetric."""

import math
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc.jwk import ECKey, RSAKey

from kiosk.frontdesk.access.assertion import LONGEST, Doubtful, claimed_client, verify
from kiosk.frontdesk.store.access import Client
from tests.examples import examples
from tests.unit.frontdesk.access.keys import (
    AUDIENCE,
    NOW,
    by_hand,
    claims,
    client,
    ec_key,
    rsa_key,
    signed,
)

KEY = ec_key()
RSA = rsa_key()
CLIENT = client(KEY, RSA)


def why(assertion: str, known: Client = CLIENT) -> str:
    with pytest.raises(Doubtful) as doubt:
        verify(assertion, known, AUDIENCE, NOW)
    return doubt.value.why


@pytest.mark.parametrize("key", [KEY, RSA], ids=["ES384", "RS384"])
def test_a_right_one_is_believed(key: ECKey | RSAKey) -> None:
    said = claims(jti="once")
    assertion = signed(key, said)
    assert claimed_client(assertion) == "kiosk-1"
    found = verify(assertion, CLIENT, AUDIENCE, NOW)
    assert (found.client, found.jti, found.ends) == (CLIENT, "once", NOW + 120)


def test_an_audience_may_be_one_of_several() -> None:
    assertion = signed(KEY, claims(aud=["https://elsewhere.example", AUDIENCE]))
    assert verify(assertion, CLIENT, AUDIENCE, NOW).client == CLIENT


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"aud": "https://elsewhere.example/token"}, "assertion-audience"),
        ({"aud": AUDIENCE + "/"}, "assertion-audience"),
        ({"aud": [[AUDIENCE]]}, "assertion-audience"),
        ({"aud": None}, "assertion-audience"),
        ({"sub": "kiosk-2"}, "assertion-subject"),
        ({"sub": None}, "assertion-subject"),
        ({"iss": "kiosk-2"}, "assertion-subject"),
        ({"exp": None}, "assertion-time"),
        ({"exp": str(NOW + 60)}, "assertion-time"),
        ({"exp": True}, "assertion-time"),
        ({"exp": NOW}, "assertion-expired"),
        ({"exp": NOW - 1}, "assertion-expired"),
        ({"exp": 10**400}, "assertion-too-long-ahead"),
        ({"exp": -(10**400)}, "assertion-expired"),
        ({"exp": NOW + 301}, "assertion-too-long-ahead"),
        ({"nbf": NOW + 61}, "assertion-too-long-ahead"),
        ({"nbf": "now"}, "assertion-time"),
        ({"jti": None}, "assertion-id"),
        ({"jti": ""}, "assertion-id"),
        ({"jti": 7}, "assertion-id"),
        ({"jti": "x" * 129}, "assertion-id"),
        ({"jti": "a\nb"}, "assertion-id"),
    ],
)
def test_wrong_claims(changed: dict[str, Any], expected: str) -> None:
    assert why(signed(KEY, claims(**changed))) == expected


def test_the_longest_time_that_smart_allows_is_allowed() -> None:
    assert verify(signed(KEY, claims(exp=NOW + 300)), CLIENT, AUDIENCE, NOW).ends == NOW + 300


def test_another_clients_key_is_unknown() -> None:
    theirs = ec_key()
    assert why(signed(theirs, claims())) == "assertion-key"


def test_another_key_under_a_known_name_does_not_fit() -> None:
    theirs = ec_key()
    assert why(signed(theirs, claims(), kid=KEY.kid)) == "assertion-signature"


@pytest.mark.parametrize("kid", [None, "", "other", 7, [KEY.kid]])
def test_a_wrong_kid(kid: object) -> None:
    header = {"alg": "ES384", "typ": "JWT"} | ({} if kid is None else {"kid": kid})
    assert why(by_hand(header, claims(), b"x")) in ("assertion-key", "assertion-malformed")


def test_a_key_of_the_other_kind_does_not_fit_its_name() -> None:
    assert why(signed(RSA, claims(), kid=KEY.kid)) == "assertion-key"


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", ""])
def test_no_signature_is_no_signature(algorithm: str) -> None:
    assert why(by_hand({"alg": algorithm, "kid": KEY.kid}, claims())) == "assertion-algorithm"


@pytest.mark.parametrize("algorithm", ["HS256", "HS384", "ES256", "PS384", "RS256", "EdDSA"])
def test_a_public_key_is_no_secret(algorithm: str) -> None:
    """The oldest trick: the public key as the secret of an HMAC."""
    for secret in (KEY.as_pem(private=False), RSA.as_pem(private=False)):
        header = {"alg": algorithm, "kid": KEY.kid, "typ": "JWT"}
        assert why(by_hand(header, claims(), secret)) == "assertion-algorithm"


def test_an_hmac_that_calls_itself_a_signature_does_not_fit() -> None:
    header = {"alg": "ES384", "kid": KEY.kid, "typ": "JWT"}
    forged = by_hand(header, claims(), KEY.as_pem(private=False))
    assert why(forged) == "assertion-signature"


def test_a_key_of_the_senders_own_choice_is_not_looked_at() -> None:
    theirs = ec_key()
    own = {"jwk": theirs.as_dict(private=False), "kid": KEY.kid}
    assert why(signed(theirs, claims(), **own)) == "assertion-signature"
    assert why(signed(KEY, claims(), jku="https://evil.example/keys")) == "assertion-key-address"


def test_a_critical_header_that_nobody_knows_is_refused() -> None:
    header = {"alg": "ES384", "kid": KEY.kid, "crit": ["x"], "x": 1}
    assert why(by_hand(header, claims(), b"x")) in ("assertion-malformed", "assertion-signature")


def test_changed_claims_do_not_fit_the_signature() -> None:
    head, _, tail = signed(KEY, claims()).split(".")
    other = signed(KEY, claims(jti="other")).split(".")[1]
    assert why(f"{head}.{other}.{tail}") == "assertion-signature"


def test_one_that_is_too_long_is_not_opened() -> None:
    long = signed(KEY, claims(more="x" * LONGEST))
    with pytest.raises(Doubtful, match="assertion-too-long"):
        claimed_client(long)


@pytest.mark.parametrize(
    "assertion",
    ["", ".", "..", "a.b.c", "a.b", "ế.ế.ế", "e30.e30.", "." * 4000, "W10.W10.W10", "é" * 100],
)
def test_what_is_none(assertion: str) -> None:
    with pytest.raises(Doubtful, match="assertion-"):
        claimed_client(assertion)


@pytest.mark.parametrize("said", [[], 3, None, "x", {"iss": 3}, {"iss": ""}, {}])
def test_claims_that_are_none(said: Any) -> None:
    with pytest.raises(Doubtful, match="assertion-"):
        claimed_client(by_hand({"alg": "ES384", "kid": "k"}, said, b"x"))


def test_deep_nesting_is_no_fault() -> None:
    deep: Any = "x"
    for _ in range(400):
        deep = [deep]
    with pytest.raises(Doubtful, match="assertion-"):
        claimed_client(by_hand({"alg": "ES384", "kid": "k"}, {"x": deep}, b"x"))


@given(st.text(max_size=300), st.sampled_from([math.inf, -math.inf, math.nan, NOW + 60]))
@settings(max_examples=examples(100), deadline=None)
def test_nothing_else_is_raised(text: str, ends: float) -> None:
    for assertion in (text, by_hand({"alg": "ES384", "kid": text}, claims(exp=ends), b"x")):
        with suppress(Doubtful):
            claimed_client(assertion)
        with pytest.raises(Doubtful):
            verify(assertion, CLIENT, AUDIENCE, NOW)


def test_what_is_wrong_is_a_code_and_repeats_nothing() -> None:
    told = why(signed(ec_key(), claims(jti="secret-jti")))
    assert "secret" not in told
    assert told.replace("-", "").isalpha()
