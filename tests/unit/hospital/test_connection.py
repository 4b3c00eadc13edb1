"""Errors, deadlines, repetitions, addresses."""

import asyncio
import json
import logging
import ssl
import time
import traceback
from typing import Any

import httpx
import pytest

from kiosk.errors import (
    HospitalAway,
    HospitalError,
    HospitalGarbled,
    HospitalRefused,
    SettingsError,
)
from kiosk.hospital.connection import MAX_ANSWER
from kiosk.hospital.fhir import FhirHospital
from kiosk.model.checkin import CheckIn
from kiosk.model.document import Document, DocumentKind
from kiosk.model.person import Identifier, IdentifierKind

SECRET = "079190012345"
CARD = Document(
    DocumentKind.CCCD, (Identifier(IdentifierKind.PERSONAL_NUMBER, SECRET),), appointment=SECRET
)
WISH = CheckIn("0193527a-0000-7000-8000-000000000001", "kiosk-1", "p-1", service="A")
SEARCH = "POST Patient/_search"
PING = "GET metadata"
STATEMENT = {
    "resourceType": "CapabilityStatement",
    "fhirVersion": "4.0.1",
    "software": {"name": "frontdesk"},
}


def find(hospital: FhirHospital) -> Any:
    return hospital.find(CARD)


def ping(hospital: FhirHospital) -> Any:
    return hospital.ping()


@pytest.mark.parametrize("status", [500, 502, 503, 599, 408, 429])
def test_a_fault_of_the_server_is_away(script: Any, raw: Any, status: int) -> None:
    script.on(SEARCH, raw(status, SECRET.encode()))
    with pytest.raises(HospitalAway, match=str(status)):
        script.ask(find)


@pytest.mark.parametrize("status", [301, 304, 307])
def test_a_redirection_is_not_followed(script: Any, raw: Any, status: int) -> None:
    script.on(SEARCH, raw(status, headers={"Location": "http://127.0.0.1:9/elsewhere"}))
    with pytest.raises(HospitalGarbled):
        script.ask(find)
    assert len(script.requests) == 1


@pytest.mark.parametrize(
    ("status", "reason", "shown"),
    [
        (409, "service-closed", "service-closed"),
        (422, "", "http-422"),
        (404, "Trần Thị Thu Hà", "http-404"),
        (400, "x" * 65, "http-400"),
        (400, "---", "http-400"),
    ],
)
def test_a_refusal_has_a_reason(
    script: Any, refusal: Any, status: int, reason: str, shown: str
) -> None:
    script.on(SEARCH, refusal(status, reason))
    with pytest.raises(HospitalRefused) as refused:
        script.ask(find)
    assert refused.value.reason == shown == str(refused.value)


def test_a_code_of_another_system_is_no_reason(script: Any, raw: Any) -> None:
    coding = {"system": "urn:other", "code": "service-closed"}
    outcome = {"resourceType": "OperationOutcome", "issue": [{"details": {"coding": [coding]}}]}
    script.on(SEARCH, raw(409, json.dumps(outcome).encode()))
    with pytest.raises(HospitalRefused, match="http-409"):
        script.ask(find)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"\xff\xfe",
        b'{"resourceType": "Patient"}',
        b'{"resourceType": "Bundle"}',
        b'{"resourceType": "Bundle", "type": "history"}',
        b'{"resourceType": "Bundle", "type": "searchset", "entry": [{}]}',
        b'{"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": 1}]}',
        b'{"resourceType": "Bundle", "type": "searchset", "x": ' + b"[" * 500_000,
        b'{"resourceType": "Bundle", "type": "\xc3\x28"}',
        b'{"resourceType": "Bundle", "type": "\\ud800"}',
        b"<html>502</html>",
    ],
)
@pytest.mark.parametrize("status", [200, 404])
def test_what_is_no_answer_is_garbled(script: Any, raw: Any, status: int, body: bytes) -> None:
    script.on(SEARCH, raw(status, body))
    with pytest.raises(HospitalGarbled):
        script.ask(find)


def test_an_answer_is_bounded(script: Any, raw: Any) -> None:
    start = json.dumps(STATEMENT).encode()
    script.on(PING, raw(200, start.ljust(MAX_ANSWER)))
    assert script.ask(ping) == "frontdesk"
    script.on(PING, raw(200, start.ljust(MAX_ANSWER + 1)))
    with pytest.raises(HospitalGarbled, match="1 MiB"):
        script.ask(ping)


