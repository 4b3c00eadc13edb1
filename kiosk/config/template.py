"""The annotated settings file, written from the declaration."""

import json
import textwrap
from typing import Any

from kiosk.config.declared import Declared, keys, sections
from kiosk.config.settings import Settings

_TOP = """\
# The settings of a check-in kiosk.
#
# Every setting stands here; one that is left out has its default. The kiosk reads
# /etc/kiosk/kiosk.toml, or the file named with --config. Check a file with:
#     kiosk settings --check --config FILE
"""


def document(settings: Settings | None = None) -> str:
    """Every section and key with its meaning, bounds, and value in ``settings``.

    With the defaults, which ``None`` means, it is ``config/kiosk.toml``.
    """
    settings = settings or Settings()
    parts = [_TOP]
    for name, kind in sections().items():
        doc = " ".join((kind.__doc__ or "").split())
        parts.append(f"\n{_comment(doc)}[{name}]\n")
        section = getattr(settings, name)
        parts += [_entry(one, getattr(section, one.field)) for one in keys(kind).values()]
    return "".join(parts)


def _entry(one: Declared, value: Any) -> str:
    about = _comment(one.rule.meaning) + _comment(f"Allowed: {one.rule.form.says}.")
    # A bare key of digits is TOML too, but reads like a number.
    name = one.name if one.name.isidentifier() else toml(one.name)
    return f"\n{about}{name} = {toml(value)}\n"


def _comment(text: str) -> str:
    return (
        textwrap.fill(text, 96, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False)
        + "\n"
    )


def toml(value: Any) -> str:
    """``value`` as TOML writes it: text, a number, true or false, or a tuple of these."""
    if isinstance(value, tuple):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, str) and "\\" in value and "'" not in value and value.isprintable():
        return f"'{value}'"  # a literal string: a regular expression as it is
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
