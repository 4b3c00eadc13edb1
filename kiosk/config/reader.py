"""A settings file in, settings out; or every fault of the file at once."""

import difflib
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from kiosk.config.declared import Declared, keys, sections
from kiosk.config.lines import key_lines
from kiosk.config.settings import Settings
from kiosk.errors import SettingsError

SYSTEM_FILE = Path("/etc/kiosk/kiosk.toml")
"""Read where no file is named; absent, the defaults hold."""

LARGEST = 64 * 1024
"""Bytes. The annotated file with everything set has under 10 KiB."""

Check = Callable[[Settings], Iterable[tuple[str, str]]]
"""Finds what is wrong: dotted key, and a message that repeats no value."""

Key = tuple[str, ...]
Faults = dict[Key, str]


def load(path: Path | None = None, *checks: Check) -> Settings:
    """The settings of ``path``, of :data:`SYSTEM_FILE` if ``None``, else the defaults.

    ``checks`` are those of callers who know more than the settings do: what a pattern means,
    what is on this machine. They see the default of a setting that is wrong already.

    Raises :class:`~kiosk.errors.SettingsError`. Its message has a line for each fault,
    ``file:line: section.key: what is wrong``, and repeats no value: one may be a secret.
    """
    if path is None:
        if not SYSTEM_FILE.exists():
            return Settings()
        path = SYSTEM_FILE
    text = _text(path)
    faults: Faults = {}
    settings = _settings(_tables(path, text), faults)
    for check in (Settings.conflicts, *checks):
        for dotted, wrong in check(settings):
            faults.setdefault((*dotted.split("."),), wrong)
    if faults:
        raise SettingsError(_report(path, text, faults))
    return settings


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {error.strerror}") from error
    if len(content) > LARGEST:
        raise SettingsError(f"{path}: larger than {LARGEST // 1024} KiB: no settings file")
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SettingsError(f"{path}:{line}: not UTF-8 text") from error


def _tables(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise SettingsError(f"{path}: nested too deep") from error
    except ValueError as error:  # TOMLDecodeError, and int() for a number of 5000 digits
        at = re.search(r"\(at line (\d+), column \d+\)$", str(error))
        line = at[1] if at else str(text.rstrip("\n").count("\n") + 1)
        raise SettingsError(f"{path}:{line}: not TOML: {error}") from error


def _settings(tables: Mapping[str, Any], faults: Faults) -> Settings:
    known = sections()
    parts: dict[str, Any] = {}
    for name, table in tables.items():
        if name not in known:
            faults[name,] = "no such section" + _hint(name, known)
        elif not isinstance(table, dict):
            faults[name,] = f"must be a section: [{name}]"
        else:
            parts[name] = _section(name, known[name], table, faults)
    return Settings(**parts)


def _section(name: str, kind: type[Any], table: Mapping[str, Any], faults: Faults) -> Any:
    known = keys(kind)
    good: dict[str, Any] = {}
    for key, value in table.items():
        if key not in known:
            faults[name, key] = "no such setting" + (_hint(key, known) or _elsewhere(key))
            continue
        value = _of_type(known[key], value)
        if value is None:
            faults[name, key] = f"must be {_TYPES[type(known[key].default)]}"
        elif not known[key].rule.form.accepts(value):
            faults[name, key] = f"must be {known[key].rule.form.says}"
        else:
            good[known[key].field] = value
    return kind(**good)


_TYPES = {
    bool: "true or false, without quotes",
    int: "a whole number, without quotes",
    float: "a number, without quotes",
    str: "text in quotes",
    tuple: 'a list such as ["vi", "en"]',
}


def _of_type(declared: Declared, value: Any) -> Any:
    """``value`` in the type of the setting, ``None`` if it has another."""
    wanted = type(declared.default)
    if wanted is float and type(value) is int:
        return float(value) if abs(value) < 1e9 else None
    if wanted is tuple and type(value) is list:
        return tuple(value)
    return value if type(value) is wanted else None


def _hint(name: str, known: Mapping[str, Any]) -> str:
    near = difflib.get_close_matches(name[:80], known, n=1)
    return f" (did you mean {near[0]}?)" if near else ""


def _elsewhere(key: str) -> str:
    homes = [section for section, kind in sections().items() if key in keys(kind)]
    return f" here (did you mean {homes[0]}.{key}?)" if homes else ""


def _report(path: Path, text: str, faults: Faults) -> str:
    lines = key_lines(text)
    return "\n".join(
        f"{path}:{_line(key, lines)}: {_shown(key)}: {wrong}"
        for key, wrong in sorted(faults.items(), key=lambda fault: _line(fault[0], lines))
    )


def _line(key: Key, lines: Mapping[Key, int]) -> int:
    """A conflict may be with a default, which stands on no line: then the section's."""
    return lines.get(key) or lines.get(key[:1], 1)


def _shown(key: Key) -> str:
    """Unknown names come from the file: short, and nothing that upsets a terminal."""
    return ".".join(
        part if part.isprintable() and len(part) <= 60 else ascii(part[:60]) for part in key
    )