def test_a_compressed_answer_is_not_unpacked(script: Any, raw: Any) -> None:
    script.on(PING, raw(200, b"x", headers={"Content-Encoding": "gzip"}))
    with pytest.raises(HospitalGarbled, match="compressed"):
        script.ask(ping)
    assert script.requests[0].headers["accept-encoding"] == "identity"


@pytest.mark.alone
def test_a_trickle_ends_at_the_deadline(script: Any, raw: Any) -> None:
    script.on(PING, raw(200, json.dumps(STATEMENT).encode(), pause=0.02))
    begun = time.monotonic()
    with pytest.raises(HospitalAway, match="in time"):
        script.ask(ping, deadline=0.2)
    assert 0.15 < time.monotonic() - begun < 0.8


LOST = [
    httpx.ReadError(SECRET),
    httpx.WriteError(SECRET),
    httpx.RemoteProtocolError("Server disconnected without sending a response."),
    httpx.RemoteProtocolError("peer closed connection without sending complete message body"),
]


@pytest.mark.parametrize("lost", LOST)
def test_a_lost_connection_is_tried_once_more(script: Any, lost: Exception) -> None:
    script.on(PING, lost, STATEMENT)
    assert script.ask(ping) == "frontdesk"
    assert len(script.requests) == 2


@pytest.mark.parametrize("lost", LOST)
def test_a_connection_lost_twice_is_away(script: Any, lost: Exception) -> None:
    script.on(PING, lost)
    with pytest.raises(HospitalAway):
        script.ask(ping)
    assert len(script.requests) == 2


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (httpx.ConnectError("refused"), HospitalAway),
        (httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] self-signed"), HospitalAway),
        (httpx.ConnectTimeout("slow"), HospitalAway),
        (httpx.ReadTimeout("slow"), HospitalAway),
        (httpx.PoolTimeout("busy"), HospitalAway),
        (httpx.RemoteProtocolError(f"illegal status line: {SECRET}"), HospitalGarbled),
        (httpx.TooManyRedirects("round"), HospitalGarbled),
    ],
)
def test_other_failures_are_not_repeated(
    script: Any, error: Exception, expected: type[HospitalError]
) -> None:
    script.on(PING, error)
    with pytest.raises(expected):
        script.ask(ping)
    assert len(script.requests) == 1


def test_an_untrusted_certificate_is_said(script: Any) -> None:
    failed = httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] self-signed")
    failed.__cause__ = cause = ssl.SSLCertVerificationError()
    cause.verify_code = 19  # X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN
    script.on(PING, failed)
    with pytest.raises(HospitalAway, match="certificate is not trusted"):
        script.ask(ping)


