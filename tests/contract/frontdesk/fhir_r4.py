"""HL7's own schema of FHIR R4 (``tests/data/fhir``), to hold every answer against."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

_SCHEMA = Path(__file__).parents[2] / "data" / "fhir" / "r4.schema.json"


@cache
def _validator(kind: str) -> jsonschema_rs.Draft6Validator:
    definitions = json.loads(_SCHEMA.read_text("utf-8"))["definitions"]
    assert kind in definitions, f"{kind} is not among the resources of this API"
    return jsonschema_rs.Draft6Validator(
        {"$ref": f"#/definitions/{kind}", "definitions": definitions}
    )


def faults(resource: dict[str, Any]) -> list[str]:
    """Where a resource is not FHIR R4 (4.0.1); empty if it is."""
    errors = _validator(resource["resourceType"]).iter_errors(resource)
    return [f"{'/'.join(map(str, error.instance_path))}: {error.message}" for error in errors]
