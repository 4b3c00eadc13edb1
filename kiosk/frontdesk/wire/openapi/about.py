"""OpenAPI: what the server says of itself, and how software gets access."""

from kiosk.frontdesk.wire.capability import capability_statement, operation_definition
from kiosk.frontdesk.wire.openapi.answers import WITH_BODY, answer
from kiosk.frontdesk.wire.openapi.elements import (
    Schema,
    constant,
    listed,
    number,
    one_of,
    record,
    text,
)
from kiosk.frontdesk.wire.openapi.parts import OPEN, of_id, operation
from kiosk.frontdesk.wire.operations import OPERATIONS

_JSON = "application/json"
_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_TOKEN = {
    "access_token": "kJ3n0aQbX2v8mYtL5w9RzA",
    "token_type": "bearer",
    "expires_in": 300,
    "scope": "system/Patient.rs",
}
_CONFIGURATION = {
    "token_endpoint": "https://hosen.example/fhir/token",
    "grant_types_supported": ["client_credentials"],
    "token_endpoint_auth_methods_supported": ["private_key_jwt"],
    "token_endpoint_auth_signing_alg_values_supported": ["RS384", "ES384"],
    "capabilities": ["client-confidential-asymmetric", "permission-v2"],
}


_TOKEN_SCHEMA = record(
    {
        "access_token": text(),
        "token_type": constant("bearer"),
        "expires_in": number(minimum=1),
        "scope": text(),
    }
)
_OAUTH_ERROR = record(
    {
        "error": one_of(
            "invalid_request", "invalid_client", "invalid_scope", "unsupported_grant_type"
        ),
        "error_description": text(),
    }
)
_SMART = record(
    {
        "token_endpoint": text(format="uri"),
        "grant_types_supported": listed(text(), least=1),
        "token_endpoint_auth_methods_supported": listed(text(), least=1),
        "token_endpoint_auth_signing_alg_values_supported": listed(text(), least=1),
        "capabilities": listed(text(), least=1),
    }
)
SCHEMAS: dict[str, Schema] = {
    "AccessToken": _TOKEN_SCHEMA,
    "OAuthError": _OAUTH_ERROR,
    "SmartConfiguration": _SMART,
}
"""By name in ``components.schemas``."""


def paths() -> dict[str, dict[str, Schema]]:
    """By path below ``/fhir``, then by method in lower case."""
    return {
        "/metadata": {"get": _metadata()},
        "/openapi.json": {"get": _openapi()},
        "/OperationDefinition/{id}": {"get": _operation_definition()},
        "/.well-known/smart-configuration": {"get": _configuration()},
        "/token": {"post": _token()},
    }


def _metadata() -> Schema:
    found = answer(
        "Who the server is.", "CapabilityStatement", capability_statement(faces=True, leases=True)
    )
    return operation("metadata", "What the server can do", {"200": found}, *OPEN, security=[{}])


def _openapi() -> Schema:
    content = {"application/json": {"schema": {"type": "object", "required": ["openapi"]}}}
    found = {"description": "OpenAPI 3.1.", "content": content}
    return operation("openapi", "This description", {"200": found}, *OPEN, security=[{}])


def _operation_definition() -> Schema:
    example = operation_definition(OPERATIONS["check-in"])
    found = answer("The operation.", "OperationDefinition", example)
    return operation(
        "readOperationDefinition",
        "What one operation takes and answers",
        {"200": found},
        404,
        *OPEN,
        security=[{}],
        parameters=[of_id("check-in")],
    )


def _configuration() -> Schema:
    return operation(
        "smartConfiguration",
        "Where tokens are to be had",
        {"200": answer("SMART App Launch 2.2.", "SmartConfiguration", _CONFIGURATION, _JSON)},
        *OPEN,
        security=[{}],
    )


def _token() -> Schema:
    required = {
        "grant_type": constant("client_credentials"),
        "client_assertion_type": constant(_ASSERTION),
        "client_assertion": text(pattern="^[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+$"),
        "scope": text(),
    }
    form = {"type": "object", "required": list(required), "properties": required}
    example = {
        "grant_type": "client_credentials",
        "client_assertion_type": _ASSERTION,
        "client_assertion": "eyJhbGciOiJFUzM4NCJ9.eyJpc3MiOiJraW9zay0xIn0.c2lnbmF0dXJl",
        "scope": "system/Patient.rs",
    }
    no = {"error": "invalid_client", "error_description": "the client is not accepted"}
    wrong = {"error": "invalid_scope", "error_description": "none of these is allowed"}
    return operation(
        "token",
        "Get an access token",
        {
            "200": answer("For five minutes.", "AccessToken", _TOKEN, _JSON),
            "400": answer("RFC 6749, 5.2.", "OAuthError", wrong, _JSON),
            "401": answer("The client or its assertion is not accepted.", "OAuthError", no, _JSON),
        },
        *(status for status in WITH_BODY if status != 400),
        500,
        503,
        security=[{}],
        requestBody={
            "required": True,
            "content": {"application/x-www-form-urlencoded": {"schema": form, "example": example}},
        },
    )
