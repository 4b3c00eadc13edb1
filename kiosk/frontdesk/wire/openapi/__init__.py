"""The hospital API as an OpenAPI 3.1 document (https://spec.openapis.org/oas/v3.1.0).

``docs/hospital-api/openapi.json`` is this document, written out; a test compares.
"""

import json
from functools import cache
from typing import Any

from kiosk import __version__
from kiosk.frontdesk.access.scopes import NEEDED
from kiosk.frontdesk.wire.openapi import about, faces, leases, people, visits
from kiosk.frontdesk.wire.openapi.answers import components
from kiosk.frontdesk.wire.openapi.resources import SCHEMAS
from kiosk.frontdesk.wire.openapi.sent import SENT

BASE = "/fhir"


def document() -> dict[str, Any]:
    """The whole description, addresses relative to :data:`BASE`."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "The hospital API of check-in kiosks",
            "version": __version__,
            "summary": "FHIR R4 where FHIR has a word for it, a named operation where it has none.",
            "description": "See README.md beside this file. Unknown elements are ignored, "
            "everything else that is not as described is refused with an OperationOutcome.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": BASE, "description": "Where the hospital's server listens."}],
        "paths": _paths(),
        "components": {
            "schemas": dict(sorted(_schemas().items())),
            "responses": components(),
            "securitySchemes": {
                "smart": {
                    "type": "oauth2",
                    "description": "SMART Backend Services, private_key_jwt.",
                    "flows": {
                        "clientCredentials": {"tokenUrl": f"{BASE}/token", "scopes": _scopes()}
                    },
                },
                "certificate": {
                    "type": "mutualTLS",
                    "description": "A client certificate of the hospital's authority.",
                },
            },
        },
    }


def _paths() -> dict[str, dict[str, Any]]:
    found = {**about.paths(), **people.paths(), **faces.paths(), **leases.paths(), **visits.paths()}
    for (method, path), needed in NEEDED.items():
        operation = found[path.removeprefix(BASE)][method.lower()]
        operation["security"] = [{}, {"smart": [f"system/{needed}"]}, {"certificate": []}]
    return found


def _schemas() -> dict[str, dict[str, Any]]:
    return {**about.SCHEMAS, **faces.SCHEMAS, **leases.SCHEMAS, **SCHEMAS, **SENT}


def _scopes() -> dict[str, str]:
    return {f"system/{needed}": f"{method} {path}" for (method, path), needed in NEEDED.items()}


@cache
def written() -> str:
    """As the file has it."""
    return json.dumps(document(), ensure_ascii=False, indent=2) + "\n"
