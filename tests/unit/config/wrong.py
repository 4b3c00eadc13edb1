"""What is told of a settings file that is wrong."""

from pathlib import Path

import pytest

from kiosk.config import load
from kiosk.errors import SettingsError


def faults(file: Path, text: str | bytes) -> list[str]:
    """The lines of the error, without the path."""
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(SettingsError) as caught:
        load(file)
    return [line.removeprefix(f"{file}:") for line in str(caught.value).splitlines()]
