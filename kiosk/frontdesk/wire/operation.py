"""What an operation that FHIR has no word for is described with."""

from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter, or one part of a parameter."""

    name: str
    use: Literal["in", "out"]
    type: str
    """A FHIR type; ``""`` where it has parts."""
    cardinality: str
    """``1..1``, ``0..*`` …"""
    documentation: str
    parts: tuple["Parameter", ...] = ()

    def written(self) -> dict[str, Any]:
        """``OperationDefinition.parameter``."""
        least, _, most = self.cardinality.partition("..")
        found: dict[str, Any] = {
            "name": self.name,
            "use": self.use,
            "min": int(least),
            "max": most,
            "documentation": self.documentation,
        }
        if self.type:
            found["type"] = self.type
        if self.parts:
            found["part"] = [part.written() for part in self.parts]
        return found


@dataclass(frozen=True, slots=True)
class Operation:
    code: str
    """After the ``$``."""
    name: str
    """For programs (FHIR: a name of letters, digits and ``_``)."""
    title: str
    description: str
    level: Literal["system", "type", "instance"]
    resource: str
    """``""`` on system level."""
    affects_state: bool
    parameters: tuple[Parameter, ...]
    comment: str = ""
    base: str = ""
    """The standard's operation that this one narrows."""

    @property
    def url(self) -> str:
        return f"urn:kiosk:operation:{self.code}"


def given(name: str, kind: str, cardinality: str, documentation: str) -> Parameter:
    """What the operation takes."""
    return Parameter(name, "in", kind, cardinality, documentation)


def answered(name: str, kind: str, cardinality: str, documentation: str) -> Parameter:
    """What it answers."""
    return Parameter(name, "out", kind, cardinality, documentation)
