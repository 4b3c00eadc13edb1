"""The annotated settings file, written from the declaration."""

import json
import textwrap
from typing import Any

from kiosk.config.declared import Declared, keys, sections

_TOP = """\
# The settings of a check-in kiosk.
#
# Every setting stands here with its default; leave out what you do not change. The kiosk
# reads /etc/kiosk/kiosk.toml, or the file named with --config. Check a file with:
#     kiosk settings --check --config FILE
"""


def document() -> str:
    """``config/kiosk.toml``: every section and key with its default, meaning and bounds."""
    parts = [_TOP]
    for name, kind in sections().items():
        doc = " ".join((kind.__doc__ or "").split())
        parts.append(f"\n{_comment(doc)}[{name}]\n")
        parts += [_entry(one) for one in keys(kind).values()]
    return "".join(parts)


def _entry(one: Declared) -> str:
    about = _comment(one.rule.meaning) + _comment(f"Allowed: {one.rule.form.says}.")
    return f"\n{about}{one.name} = {_value(one.default)}\n"


def _comment(text: str) -> str:
    return (
        textwrap.fill(text, 96, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False)
        + "\n"
    )


def _value(value: Any) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, str) and "\\" in value and "'" not in value:
        return f"'{value}'"  # a literal string: a regular expression as it is
    return json.dumps(value, ensure_ascii=False)