@pytest.mark.parametrize("header", ["0", "soon", "Sun, 22 Nov 2026 08:00:00 GMT"])
def test_in_progress_is_asked_again(
    script: Any, refusal: Any, header: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    busy = refusal(409, "in-progress", {"Retry-After": header})
    script.on(PING, busy, busy, STATEMENT)
    assert script.ask(ping) == "frontdesk"
    assert slept == ([0.05] * 2 if header == "0" else [1.0] * 2)


def test_in_progress_for_too_long_is_away(script: Any, refusal: Any) -> None:
    script.on("POST $check-in", refusal(409, "in-progress", {"Retry-After": "1"}))
    with pytest.raises(HospitalAway):
        script.ask(lambda h: h.check_in(WISH), deadline=0.1)
    assert len(script.requests) == 1


@pytest.mark.parametrize("status", [503, 429])
def test_who_is_busy_is_asked_again_when_it_says(
    script: Any, raw: Any, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    busy = raw(status, b"", {"Retry-After": "1"})
    script.on(PING, busy, busy, STATEMENT)
    assert script.ask(ping) == "frontdesk"
    assert slept == [1.0, 1.0]


def test_who_will_be_back_too_late_is_away_at_once(script: Any, refusal: Any) -> None:
    script.on("POST $check-in", refusal(503, "away", {"Retry-After": "5"}))
    began = time.monotonic()
    with pytest.raises(HospitalAway, match="503"):
        script.ask(lambda h: h.check_in(WISH), deadline=3.5)
    assert time.monotonic() - began < 1
    assert len(script.requests) == 1


def test_what_a_hospital_offers_instead_is_read(script: Any, raw: Any) -> None:
    def offer(*codes: str) -> list[dict[str, Any]]:
        url = "urn:kiosk:instead"
        named = {"url": "name", "valueString": "Nội tổng quát"}
        return [
            {"url": url, "extension": [{"url": "service", "valueCode": code}, named]}
            for code in codes
        ]

    coding = {"system": "urn:kiosk:refusal", "code": "service-closed"}
    issue = {
        "severity": "error",
        "code": "business-rule",
        "details": {"coding": [coding]},
        "extension": [{"url": "urn:other"}, *offer("NOI", "../..", "MAT", *"ABCDEFGHIJ")],
    }
    body = json.dumps({"resourceType": "OperationOutcome", "issue": [issue]}).encode()
    script.on("POST $check-in", raw(409, body))
    with pytest.raises(HospitalRefused, match="service-closed") as caught:
        script.ask(lambda h: h.check_in(WISH))
    assert caught.value.instead == ("NOI", "MAT", *"ABCDEF")


def test_in_progress_without_a_time_is_a_refusal(script: Any, refusal: Any) -> None:
    script.on("POST $check-in", refusal(409, "in-progress"))
    with pytest.raises(HospitalRefused, match="in-progress"):
        script.ask(lambda h: h.check_in(WISH))


def test_no_exception_and_no_log_tells_who_it_was(
    script: Any, raw: Any, refusal: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    secret = f'"{SECRET}"'
    wrong = f'{{"resourceType": "Bundle", "type": "searchset", "entry": {secret}}}'
    other = f'{{"resourceType": {secret}, "type": {secret}}}'
    for reply in (
        *LOST,
        httpx.ConnectError(SECRET),
        httpx.RemoteProtocolError(SECRET),
        raw(200, wrong.encode()),
        raw(200, other.encode()),
        raw(200, f"{{{SECRET}".encode()),
        raw(500, SECRET.encode()),
        raw(302, headers={"Location": f"/{SECRET}"}),
        refusal(404, SECRET + "é"),
    ):
        script.on(SEARCH, reply)
        with pytest.raises(HospitalError) as failed:
            script.ask(find)
        shown = "".join(traceback.format_exception(failed.value, chain=True))
        assert SECRET not in shown.replace(f'SECRET = "{SECRET}"', "")
        seen: BaseException | None = failed.value
        while seen := seen and (seen.__cause__ or seen.__context__):
            assert SECRET not in str(seen)
    assert SECRET not in caplog.text
    assert "/fhir/" not in caplog.text


def test_the_token_is_sent(script: Any) -> None:
    script.on(PING, STATEMENT)
    script.ask(ping, token="t0k3n")
    script.ask(ping)
    assert script.requests[0].headers["authorization"] == "Bearer t0k3n"
    assert "authorization" not in script.requests[1].headers


@pytest.mark.parametrize(
    "address",
    [
        "https://his.example/fhir",
        "https://10.0.0.7/fhir/",
        "http://localhost:8080/fhir",
        "http://127.8.9.1/fhir",
        "http://[::1]:8080/fhir",
    ],
)
def test_addresses_that_will_do(address: str) -> None:
    assert FhirHospital(address)


@pytest.mark.parametrize(
    "address",
    [
        "http://10.0.0.7/fhir",
        "http://localhost.example/fhir",
        "ftp://127.0.0.1/fhir",
        "127.0.0.1/fhir",
        "https:///fhir",
        "https://user:pw@his.example/fhir",
        "https://his.example/fhir?x=1",
        "https://his.example/fhir#x",
        "https://his.example:port/fhir",
        "",
    ],
)
def test_addresses_that_will_not(address: str) -> None:
    with pytest.raises(SettingsError):
        FhirHospital(address)


def test_plain_http_can_be_allowed() -> None:
    assert FhirHospital("http://10.0.0.7/fhir", allow_plain_http=True)


def test_a_certificate_is_checked() -> None:
    """Opening needs no network: the machine's store is read."""

    async def opened() -> None:
        async with FhirHospital("https://his.example/fhir"):
            pass

    asyncio.run(opened())


def test_a_hospital_is_used_while_it_is_open() -> None:
    with pytest.raises(RuntimeError):
        asyncio.run(FhirHospital("http://127.0.0.1/fhir").ping())
