"""The answers that every interaction shares: what goes wrong, and what is said then."""

from kiosk.frontdesk.wire.openapi.elements import Schema, named

FHIR = "application/fhir+json"

_OUTCOMES: dict[int, tuple[str, str, str]] = {
    400: ("Invalid", "The request itself is wrong: `invalid`.", "invalid"),
    401: ("Unauthorized", "No access token, or one that is not taken any more.", "login"),
    403: ("Forbidden", "The access token does not reach so far.", "forbidden"),
    404: ("NotFound", "There is no such resource.", "not-found"),
    408: ("TooSlow", "The body did not come within 10 seconds: `invalid`.", "timeout"),
    409: ("Conflict", "It cannot be done now; the code says why.", "business-rule"),
    412: ("Ambiguous", "Several patients match: `ambiguous`.", "multiple-matches"),
    413: ("TooLarge", "The body is longer than 256 KiB: `invalid`.", "too-long"),
    415: ("WrongType", "The body has another media type: `invalid`.", "not-supported"),
    422: ("KeyReused", "The key came with another body before: `key-reused`.", "business-rule"),
    429: ("TooOften", "More is asked than patients come: `too-often`.", "throttled"),
    500: ("Fault", "Nobody expected this; the server's log says where.", "exception"),
    503: (
        "Away",
        "The records are locked for a moment (`busy`), or gone or full (`away`): ask again "
        "after Retry-After.",
        "transient",
    ),
}
_REASONS = {
    400: "invalid",
    404: "patient-not-found",
    408: "invalid",
    409: "appointment-not-today",
    412: "ambiguous",
    413: "invalid",
    415: "invalid",
    422: "key-reused",
    429: "too-often",
    503: "busy",
}
_RETRY_AFTER = {
    "Retry-After": {
        "description": "Seconds.",
        "required": True,
        "schema": {"type": "string", "pattern": "^[0-9]+$"},
    }
}
_CHALLENGE = {
    "WWW-Authenticate": {"description": "Bearer.", "required": True, "schema": {"type": "string"}}
}

ALWAYS = (401, 403, 500, 503)
"""What any interaction but the open ones can answer."""
WITH_BODY = (400, 408, 413, 415)
"""What any interaction that reads a body can answer besides."""


def components() -> dict[str, Schema]:
    """``components.responses``."""
    found: dict[str, Schema] = {}
    for status, (name, description, issue) in _OUTCOMES.items():
        said: Schema = {"severity": "error", "code": issue}
        if status in _REASONS:
            coding = {"system": "urn:kiosk:refusal", "code": _REASONS[status]}
            said["details"] = {"coding": [coding]}
        said["diagnostics"] = "a sentence for staff, without personal data"
        example = {"resourceType": "OperationOutcome", "issue": [said]}
        found[name] = answer(description, "OperationOutcome", example)
        if status in (401, 429, 503):
            found[name]["headers"] = _CHALLENGE if status == 401 else _RETRY_AFTER
    return found


def failing(*statuses: int) -> dict[str, Schema]:
    """``responses`` of these statuses."""
    return {
        str(status): {"$ref": f"#/components/responses/{_OUTCOMES[status][0]}"}
        for status in sorted(statuses)
    }


def answer(description: str, schema: str, example: object, media: str = FHIR) -> Schema:
    """A response with a body."""
    return {
        "description": description,
        "content": {media: {"schema": named(schema), "example": example}},
    }
