"""The published contract: true to the server, to FHIR R4 and to itself."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import jsonschema_rs
import pytest
from starlette.routing import Route

from kiosk.frontdesk.api import Options
from kiosk.frontdesk.server import create_app
from kiosk.frontdesk.wire import openapi
from kiosk.frontdesk.wire.openapi import examples
from kiosk.frontdesk.wire.published import files
from tests.contract.frontdesk import fhir_r4
from tests.contract.frontdesk.hospital import PUBLIC, Hospital

DOCS = Path(__file__).parents[3] / "docs" / "hospital-api"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
DOCUMENT = openapi.document()
OPERATIONS = {
    (method.upper(), path): operation
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
}


def bodies(found: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], Any]]:
    """Media type, schema and example of a request or an answer."""
    for media, content in found.get("content", {}).items():
        given = [content["example"]] if "example" in content else []
        given += [one["value"] for one in content.get("examples", {}).values()]
        for example in given:
            yield media, content["schema"], example


def check(schema: dict[str, Any], value: Any) -> list[str]:
    whole = {**schema, "components": DOCUMENT["components"]}
    return [error.message for error in jsonschema_rs.Draft202012Validator(whole).iter_errors(value)]


def test_the_files_are_what_the_server_says(offering: Hospital) -> None:
    """One that offers everything."""
    assert {path.name for path in DOCS.glob("*.json")} == set(files())
    for name, text in files().items():
        assert (DOCS / name).read_text("utf-8") == text, name
    served = offering.raw("GET", "/openapi.json")
    assert served.headers["content-type"] == "application/json"
    assert served.text == (DOCS / "openapi.json").read_text("utf-8")
    statement = offering.get("/metadata").body
    assert statement == json.loads((DOCS / "CapabilityStatement.json").read_text("utf-8"))


def test_every_route_of_the_api_is_described_and_every_description_has_its_route(
    hospital: Hospital,
) -> None:
    app = create_app(hospital.house, Options(PUBLIC))
    routes = {
        (method, route.path.removeprefix(openapi.BASE))
        for route in app.routes
        if isinstance(route, Route) and route.path.startswith(f"{openapi.BASE}/")
        for method in (route.methods or set()) - {"HEAD"}
    }
    assert routes == set(OPERATIONS)


def test_every_interaction_says_who_may_ask(hospital: Hospital) -> None:
    """By asking a guarded hospital without a token."""
    app = create_app(hospital.house, Options(PUBLIC, guarded=True))
    for (method, path), operation in OPERATIONS.items():
        request = httpx.Request(method, f"http://hospital{openapi.BASE}{path}")
        answer = hospital.of(app, request)
        needs_access = {"smart"} in [set(one) for one in operation["security"]]
        assert (answer.status_code == 401) == needs_access or path == "/token", path
        assert ("401" in operation["responses"]) == (needs_access or path == "/token")


def test_every_operation_that_is_named_can_be_read(knowing: Hospital) -> None:
    [rest] = knowing.get("/metadata").body["rest"]
    named = [*rest["operation"], *(o for r in rest["resource"] for o in r.get("operation", []))]
    assert len(named) == 8
    for operation in named:
        definition = knowing.get(f"/OperationDefinition/{operation['name']}").body
        assert definition["url"] == operation["definition"]
        path = DOCS / f"OperationDefinition-{operation['name']}.json"
        assert definition == json.loads(path.read_text("utf-8"))
    unknown = knowing.get("/OperationDefinition/none-such")
    assert unknown.status == 404


def test_the_statement_names_what_is_routed(hospital: Hospital) -> None:
    paths = {path for _, path in OPERATIONS}
    [rest] = hospital.get("/metadata").body["rest"]
    for resource in rest["resource"]:
        kind = resource["type"]
        codes = {interaction["code"] for interaction in resource.get("interaction", [])}
        assert ("read" in codes) == (f"/{kind}/{{id}}" in paths)
        assert ("create" in codes) == (("POST", f"/{kind}") in OPERATIONS)
        searched = ("GET", f"/{kind}") in OPERATIONS or f"/{kind}/_search" in paths
        assert ("search-type" in codes) == searched
        for operation in resource.get("operation", []):
            assert any(path.endswith(f"/${operation['name']}") for path in paths)


@pytest.mark.parametrize("name", [name for name in files() if name != "openapi.json"])
def test_the_resources_are_fhir_r4(name: str) -> None:
    assert fhir_r4.faults(json.loads(files()[name])) == []


def test_every_schema_is_one() -> None:
    for name, schema in DOCUMENT["components"]["schemas"].items():
        jsonschema_rs.meta.validate({**schema, "$schema": DIALECT})
        assert check({"$ref": f"#/components/schemas/{name}"}, 3), f"{name} takes anything"


@pytest.mark.parametrize("where", sorted(OPERATIONS), ids=" ".join)
def test_the_examples_are_right(where: tuple[str, str]) -> None:
    operation = OPERATIONS[where]
    answers = [
        DOCUMENT["components"]["responses"][answer["$ref"].rpartition("/")[2]]
        if "$ref" in answer
        else answer
        for answer in operation["responses"].values()
    ]
    assert len(answers) >= 2
    for found in (operation.get("requestBody", {}), *answers):
        for media, schema, example in bodies(found):
            assert check(schema, example) == []
            if media == "application/fhir+json":
                assert fhir_r4.faults(example) == []
    for parameter in operation.get("parameters", []):
        assert check(parameter["schema"], parameter["example"]) == []


def test_the_examples_work(hospital: Hospital) -> None:
    """Register, look for, insure and check in the example's patient, as the file says."""

    def sent(method: str, path: str) -> Any:
        [(_, _, example)] = bodies(OPERATIONS[method, path]["requestBody"])
        return example

    [header] = OPERATIONS["POST", "/Patient"]["parameters"]
    patient = hospital.post("/Patient", sent("POST", "/Patient"), If_None_Exist=header["example"])
    assert patient.status == 201
    for _, _, form in bodies(OPERATIONS["POST", "/Patient/_search"]["requestBody"]):
        found = hospital.form("/Patient/_search", form)
        assert [one["id"] for one in found.entries] == [patient.body["id"]]

    def of_patient(body: Any) -> Any:
        return json.loads(json.dumps(body).replace(examples.PATIENT_ID, patient.body["id"]))

    path = "/CoverageEligibilityRequest/$submit"
    assert hospital.post(path, of_patient(sent("POST", path))).status == 200
    asked = of_patient(sent("POST", "/$check-in"))
    asked["parameter"] = [one for one in asked["parameter"] if one["name"] != "coverage"]
    ticket = hospital.post("/$check-in", asked)
    assert ticket.status == 201
    encounter = ticket.parts["encounter"]["id"]
    for step in ("$ticket-printed", "$cancel-check-in"):
        body = {} if step == "$cancel-check-in" else sent("POST", f"/Encounter/{{id}}/{step}")
        assert hospital.post(f"/Encounter/{encounter}/{step}", body).status == 200
    call = sent("POST", "/CommunicationRequest")
    assert hospital.post("/CommunicationRequest", call).status == 201
