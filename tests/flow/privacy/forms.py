"""Ways in which a program may write a text down, to plant leaks."""

import base64
import json
import unicodedata
import urllib.parse
from collections.abc import Callable

from tests.flow.privacy.folding import fold

SPELLINGS: dict[str, Callable[[str], str]] = {
    "composed": lambda text: unicodedata.normalize("NFC", text),
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "upper": str.upper,
    "lower": str.lower,
    "upper decomposed": lambda text: unicodedata.normalize("NFD", text).upper(),
    "ascii": fold,
    "ascii upper": lambda text: fold(text).upper(),
}

ENCODINGS: dict[str, Callable[[str], bytes]] = {
    "plain": str.encode,
    "hex": lambda text: text.encode().hex().encode(),
    "hex upper": lambda text: text.encode().hex().upper().encode(),
    "hex with colons": lambda text: text.encode().hex(":").encode(),
    "base64": lambda text: base64.b64encode(text.encode()),
    "base64, second place": lambda text: base64.b64encode(b'"' + text.encode()),
    "base64, third place": lambda text: base64.b64encode(b'{"' + text.encode() + b'"'),
    "base64 for addresses": lambda text: base64.urlsafe_b64encode(text.encode()).rstrip(b"="),
    "percent": lambda text: urllib.parse.quote(text, safe="").encode(),
    "form": lambda text: urllib.parse.quote_plus(text).encode(),
    "json": lambda text: json.dumps(text).encode(),
    "json twice": lambda text: json.dumps(json.dumps(text)).encode(),
    "repr": lambda text: repr(text).encode(),
    "ascii()": lambda text: ascii(text).encode(),
    "repr of bytes": lambda text: repr(text.encode()).encode(),
    "json in base64 in percent": lambda text: urllib.parse.quote(
        base64.b64encode(json.dumps({"v": text}).encode()).decode(), safe=""
    ).encode(),
    "file name": lambda text: text.replace(" ", "_").replace("/", "-").encode(),
}
