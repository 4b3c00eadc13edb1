"""The settings' declaration as data: what the reader and the template walk over."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from kiosk.config.form import METADATA, Rule
from kiosk.config.settings import Settings


@dataclass(frozen=True, slots=True)
class Declared:
    """One setting."""

    name: str
    """In the file."""
    field: str
    """In the section's class."""
    default: Any
    rule: Rule


def sections() -> Mapping[str, type[Any]]:
    """The sections' classes by name, in the file's order."""
    return {
        part.name: cast(type[Any], part.default_factory) for part in dataclasses.fields(Settings)
    }


def keys(section: type[Any]) -> Mapping[str, Declared]:
    """The settings of one section by name, in the file's order."""
    declared = (
        Declared(
            one.metadata[METADATA].key or one.name, one.name, one.default, one.metadata[METADATA]
        )
        for one in dataclasses.fields(section)
    )
    return {one.name: one for one in declared}
