"""What ``kiosk doctor`` says of the fonts."""

import pytest
from PIL import features

from kiosk.app import checkup
from kiosk.app.finding import Finding


def fonts() -> Finding:
    return checkup._fonts()


def test_fonts_are_well_where_text_is_shaped() -> None:
    assert fonts().well, "install Debian's libfribidi0"


def test_what_shapes_text_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(features, "check", lambda name: False)
    finding = fonts()
    assert not finding.well
    assert "libfribidi0" in finding.to_do
