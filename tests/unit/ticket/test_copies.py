"""A ticket that is drawn already, marked as a copy."""

import pytest
from PIL import Image

from kiosk.ticket import marked_as_copy
from kiosk.ticket.layout import MARGINS


@pytest.mark.parametrize("width", list(MARGINS))
def test_the_ticket_stands_unchanged_under_its_mark(width: int) -> None:
    ticket = Image.effect_noise((width, 240), 90).convert("1")
    copy = marked_as_copy(ticket)
    above = copy.height - ticket.height
    assert (copy.mode, copy.width, copy.height % 8) == ("1", width, 0)
    assert copy.crop((0, above, width, copy.height)).tobytes() == ticket.tobytes()
    mark = copy.crop((0, 0, width, above))
    assert 0.01 < mark.histogram()[0] / (width * above) < 0.3, "words in a box"


def test_another_width_is_no_ticket() -> None:
    with pytest.raises(ValueError, match="500 dots"):
        marked_as_copy(Image.new("1", (500, 80)))
