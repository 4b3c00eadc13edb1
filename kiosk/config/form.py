"""What a setting may be: one sentence for people, and the check that goes with it.

The same sentence stands in the annotated settings file and in the message about a wrong value.
"""

import ipaddress
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import SplitResult, urlsplit

from kiosk.paths import ASSETS

T = TypeVar("T")

METADATA = "kiosk.setting"
"""The key of a :class:`Rule` in the metadata of a dataclass field."""


@dataclass(frozen=True, slots=True)
class Form:
    says: str
    """Completes "must be …"."""
    accepts: Callable[[Any], bool]
    """Called with a value of the setting's own type only."""


@dataclass(frozen=True, slots=True)
class Rule:
    """The declaration of one setting, beside its name, type and default."""

    meaning: str
    form: Form
    key: str = ""
    """Its name in the file, where that is no name that a field can have."""


def setting(default: T, meaning: str, form: Form, key: str = "") -> T:
    """Declare a dataclass field that is a setting; its type is that of ``default``.

    The field's name is the setting's, unless ``key`` says another.
    """
    return field(default=default, metadata={METADATA: Rule(meaning, form, key)})


def switch() -> Form:
    return Form("true or false", lambda value: True)


def between(low: float, high: float, unit: str = "") -> Form:
    return Form(
        f"{low:g} to {high:g}{unit and ' ' + unit}",
        lambda value: low <= value <= high,
    )


def zero_or_between(zero_means: str, low: float, high: float, unit: str) -> Form:
    return Form(
        f"0 ({zero_means}), or {low:g} to {high:g} {unit}",
        lambda value: value == 0 or low <= value <= high,
    )


def one_of(*choices: Any) -> Form:
    return Form("one of " + ", ".join(map(str, choices)), lambda value: value in choices)


def words(longest: int, empty: bool = False) -> Form:
    """Text that is shown to people: one line, nothing invisible.

    NFC, because decomposed Vietnamese misplaces its marks on screen and on paper.
    """
    return Form(
        f"a line of 1 to {longest} characters, composed (Unicode NFC)"
        + (", or empty" if empty else ""),
        lambda value: (
            (empty or bool(value))
            and len(value) <= longest
            and value == value.strip()
            and value.isprintable()
            and unicodedata.is_normalized("NFC", value)
        ),
    )


def matching(pattern: str, says: str) -> Form:
    compiled = re.compile(pattern)
    return Form(says, lambda value: compiled.fullmatch(value) is not None)


def path() -> Form:
    return Form("a path, or empty", _is_path)


def _is_path(value: str) -> bool:
    return len(value) <= 4096 and value.isprintable()


def window() -> Form:
    """``WIDTHxHEIGHT`` in pixels, or empty for the full screen."""

    def accepts(value: str) -> bool:
        found = re.fullmatch(r"([0-9]{3,4})x([0-9]{3,4})", value)
        return not value or (
            found is not None and all(480 <= int(side) <= 7680 for side in found.groups())
        )

    return Form("WIDTHxHEIGHT, each 480 to 7680, or empty for the full screen", accepts)


def languages() -> Form:
    """Those whose words come with the kiosk: English in the pages themselves, each other in a
    file beside Vietnamese's."""
    tag = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}")
    return Form(
        "1 to 8 different languages, each en or one with assets/translations/kiosk_LANGUAGE.qm",
        lambda value: (
            0 < len(value) <= 8
            and all(isinstance(one, str) and tag.fullmatch(one) for one in value)
            and len(set(value)) == len(value)
            and all(one == "en" or _is_translated(one) for one in value)
        ),
    )


def _is_translated(language: str) -> bool:
    return (ASSETS / "translations" / f"kiosk_{language}.qm").is_file()


def system() -> Form:
    """A FHIR identifier system: an absolute URI. ``|`` would end it in a search."""
    return matching(
        r"[A-Za-z][A-Za-z0-9+.-]{0,30}:[!-{}~]{1,200}", "an absolute URI without space or |"
    )


def named_values() -> Form:
    """A list of ``name=value``, each name once; :func:`named` takes them apart."""
    one = re.compile(r"[a-z][a-z0-9-]{0,39}=.{0,200}")

    def accepts(value: tuple[Any, ...]) -> bool:
        return (
            len(value) <= 40
            and all(isinstance(part, str) and one.fullmatch(part) for part in value)
            and all(part.isprintable() for part in value)
            and len(named(value)) == len(value)
        )

    return Form('a list of "name=value" with each name once: a-z 0-9 -', accepts)


def named(values: Iterable[str]) -> dict[str, str]:
    """``{"name": "value"}`` of what :func:`named_values` accepts."""
    pairs = (value.partition("=") for value in values)
    return {name: value for name, _, value in pairs}


