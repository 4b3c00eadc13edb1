"""Style sheets, scripts and fonts of the pages, from memory."""

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from kiosk.paths import FONTS

PATH = "/static"

_FOLDER = Path(__file__).parent / "static"
_WEIGHTS = {"regular": "400Regular", "medium": "500Medium", "bold": "700Bold"}
_TYPES = {".css": "text/css", ".js": "text/javascript", ".ttf": "font/ttf"}
_COMPRESSION = 6
_FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class _File:
    media_type: str
    body: bytes
    packed: bytes
    version: str
    """Changes with the content."""


def address(name: str) -> str:
    """Where a file is, with its version: browsers may keep what they find there for ever."""
    return f"{PATH}/{name}?v={_files()[name].version}"


async def serve_static(request: Request) -> Response:
    """``GET /static/{name}``."""
    file = _files().get(request.path_params["name"])
    if file is None:
        return PlainTextResponse("not found", 404)
    headers = {
        # Style sheets name fonts without their version.
        "Cache-Control": _FOR_EVER if request.url.query else "public, max-age=86400",
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
    }
    if "gzip" in request.headers.get("accept-encoding", ""):
        packed = headers | {"Content-Encoding": "gzip"}
        return Response(file.packed, headers=packed, media_type=file.media_type)
    return Response(file.body, headers=headers, media_type=file.media_type)


@cache
def _files() -> Mapping[str, _File]:
    """All files there are, by name: a name in a request never becomes a path."""
    paths = {path.name: path for path in _FOLDER.iterdir() if path.suffix in _TYPES}
    for weight, file in _WEIGHTS.items():
        paths[f"be-vietnam-pro-{weight}.ttf"] = FONTS / f"BeVietnamPro_{file}.ttf"
    return {name: _read(path) for name, path in paths.items()}


def _read(path: Path) -> _File:
    body = path.read_bytes()
    return _File(
        _TYPES[path.suffix],
        body,
        gzip.compress(body, _COMPRESSION, mtime=0),
        hashlib.sha256(body).hexdigest()[:12],
    )
