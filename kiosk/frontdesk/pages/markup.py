"""The HTML that all pages have in common, and what browsers are told about it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape

from kiosk.frontdesk.pages.static_files import address
from kiosk.frontdesk.premises import Text
from kiosk.frontdesk.queue.views import RoomLine

HEADERS = {
    "Cache-Control": "no-store",
    # Content Security Policy Level 3: nothing from elsewhere, nothing written into the page.
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
        "img-src data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    # Not no-referrer: browsers then say "Origin: null" with a form, as from a foreign page.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}
"""Of every page. No page is kept by browsers or found by search engines."""

_TEXTS = 1024
"""So many texts are kept as HTML: thousands of phones are shown the same few, again and again."""

_LOST = Text("Mất kết nối, đang nối lại…", "Connection lost, trying again…")


@dataclass(frozen=True, slots=True)
class Page:
    """One HTML document around a fragment that may be renewed."""

    kind: str
    """Names the style sheet and the script: ``board``, ``console``, ``phone``."""
    title: str
    view: str
    """The fragment, as HTML."""
    events: str = ""
    """Address of the stream that renews the fragment; empty: it never changes."""
    refresh: int = 0
    """Seconds between two loads where no script renews the page; 0: none."""
    before: str = ""
    """HTML above the fragment that stays as it is."""
    after: str = ""
    data: dict[str, str] = field(default_factory=dict)
    """What the script is told: ``data-…`` attributes of the body."""

    def html(self) -> str:
        """The document."""
        base, styles = address("base.css"), address(f"{self.kind}.css")
        scripts = (address("live.js"), address(f"{self.kind}.js")) if self.events else ()
        return (
            '<!DOCTYPE html>\n<html lang="vi">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="robots" content="noindex, nofollow">\n'
            '<meta name="color-scheme" content="light dark">\n'
            f"{self._refresh()}<title>{escape(self.title)}</title>\n"
            f'<link rel="stylesheet" href="{base}">\n<link rel="stylesheet" href="{styles}">\n'
            # An empty icon: browsers would ask for /favicon.ico.
            '<link rel="icon" href="data:,">\n'
            f'</head>\n<body class="{self.kind}"{attributes(self.data)}>\n{self.before}'
            f'<main id="view"{attributes({"events": self.events})}>\n{self.view}</main>\n'
            f"{self.after}{_lost() if self.events else ''}"
            + "".join(f'<script src="{script}"></script>\n' for script in scripts)
            + "</body>\n</html>\n"
        )

    def _refresh(self) -> str:
        if not self.refresh:
            return ""
        again = f'<meta http-equiv="refresh" content="{self.refresh}">'
        return f"<noscript>{again}</noscript>\n" if self.events else f"{again}\n"


def by_number(rooms: Iterable[RoomLine]) -> list[RoomLine]:
    """Rooms as people look for them: 9 before 10, 101 before 102."""
    return sorted(rooms, key=lambda room: (len(room.number), room.number))


def problem_page(text: str, refresh: int = 0) -> str:
    """Something that cannot be shown, and why; asked for again after so many seconds."""
    note = f'<p id="note" role="alert">{escape(text)}</p>\n'
    return Page("console", text, note, refresh=refresh).html()


def attributes(data: dict[str, str]) -> str:
    """``data-…`` attributes for those values that are not empty."""
    return "".join(f' data-{name}="{escape(value)}"' for name, value in data.items() if value)


@lru_cache(_TEXTS)
def both(text: Text, tag: str = "p") -> str:
    """A text in Vietnamese, and small in English."""
    return f'<{tag}>{escape(text.vi)}</{tag}>\n<{tag} lang="en">{escape(text.en)}</{tag}>\n'


@lru_cache(_TEXTS)
def inline(text: Text) -> str:
    """A text in Vietnamese and small in English, within a line."""
    return f'{escape(text.vi)} <small lang="en">{escape(text.en)}</small>'


def _lost() -> str:
    return f'<p id="lost" role="status" hidden>{inline(_LOST)}</p>\n'
