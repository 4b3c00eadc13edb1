"""The ticket as a bitmap.

From the top: hospital · the number · room, floor, service, direction · people ahead and
wait · name, patient code, time, insurance · QR code · what to do next. Each text in the
patient's language, and small with it in the other.

A provisional one stands in a heavy frame and says so: it must not be taken for the hospital's.

Printed as an image, because printers' code pages have no Vietnamese.
"""

from datetime import timedelta, timezone

from PIL import Image, ImageDraw

from kiosk.model.text import LocalText
from kiosk.ticket.blocks import EMPTY, PAPER, Block, badge, beside, ends, framed, rule, stack, text
from kiosk.ticket.clean import clean
from kiosk.ticket.code import code
from kiosk.ticket.fonts import BOLD, MEDIUM, REGULAR, Face, face
from kiosk.ticket.number import number
from kiosk.ticket.slip import Slip
from kiosk.ticket.words import second_language, words

MARGINS = {576: 16, 384: 8}
"""By dots across 80 mm and 58 mm paper at 203 dpi: the dots left free at each side."""

_HANOI = timezone(timedelta(hours=7))
_CRISP = [PAPER if grey >= 128 else 0 for grey in range(256)]
_GAP = 12
_FRAME = 10  # dots: more than a millimetre, seen from an arm's length
_SMALL = 23
_ROOM_SIZES = (88, 76, 64, 52, 44, 36)
_ROOM_GAP = 40  # dots between room and floor: closer, 205 and 2 would read as one number
_CAPTION = 170  # dots: a caption narrower than this stands beneath its code


