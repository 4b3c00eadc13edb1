"""Settings named on the command line, held to the same rules as those of a file."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kiosk.config.declared import keys
from kiosk.config.settings import Settings
from kiosk.errors import SettingsError


def override(settings: Settings, values: Mapping[str, Any]) -> Settings:
    """``settings`` with these, by dotted key (``printer.target``); ``None`` leaves one as it is.

    Raises :class:`~kiosk.errors.SettingsError` that names the key and what it must be.
    """
    for dotted, value in values.items():
        if value is None:
            continue
        section_name, key = dotted.split(".")
        section = getattr(settings, section_name)
        declared = keys(type(section))[key]
        if not declared.rule.form.accepts(value):
            raise SettingsError(f"{dotted}: must be {declared.rule.form.says}")
        settings = replace(settings, **{section_name: replace(section, **{declared.field: value})})
    for dotted, wrong in settings.conflicts():
        raise SettingsError(f"{dotted}: {wrong}")
    return settings
