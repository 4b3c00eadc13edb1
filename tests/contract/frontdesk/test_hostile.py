"""Whatever is sent, the answer is a refusal that quotes nothing of it, never a fault."""

import asyncio
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.frontdesk.store.people import PeopleRecords
from kiosk.frontdesk.wire import body
from tests.contract.frontdesk.hospital import CCCD, FHIR_JSON, Answer, Hospital, check_in
from tests.contract.frontdesk.records import SqliteRecords
from tests.examples import examples

POSTS = (
    "/Patient",
    "/CoverageEligibilityRequest/$submit",
    "/$check-in",
    "/Encounter/kb-0/$ticket-printed",
    "/CommunicationRequest",
)
CONDITION = {"If-None-Exist": f"identifier={CCCD}|079190012345"}
FEW = settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))

words = st.sampled_from(
    [
        "Parameters", "Patient", "CoverageEligibilityRequest", "CommunicationRequest",
        "Patient/pt-0", "HealthcareService/MAT", "key", "patient", "service", "kiosk", "outcome",
        "printed", CCCD, "079190012345", "1990", "urn:uuid:00000000-0000-0000-0000-000000000000",
    ]
)  # fmt: skip
names = st.sampled_from(
    [
        "resourceType", "parameter", "name", "valueReference", "reference", "valueString",
        "valueUuid", "valueCode", "identifier", "system", "value", "birthDate", "text", "payload",
        "contentString", "sender", "patient",
    ]
)  # fmt: skip
bodies = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=6),
    max_leaves=24,
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hospital]:
    with Hospital(SqliteRecords(tmp_path_factory.mktemp("hostile"))) as running:
        yield running


def send(hospital: Hospital, path: str, content: bytes) -> Answer:
    headers = CONDITION | {"Content-Type": FHIR_JSON}
    return Answer(hospital.raw("POST", path, content=content, headers=headers))


@FEW
@given(path=st.sampled_from(POSTS), sent=bodies)
def test_any_json_is_refused_or_understood(shared: Hospital, path: str, sent: Any) -> None:
    assert send(shared, path, json.dumps(sent).encode()).status < 500


@FEW
@given(path=st.sampled_from(POSTS), sent=st.binary(max_size=200))
def test_any_bytes_are_refused(shared: Hospital, path: str, sent: bytes) -> None:
    assert send(shared, path, sent).refusal == "invalid"


@FEW
@given(
    place=st.integers(0, 400),
    cut=st.integers(0, 12),
    put=st.binary(max_size=12) | st.just(b"\\ud800") | st.just(b"\xff"),
)
def test_a_damaged_check_in_is_refused_or_understood(
    shared: Hospital, place: int, cut: int, put: bytes
) -> None:
    whole = json.dumps(check_in(shared.people[40].id, service="MAT")).encode()
    assert send(shared, "/$check-in", whole[:place] + put + whole[place + cut :]).status < 500


@FEW
@given(query=st.text(max_size=40) | st.builds("identifier={}|{}".format, words, st.text()))
def test_any_search_is_refused_or_understood(shared: Hospital, query: str) -> None:
    content = query.encode("utf-8", "surrogatepass")
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = Answer(shared.raw("POST", "/Patient/_search", content=content, headers=headers))
    assert answer.status in (200, 400)
    for path in ("/Appointment", "/Encounter"):
        assert shared.get(path, ("identifier", query), ("patient", query)).status in (200, 400)


@pytest.mark.parametrize("path", POSTS)
def test_a_lone_surrogate_and_a_deep_nest_are_refused(shared: Hospital, path: str) -> None:
    for content in (b'{"resourceType":"\\ud800"}', b"[" * 50_000, b'{"a":' * 50_000):
        assert send(shared, path, content).refusal == "invalid"


def test_a_refusal_quotes_nothing(shared: Hospital) -> None:
    secret = "079190012345"
    patient = {"resourceType": "Patient", "identifier": [], "name": [], "birthDate": secret}
    for wrong in (patient | {"gender": secret}, patient | {"name": secret}, {secret: secret}):
        answer = send(shared, "/Patient", json.dumps(wrong).encode())
        assert answer.refusal == "invalid"
        assert secret not in answer.response.text


def test_a_body_over_the_limit_is_refused(shared: Hospital) -> None:
    assert send(shared, "/$check-in", b" " * (256 * 1024)).status == 400
    too_large = send(shared, "/$check-in", b" " * (256 * 1024 + 1))
    assert (too_large.status, too_large.refusal) == (413, "invalid")


@pytest.mark.parametrize("media", ["text/plain", "", "multipart/form-data; boundary=x"])
def test_other_media_types_are_refused(shared: Hospital, media: str) -> None:
    for path in (*POSTS, "/Patient/_search"):
        headers = CONDITION | {"Content-Type": media}
        answer = Answer(shared.raw("POST", path, content=b"{}", headers=headers))
        assert (answer.status, answer.refusal) == (415, "invalid")


def test_a_body_that_never_ends_is_given_up(
    shared: Hospital, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(body, "MAX_SECONDS", 0.02)

    async def drip() -> Any:
        yield b"{"
        await asyncio.sleep(60)

    headers = {"Content-Type": FHIR_JSON}
    answer = Answer(shared.raw("POST", "/$check-in", content=drip(), headers=headers))
    assert (answer.status, answer.refusal) == (408, "invalid")


def test_an_unexpected_error_is_told_without_its_text(
    hospital: Hospital, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(self: object, patient: str) -> None:
        raise RuntimeError("079190012345")

    monkeypatch.setattr(PeopleRecords, "patient", fail)
    answer = hospital.get("/Patient/pt-0")
    assert answer.status == 500
    assert "079190012345" not in answer.response.text
    log = capsys.readouterr().err
    assert re.fullmatch(
        r"unexpected RuntimeError at .*registry\.py:\d+ > test_hostile\.py:\d+\n", log
    )
