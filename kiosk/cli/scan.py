"""``kiosk scan``: which codes are in pictures, and what documents they are."""

import dataclasses
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from kiosk.cli.held import config_option, settings_of
from kiosk.cli.told import told
from kiosk.devices.camera.codes import Code, CodeSearch
from kiosk.devices.camera.pictures import load_picture, may_be_read
from kiosk.devices.camera.sources import quiet
from kiosk.documents import Patterns, parse
from kiosk.errors import NotADocument
from kiosk.model.document import Document
from kiosk.model.guidance import CodeHint

LONGEST_SIDE = 4096
"""Pixels; larger pictures are shrunk."""
NOT_ALL = 3
"""Exit status where some file gave no document."""


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@config_option
def scan(files: tuple[Path, ...], config: Path | None) -> None:
    """Find the codes in picture FILES and say what documents they are.

    Prints one JSON object on a line for each code, or one for a file without any: file,
    symbology, text, document, reason, hint, ms. The reason is missing (there is no such file, or
    it may not be read), not-a-picture (or one that is too large), no-code, or why a code is no
    document. The hint is what a kiosk would tell the hand where there is a code that cannot be
    read. This shows personal data, on purpose. Exit status 3 if some file gave no document, 2
    for wrong settings.
    """
    quiet()
    with told():
        held = settings_of(config).documents
    patterns = Patterns.of(**dataclasses.asdict(held))
    complete = True
    for path in files:
        lines = list(_scan(path, patterns))
        for line in lines:
            click.echo(json.dumps(line, ensure_ascii=False))
        complete &= any(line["document"] is not None for line in lines)
    sys.exit(0 if complete else NOT_ALL)


def _scan(path: Path, patterns: Patterns) -> Iterator[dict[str, Any]]:
    """A line for each code in the picture; ``ms`` is the time to find all of them."""
    if not may_be_read(path):
        yield _line(path, reason="missing")
        return
    image = load_picture(path, LONGEST_SIDE)
    if image is None:
        yield _line(path, reason="not-a-picture")
        return
    began = time.perf_counter()
    found = CodeSearch().search(image, 0.0, thorough=True)
    ms = round((time.perf_counter() - began) * 1000, 1)
    if not found.codes:
        yield _line(path, reason="no-code", hint=found.hint, ms=ms)
    for code in found.codes:
        try:
            yield _line(path, code=code, document=parse(code.data, patterns), ms=ms)
        except NotADocument as error:
            yield _line(path, code=code, reason=error.reason, ms=ms)


def _line(
    path: Path,
    *,
    code: Code | None = None,
    document: Document | None = None,
    reason: str | None = None,
    hint: CodeHint | None = None,
    ms: float | None = None,
) -> dict[str, Any]:
    return {
        "file": click.format_filename(path),
        "symbology": code.symbology if code else None,
        "text": code.text if code else None,
        "document": _document(document) if document else None,
        "reason": reason,
        "hint": hint.value if hint else None,
        "ms": ms,
    }


def _document(document: Document) -> dict[str, Any]:
    return {
        "kind": document.kind.value,
        "identifiers": [
            {"kind": identifier.kind.value, "value": identifier.value}
            for identifier in document.identifiers
        ],
        "name": document.name,
        "birth": document.birth.iso() if document.birth else None,
        "sex": document.sex.value,
        "address": document.address,
        "issued": document.issued.isoformat() if document.issued else None,
        "appointment": document.appointment,
    }
