"""What OpenAPI operations are made of."""

from typing import Any

from kiosk.frontdesk.wire.openapi.answers import ALWAYS, FHIR, WITH_BODY, answer, failing
from kiosk.frontdesk.wire.openapi.elements import ID, Schema, named, text

OPEN = (500,)
"""What goes wrong with an interaction that anybody may ask for, and that asks no records."""


def operation(
    name: str, summary: str, answers: dict[str, Schema], *statuses: int, **more: Any
) -> Schema:
    responses = {**answers, **failing(*statuses)}
    return {
        "operationId": name,
        "summary": summary,
        **more,
        "responses": dict(sorted(responses.items())),
    }


def parameter(name: str, place: str, schema: Schema, example: str, **more: Any) -> Schema:
    needed = place == "path"
    return {"name": name, "in": place, "required": needed, "schema": schema, "example": example} | (
        more
    )


def of_id(example: str) -> Schema:
    return parameter("id", "path", text(pattern=ID), example)


def body(schema: str, example: object, media: str = FHIR) -> Schema:
    content = {media: {"schema": named(schema), "example": example}}
    return {"required": True, "content": content}


def posted(
    name: str,
    summary: str,
    answers: dict[str, Schema],
    *statuses: int,
    takes: tuple[str, object],
    **more: Any,
) -> Schema:
    """An interaction that reads a body: ``takes`` is its schema's name and an example of it."""
    also = (*WITH_BODY, *ALWAYS)
    return operation(name, summary, answers, *statuses, *also, **more, requestBody=body(*takes))


def read(kind: str, example: dict[str, Any]) -> Schema:
    """Read one resource by its id."""
    return operation(
        f"read{kind}",
        f"Read one {kind}",
        {"200": answer("It is there.", kind, example)},
        404,
        *ALWAYS,
        parameters=[of_id(example["id"])],
    )
