"""What comes of taps on a page."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.ui.conftest import Pages


def heard_from(pages: "Pages", *names: str) -> list[object]:
    """The typed answers, when what has these names is tapped one after the other."""
    heard: list[object] = []
    pages.stage.answered.connect(heard.append)
    for name in names:
        pages.tap(name)
    pages.stage.answered.disconnect(heard.append)
    return heard
