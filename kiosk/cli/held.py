"""The settings that hold for a command: its file, its options, and every check of them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from kiosk.app.checks import endless_patterns
from kiosk.config import SYSTEM_FILE, Check, Settings, load, override
from kiosk.log import start

config_option = click.option(
    "--config",
    type=click.Path(path_type=Path),
    help=f"The settings file, instead of {SYSTEM_FILE} or the defaults.",
)


def settings_of(
    config: Path | None, options: Mapping[str, Any] | None = None, *further: Check
) -> Settings:
    """The settings of ``config``, with ``options`` by dotted key in their place (not ``None``).

    Raises :class:`~kiosk.errors.SettingsError`, also for what ``further`` finds.
    """
    return override(load(config, endless_patterns, *further), options or {})


def start_log(settings: Settings, level: str = "") -> None:
    """The log as the settings have it; of ``level`` and above, where that is given.

    Raises :class:`~kiosk.errors.SettingsError` if its file cannot be written.
    """
    start(
        level or settings.log.level,
        settings.log.file,
        file_bytes=settings.log.file_mb * 1_000_000,
        files=settings.log.files,
    )
