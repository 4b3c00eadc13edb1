import asyncio
import gzip
import re
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import Response

from kiosk.frontdesk.pages import static_files
from kiosk.frontdesk.pages.static_files import address, serve_static

FOLDER = Path(static_files.__file__).parent / "static"
PAIRS = [
    ("ink", "ground"),
    ("ink", "paper"),
    ("soft", "ground"),
    ("soft", "paper"),
    ("action", "ground"),
    ("action", "paper"),
    ("on-action", "action"),
    ("on-tint", "tint"),
    ("on-attention", "attention"),
    ("danger", "paper"),
    ("on-danger", "danger"),
    ("ground", "ink"),
]


def get(name: str, query: str = "", encoding: str = "") -> Response:
    scope = {
        "type": "http",
        "method": "GET",
        "path": f"/static/{name}",
        "query_string": query.encode(),
        "headers": [(b"accept-encoding", encoding.encode()), (b"host", b"hosen.example")],
        "path_params": {"name": name},
    }
    return asyncio.run(serve_static(Request(scope)))


@pytest.mark.parametrize(
    ("name", "media"),
    [
        ("live.js", "text/javascript; charset=utf-8"),
        ("board.css", "text/css; charset=utf-8"),
        ("be-vietnam-pro-bold.ttf", "font/ttf"),
    ],
)
def test_files_come_from_memory_packed_for_who_can_unpack(name: str, media: str) -> None:
    plain, packed = get(name), get(name, encoding="gzip, br")
    assert plain.headers["content-type"] == packed.headers["content-type"] == media
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(bytes(packed.body)) == plain.body
    assert len(packed.body) < len(plain.body)


def test_an_address_changes_with_the_content_and_is_kept_for_ever() -> None:
    assert re.fullmatch(r"/static/live\.js\?v=[0-9a-f]{12}", address("live.js"))
    assert (
        "immutable"
        in get("live.js", query=address("live.js").partition("?")[2]).headers["cache-control"]
    )
    assert "immutable" not in get("live.js").headers["cache-control"]


@pytest.mark.parametrize("name", ["", "nothing.js", "../board.py", "/etc/passwd", "live.js\0"])
def test_nothing_else_is_served(name: str) -> None:
    assert get(name).status_code == 404


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance of ``#rrggbb``."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("pair", PAIRS, ids="-on-".join)
@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_text_has_a_contrast_of_seven_to_one(pair: tuple[str, str], scheme: int) -> None:
    text = (FOLDER / "base.css").read_text("utf-8")
    block = re.findall(r":root \{(.*?)\}", text, re.DOTALL)[scheme]
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9A-F]{6});", block))
    light, dark = sorted((luminance(colours[name]) for name in pair), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 7