def render(slip: Slip, width: int) -> Image.Image:
    """The ticket in mode ``"1"`` (0 is ink), ``width`` dots wide, its height a multiple of 8.

    ``width`` is 576 or 384; anything else raises ``ValueError``.
    """
    margin = MARGINS.get(width)
    if margin is None:
        raise ValueError(f"a ticket is {' or '.join(map(str, MARGINS))} dots wide, not {width}")
    inner = width - 2 * margin
    if slip.provisional:
        inside = _Layout(slip, inner - 2 * (_FRAME + _GAP)).sheet()
        sheet = framed(inside, inner, _FRAME, _GAP)
    else:
        sheet = _Layout(slip, inner).sheet()
    height = -(-(sheet.height + 2 * _GAP) // 8) * 8
    canvas = Image.new("L", (width, height), PAPER)
    sheet.paint(ImageDraw.Draw(canvas), margin, _GAP)
    return canvas.point(_CRISP, "1")


class _Layout:
    """Lays one slip out, ``width`` dots wide."""

    def __init__(self, slip: Slip, width: int) -> None:
        self._slip = slip
        self._width = width
        self._other = second_language(slip.language)
        self._main = words(slip.language)
        self._second = words(self._other)
        self._you = clean(slip.you)

    def sheet(self) -> Block:
        parts = (
            (self._hospital(), 4),
            (self._number(), 4),
            (self._place(), 2),
            (self._queue(), 2),
            (self._patient(), 2),
            (self._follow(), 4),
            (self._next_step(), 0),
        )
        blocks: list[Block] = []
        for part, line in parts:
            if part.height:
                blocks += [part, rule(self._width, line) if line else EMPTY]
        return stack(blocks, _GAP)

    def _hospital(self) -> Block:
        slip, main, second = self._slip, self._main, self._second
        parts = [self._texts(slip.hospital, BOLD, 32)]
        if slip.provisional:
            words = f"{main.provisional} / {second.provisional}"
            parts.append(badge(words, face(BOLD, 40), self._width, filled=True))
        if slip.reprint:
            parts.append(self._badge(main.reprint, second.reprint, False))
        return stack(parts, 8)

    def _number(self) -> Block:
        slip = self._slip
        said, small = (
            (words.provisional_number if slip.provisional else words.your_number)(self._you)
            for words in (self._main, self._second)
        )
        label = stack(
            (
                text(said, face(MEDIUM, 32), self._width),
                text(small, face(REGULAR, _SMALL), self._width),
            )
        )
        ahead = EMPTY
        if slip.priority:
            ahead = self._badge(self._main.priority, self._second.priority, True)
        return stack(
            (ends(label, ahead, self._width, 24), number(clean(slip.number), self._width)), _GAP
        )

    def _place(self) -> Block:
        slip = self._slip
        values = clean(slip.room), clean(slip.floor)
        longest = self._width // 2 - _ROOM_GAP
        sizes = (face(BOLD, size) for size in _ROOM_SIZES)
        bold = next(
            (one for one in sizes if all(one.width(value) <= longest for value in values)),
            face(BOLD, _ROOM_SIZES[-1]),
        )
        room = self._field(self._main.room, self._second.room, values[0], bold)
        floor = self._field(self._main.floor, self._second.floor, values[1], bold)
        start = max(self._width // 2, room.width + _ROOM_GAP // 2)
        if room.height and floor.height and start + floor.width <= self._width:
            where = beside(room, floor, start, 0)
        else:
            where = stack((room, floor))
        service = self._texts(slip.service, BOLD, 34)
        return stack((where, service, self._texts(slip.direction, MEDIUM, 32)), 4)

    def _queue(self) -> Block:
        slip = self._slip
        if slip.provisional or not (slip.queue_known or slip.appointment):
            return EMPTY  # nobody knows
        ahead, minutes = slip.people_ahead, slip.wait_minutes
        expected = slip.appointment.astimezone(_HANOI) if slip.appointment else None
        return self._both(
            self._main.queue(ahead, minutes, self._you, expected),
            self._second.queue(ahead, minutes, self._you, expected),
            BOLD,
            36,
        )

    def _patient(self) -> Block:
        slip = self._slip
        patient_code = clean(slip.patient_code)
        name = text(clean(slip.name), face(BOLD, 34), self._width)
        numbered = self._line(f"{self._main.patient_code} {patient_code}" if patient_code else "")
        lines = (
            ends(name, numbered, self._width, 24),
            self._line(self._main.when(slip.issued_at.astimezone(_HANOI))),
            self._texts(slip.insurance, REGULAR, 27),
        )
        return stack(lines)

    def _follow(self) -> Block:
        symbol = code(self._slip.follow_up, self._width)
        if symbol is None:
            return EMPTY
        start = symbol.width + 8
        narrow = self._width - start < _CAPTION
        caption = self._both(
            self._main.follow,
            self._second.follow,
            MEDIUM,
            27,
            self._width if narrow else self._width - start,
        )
        return stack((symbol, caption)) if narrow else beside(symbol, caption, start)

    def _next_step(self) -> Block:
        if self._slip.next_step is not None:
            return self._texts(self._slip.next_step, BOLD, 32)
        return self._both(
            self._main.next_step(self._you), self._second.next_step(self._you), BOLD, 32
        )

    def _field(self, label: str, second: str, value: str, bold: Face) -> Block:
        if not value:
            return EMPTY
        heading = text(f"{label} · {second}", face(REGULAR, 26), self._width)
        return stack((heading, text(value, bold, self._width)))

    def _badge(self, main: str, second: str, filled: bool) -> Block:
        return badge(f"{main} · {second}", face(BOLD, 28), self._width, filled=filled)

    def _line(self, content: str) -> Block:
        return text(content, face(REGULAR, 27), self._width)

    def _texts(self, content: LocalText, weight: str, size: int) -> Block:
        main = clean(content.get(self._slip.language))
        return self._both(main, clean(content.get(self._other)), weight, size)

    def _both(
        self, main: str, second: str, weight: str, size: int, width: int | None = None
    ) -> Block:
        """``main``, and ``second`` small behind it, or beneath where the line is too short."""
        width = width or self._width
        large, small = face(weight, size), face(REGULAR, _SMALL)
        one = text(main, large, width)
        if not second or second == main:
            return one
        gap = 14
        if one.height == large.pitch and one.width + gap + small.width(second) <= width:
            behind = text(second, small, width)
            return beside(one, behind, one.width + gap, large.ascent - small.ascent)
        return stack((one, text(second, small, width)))
