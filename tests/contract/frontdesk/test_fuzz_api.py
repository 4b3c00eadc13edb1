"""schemathesis against the hospital: everything that its description allows, and what it forbids.

That it would find something is shown with faults that are planted for it.
"""

import copy
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, Phase, settings
from schemathesis import GenerationMode
from schemathesis.core.failures import FailureGroup
from schemathesis.core.transport import Response
from schemathesis.generation.stateful.state_machine import APIStateMachine

from kiosk.frontdesk.wire import outgoing
from tests.contract.frontdesk.fuzz import SCHEMA, Drive, operation
from tests.contract.frontdesk.hospital import Hospital
from tests.contract.frontdesk.known import AnyCase
from tests.contract.frontdesk.records import SqliteRecords

FHIR = {"Content-Type": "application/fhir+json"}


@pytest.fixture
def drive(filled_sqlite: SqliteRecords, tmp_path: Path) -> Iterator[Drive]:
    # The description does not depend on the records, and PostgreSQL runs all other tests.
    with Hospital(filled_sqlite.copy(tmp_path), faces=True, leased_numbers=5) as hospital:
        yield Drive(hospital)


@pytest.mark.slow
def test_many_cases_of_everything(drive: Drive) -> None:
    drive.all(70, seeded=2)
    assert drive.cases > 1_500
    for label, answers in drive.reached.items():
        if label == "POST /token":
            continue  # No client is registered here.
        assert {200, 201} & set(answers), f"{label} was never granted"
    assert {200, 201, 400} <= set(drive.reached["POST /$check-in"])
    assert {200, 201, 400} <= set(drive.reached["POST /Patient"])


_LINKED_WHOLLY = ("/CoverageEligibilityRequest/$submit", "/Patient/_search")
"""Where what is known would replace what the link says."""


def chain(drive: Drive, records: SqliteRecords, folder: Path) -> type[APIStateMachine]:
    """The links of the description, followed: register, then read, insure, check in, print …

    Each scenario has a hospital of its own, or the same steps would not lead to the same answers.
    Only allowed cases: those that are forbidden lead nowhere.
    """
    allowed = copy.copy(SCHEMA)
    allowed.config = copy.deepcopy(SCHEMA.config)
    allowed.config.generation.update(modes=[GenerationMode.POSITIVE])

    class Chain(allowed.as_state_machine()):  # type: ignore[misc]  # its base is made at run time
        def setup(self) -> None:
            self._numbers = count(1)
            self._hospital = Hospital(records.copy(folder)).__enter__()
            drive.against(self._hospital)

        def teardown(self) -> None:
            self._hospital.__exit__(None, None, None)
            self._hospital.records.remove()

        def before_call(self, case: AnyCase) -> None:
            """What a link fills in stays; what it cannot know is made to fit."""
            pick = next(self._numbers)
            linked = copy.copy(case.path_parameters)
            if case.method == "POST" and case.path not in _LINKED_WHOLLY:
                drive.known.put_into(case, pick)
            case.path_parameters = linked
            if case.path == "/$check-in":
                _give_key(case, f"00000000-0000-7000-8000-{pick:012}")

        def call(self, case: AnyCase, **options: Any) -> Response:
            return Response.from_any(drive.send(case))

        def validate_response(self, response: Response, case: AnyCase, **options: Any) -> None:
            """Done where it was sent."""

    return Chain


def _give_key(case: AnyCase, key: str) -> None:
    case.headers.pop("Idempotency-Key", None)
    body: Any = case.body
    parameters = body.get("parameter", []) if isinstance(body, dict) else []
    for parameter in parameters if isinstance(parameters, list) else []:
        if isinstance(parameter, dict) and parameter.get("name") == "key":
            parameter["valueUuid"] = key


LED_TO = (
    "POST /Patient",
    "POST /$check-in",
    "POST /Encounter/{id}/$ticket-printed",
    "POST /Encounter/{id}/$cancel-check-in",
    "POST /CoverageEligibilityRequest/$submit",
)


@pytest.mark.slow
def test_what_is_linked_leads_on(
    drive: Drive, filled_sqlite: SqliteRecords, tmp_path: Path
) -> None:
    """The same chains each time; where a link was not followed to its end in these, others."""
    folder = tmp_path / "scenario"
    folder.mkdir()
    for derandomized in (True, False, False, False, False):
        chain(drive, filled_sqlite, folder).run(
            settings=settings(
                max_examples=60,
                stateful_step_count=8,
                deadline=None,
                database=None,
                derandomize=derandomized,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
        )
        missed = [label for label in LED_TO if not {200, 201} & set(drive.reached[label])]
        if not missed:
            return
    raise AssertionError(f"no link led to {', '.join(missed)}")


Plant = Callable[[pytest.MonkeyPatch], None]


def crash_on_a_rare_page(patch: pytest.MonkeyPatch) -> None:
    right = outgoing.communication_request

    def answer(call: str, kiosk: str, page: str, now: Any) -> dict[str, Any]:
        if page.startswith("."):
            raise RuntimeError
        return right(call, kiosk, page, now)

    patch.setattr(outgoing, "communication_request", answer)


def forget_an_element_for_a_rare_page(patch: pytest.MonkeyPatch) -> None:
    right = outgoing.communication_request

    def answer(call: str, kiosk: str, page: str, now: Any) -> dict[str, Any]:
        found = right(call, kiosk, page, now)
        return {n: v for n, v in found.items() if n != "payload" or not page.startswith("-")}

    patch.setattr(outgoing, "communication_request", answer)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("plant", "says"),
    [
        (crash_on_a_rare_page, "Server error"),
        (forget_an_element_for_a_rare_page, "Response violates schema"),
    ],
)
def test_a_planted_fault_is_found(
    drive: Drive, monkeypatch: pytest.MonkeyPatch, plant: Plant, says: str
) -> None:
    asked = operation("POST /CommunicationRequest")
    plant(monkeypatch)
    with pytest.raises(FailureGroup) as caught:
        # A hundred or two often miss it; this many have not yet.
        drive.one(asked, GenerationMode.POSITIVE, 1500, seeded=2)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("status", "body", "says"),
    [
        (500, b"{}", "Server error"),
        (418, b"{}", "Undocumented status code"),
        (200, b'{"resourceType":"Bundle"}', "Response violates schema"),
    ],
)
def test_any_wrong_answer_is_told(
    drive: Drive, monkeypatch: pytest.MonkeyPatch, status: int, body: bytes, says: str
) -> None:
    def answer(self: Hospital, method: str, path: str, **options: Any) -> httpx.Response:
        asked = httpx.Request(method, path)
        found = httpx.Response(status, headers=FHIR, content=body, request=asked)
        found.elapsed = timedelta()
        return found

    monkeypatch.setattr(Hospital, "raw", answer)
    with pytest.raises(FailureGroup) as caught:
        drive.one(operation("GET /Patient/{id}"), GenerationMode.POSITIVE, 1, seeded=1)
    assert says in str(caught.value)
