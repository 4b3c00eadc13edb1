"""The contract as files: what ``docs/hospital-api`` holds beside its README."""

import json

from kiosk.frontdesk.wire import openapi
from kiosk.frontdesk.wire.capability import Resource, capability_statement, operation_definition
from kiosk.frontdesk.wire.operations import OPERATIONS


def files() -> dict[str, str]:
    """Text by file name; the statement is that of a server that offers everything."""
    definitions = {
        f"OperationDefinition-{operation.code}.json": _written(operation_definition(operation))
        for operation in OPERATIONS.values()
    }
    return {
        "CapabilityStatement.json": _written(capability_statement(faces=True, leases=True)),
        **definitions,
        "openapi.json": openapi.written(),
    }


def _written(resource: Resource) -> str:
    return json.dumps(resource, ensure_ascii=False, indent=2) + "\n"