def pattern(group: str, empty: bool = False) -> Form:
    """A regular expression with this named group."""

    def accepts(value: str) -> bool:
        if not value:
            return empty
        if len(value) > 500:
            return False
        try:
            return group in re.compile(value).groupindex
        except (re.error, OverflowError, RecursionError):
            return False

    return Form(
        f"a regular expression with (?P<{group}>…) of at most 500 characters"
        + (", or empty" if empty else ""),
        accepts,
    )


def address() -> Form:
    """``embedded``, or the base address of a hospital API."""

    return Form(
        "embedded, or an http:// or https:// address without password, ? or #",
        lambda value: value == "embedded" or _is_plain(value),
    )


def web_address() -> Form:
    """An address that something is sent to, or empty."""

    return Form(
        "an http:// or https:// address without password, ? or #, or empty",
        lambda value: not value or _is_plain(value),
    )


def _is_plain(value: str) -> bool:
    url = web(value)
    return url is not None and not (url.username or url.password or url.query or url.fragment)


def camera_source() -> Form:
    def accepts(value: str) -> bool:
        if value in ("simulated", "none"):
            return True
        kind, _, rest = value.partition(":")
        if kind in ("folder", "file"):
            return bool(rest) and _is_path(rest)
        return web(value) is not None or re.fullmatch(r"/dev/video[0-9]{1,3}", value) is not None

    return Form(
        "simulated, none, /dev/videoN, folder:PATH, file:PATH, or an http:// or https:// address",
        accepts,
    )


def scanner_source() -> Form:
    """Rates as the serial driver names them, bits a second."""

    def accepts(value: str) -> bool:
        if value in ("none", "keyboard"):
            return True
        return re.fullmatch(r"serial:/dev/[\w./:+-]{1,200}(@[1-9][0-9]{2,6})?", value) is not None

    return Form("none, keyboard, serial:/dev/NAME or serial:/dev/NAME@RATE", accepts)


def card_reader_source() -> Form:
    """``pcsc:`` is followed by part of a reader's name, which has at most 128 characters."""

    def accepts(value: str) -> bool:
        kind, colon, name = value.partition(":")
        if not colon:
            return kind in ("simulated", "none", "pcsc")
        return kind == "pcsc" and 0 < len(name) <= 128 and name.isprintable()

    return Form("simulated, none, pcsc, or pcsc:PART OF THE READER'S NAME", accepts)


def printer_target(empty: bool = False) -> Form:
    """``serial`` as the serial driver names ports, rates (bits a second) and flow control."""
    device = re.compile(
        r"tcp:([A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\]):(?P<port>[0-9]{1,5})"
        r"|usb:[0-9A-Fa-f]{4}:[0-9A-Fa-f]{4}|cups:[^\s/#]{1,127}"
        r"|serial:/dev/[\w./:+-]{1,200}(@[1-9][0-9]{2,6}(,(rtscts|xonxoff))?)?"
    )

    def accepts(value: str) -> bool:
        kind, _, rest = value.partition(":")
        if not value:
            return empty
        if kind in ("file", "png", "pdf"):
            return bool(rest) and _is_path(rest)
        found = device.fullmatch(value)
        return value == "simulated" or (
            # the others have no port
            found is not None and 0 < int(found["port"] or 1) < 65536
        )

    return Form(
        "simulated, tcp:HOST:PORT, usb:VENDOR:PRODUCT (4 hexadecimal digits each), "
        "serial:/dev/NAME, serial:/dev/NAME@RATE, the same with ,rtscts or ,xonxoff behind it, "
        "cups:QUEUE, file:PATH, png:PATH or pdf:PATH" + (", or empty" if empty else ""),
        accepts,
    )


def web(value: str) -> SplitResult | None:
    """``value`` taken apart, if it is an http or https address with a host."""
    if len(value) > 2000 or not value.isprintable() or " " in value:
        return None
    try:
        url = urlsplit(value)
        port = url.port
    except ValueError:
        return None
    return url if url.scheme in ("http", "https") and url.hostname and port != 0 else None


def listening() -> Form:
    """An address of this machine and a port, or empty; :func:`host_and_port` takes it apart."""

    def accepts(value: str) -> bool:
        if not value:
            return True
        host, _, port = value.rpartition(":")
        if not re.fullmatch(r"[1-9][0-9]{0,4}", port) or int(port) > 65535:
            return False
        bracketed = host.startswith("[") and host.endswith("]")
        try:
            address = ipaddress.ip_address(host[1:-1] if bracketed else host)
        except ValueError:
            return False
        return bracketed == (address.version == 6)

    return Form("IP-ADDRESS:PORT ([…]:PORT for IPv6), or empty for nowhere", accepts)


def host_and_port(value: str) -> tuple[str, int]:
    """Of what :func:`listening` accepts and is not empty."""
    host, _, port = value.rpartition(":")
    return host.strip("[]"), int(port)


def is_loopback(host: str) -> bool:
    """Whether what is sent to ``host`` stays on this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
