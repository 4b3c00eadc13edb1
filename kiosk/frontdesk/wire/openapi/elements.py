"""JSON schemas (2020-12) of the elements that resources are made of."""

from collections.abc import Mapping
from typing import Any

Schema = dict[str, Any]

ID = "^[A-Za-z0-9.-]{1,64}$"
_REFERENCE = r"^{kind}/[A-Za-z0-9.-]{{1,64}}$"
_DAY = r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
DATE = rf"^[0-9]{{4}}$|^{_DAY}$"
MOMENT = (
    rf"^{_DAY}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?(Z|[+-][0-9]{{2}}:[0-9]{{2}})$"
)


UUID = "^(urn:uuid:)?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"


def text(**bounds: Any) -> Schema:
    return {"type": "string"} | (bounds or {"minLength": 1})


def constant(value: str) -> Schema:
    return {"type": "string", "const": value}


def one_of(*values: str) -> Schema:
    return {"type": "string", "enum": list(values)}


def number(**bounds: int) -> Schema:
    return {"type": "integer", **bounds}


def named(name: str) -> Schema:
    """A schema of ``components``."""
    return {"$ref": f"#/components/schemas/{name}"}


def listed(items: Schema, least: int = 0, most: int | None = None) -> Schema:
    bounds = {"minItems": least} | ({} if most is None else {"maxItems": most})
    return {"type": "array", "items": items, **bounds}


def record(required: Mapping[str, Schema], **optional: Schema) -> Schema:
    """An object; FHIR lets it have other elements, which are ignored."""
    return {
        "type": "object",
        "required": list(required),
        "properties": {**required, **optional},
    }


def refers(kind: str, **others: Schema) -> Schema:
    """A reference to a resource of this kind."""
    return record({"reference": text(pattern=_REFERENCE.format(kind=kind))}, **others)


def translated(element: str, least: int = 1) -> Mapping[str, Schema]:
    """A text in Vietnamese, and beside it its translations."""
    return {element: text(minLength=least), f"_{element}": named("Translations")}


IDENTITY_CHECK = one_of("document", "chip", "face", "desk")
MINUTES = record(
    {
        "value": {"type": "number", "minimum": 0},
        "unit": constant("min"),
        "system": constant("http://unitsofmeasure.org"),
        "code": constant("min"),
    }
)
LANGUAGE = record({"url": constant("lang"), "valueCode": text(pattern="^[a-z]{2,3}$")})
CONTENT = record({"url": constant("content"), "valueString": text()})
TRANSLATIONS = record(
    {
        "extension": listed(
            record(
                {
                    "url": constant("http://hl7.org/fhir/StructureDefinition/translation"),
                    "extension": {
                        "type": "array",
                        "prefixItems": [LANGUAGE, CONTENT],
                        "minItems": 2,
                        "maxItems": 2,
                    },
                }
            ),
            least=1,
        )
    }
)


def parameters(required: Mapping[str, Schema], **optional: Schema) -> Schema:
    """FHIR ``Parameters``, in any order: each name with the schema of its value."""
    everything = {**required, **optional}
    found = record(
        {
            "resourceType": constant("Parameters"),
            "parameter": listed(
                {"anyOf": [parameter(name, value) for name, value in everything.items()]}
            ),
        }
    )
    if required:
        found["properties"]["parameter"]["minItems"] = len(required)
        found["properties"]["parameter"]["allOf"] = [
            {"contains": record({"name": constant(name)})} for name in required
        ]
    return found


def parameter(name: str, value: Schema) -> Schema:
    """``value`` has one element, ``valueCode`` and the like, or ``resource`` or ``part``."""
    return {
        "type": "object",
        "required": ["name", *value],
        "properties": {"name": constant(name.replace("_", "-")), **value},
    }
