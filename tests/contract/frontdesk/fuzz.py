"""schemathesis drives the hospital in this process with what its OpenAPI description allows and
forbids; every other case gets ids that the hospital knows, or nothing would be reached but 404."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

import httpx
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from kiosk.frontdesk.wire import openapi
from tests.contract.frontdesk.hospital import FHIR_JSON, Answer, Hospital
from tests.contract.frontdesk.known import AnyCase, Known

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
BASE = "http://hospital/fhir"
_SENT = ("params", "headers", "json", "data")
AnyOperation = APIOperation[Any, Any, Any, Any]
SCHEMA = schemathesis.openapi.from_dict(json.loads(openapi.written()))


class Drive:
    """One hospital under fire; :attr:`reached` counts its answers by operation and status."""

    def __init__(self, hospital: Hospital) -> None:
        self.against(hospital)
        self.reached: dict[str, Counter[int]] = defaultdict(Counter)

    def against(self, hospital: Hospital) -> None:
        """Go on with this one."""
        self._hospital = hospital
        self.known = Known.of(hospital)

    @property
    def cases(self) -> int:
        return sum(answers.total() for answers in self.reached.values())

    def all(self, examples: int, seeded: int = 0) -> None:
        """So many cases of each operation and mode. Raises at the first fault."""
        for operation in operations():
            for mode in GenerationMode:
                # What takes nothing cannot be asked wrongly.
                takes = bool(operation.body or operation.path_parameters or operation.query)
                if takes or mode is GenerationMode.POSITIVE:
                    self.one(operation, mode, examples if takes else 1, seeded)

    def one(
        self, operation: AnyOperation, mode: GenerationMode, examples: int, seeded: int
    ) -> None:
        @seed(seeded)
        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode), pick=st.integers(0, 2**40))
        def try_it(case: AnyCase, pick: int) -> None:
            if pick % 2:
                self.known.put_into(case, pick // 2)
            self.send(case)

        try_it()

    def send(self, case: AnyCase) -> httpx.Response:
        """Send one case and check its answer."""
        asked = case.as_transport_kwargs(base_url=BASE)
        sent = {name: asked[name] for name in _SENT if asked.get(name) is not None}
        if not isinstance(sent.get("data", {}), dict):
            sent["content"] = sent.pop("data")
        response = self._hospital.raw(asked["method"], asked["url"], **sent)
        self.reached[case.operation.label][response.status_code] += 1
        case.validate_response(response, checks=CHECKS)
        if response.headers["content-type"] == FHIR_JSON:
            self._learn(Answer(response))
        return response

    def _learn(self, answer: Answer) -> None:
        if answer.status != 201:
            return
        if answer.body["resourceType"] == "Parameters":
            self.known.encounters.append(answer.parts["encounter"]["id"])
        elif answer.body["resourceType"] == "Patient":
            self.known.patients.append(answer.body["id"])
        elif answer.body["resourceType"] == "Consent":
            self.known.consents.append(answer.body["id"])


def operations() -> Iterator[AnyOperation]:
    for result in SCHEMA.get_all_operations():
        assert isinstance(result, Ok), "the description is wrong"
        yield result.ok()


def operation(label: str) -> AnyOperation:
    return next(one for one in operations() if one.label == label)
