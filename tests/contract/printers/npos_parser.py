"""What a parser that nobody here wrote makes of a ticket's bytes: npos, an ESC/POS library."""

import base64
import json
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

_FOLDER = Path(__file__).parent / "npos"
_NODE = shutil.which("node") or shutil.which("nodejs")
MISSING = _NODE is None or not (_FOLDER / "node_modules" / "npos").is_dir()
WHY_MISSING = "npos is not installed (npm ci in tests/contract/printers/npos; ./run test does it)"
_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Parsed:
    commands: list[tuple[str, int]]
    """Each command, such as ``GS v0``, and its length in bytes."""
    pictures: list[Image.Image]
    """Of mode ``"1"``, black is 0."""


def parsed(streams: Sequence[bytes]) -> list[Parsed]:
    """What npos reads in each of these, all in one process."""
    asked = json.dumps([base64.b64encode(stream).decode() for stream in streams])
    told = subprocess.run(
        [str(_NODE), "parse.js"],
        cwd=_FOLDER,
        input=asked.encode(),
        capture_output=True,
        timeout=_SECONDS,
        check=False,
    )
    assert told.returncode == 0, told.stderr.decode(errors="replace")
    return [
        Parsed(
            [(name, length) for name, length in one["commands"]],
            [_picture(**picture) for picture in one["pictures"]],
        )
        for one in json.loads(told.stdout)
    ]


def _picture(width: int, height: int, dots: str) -> Image.Image:
    return Image.frombytes("1", (width, height), base64.b64decode(dots))
