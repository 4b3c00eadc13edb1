"""The ticket as a bitmap.

From the top: hospital · the number · room, floor, service, direction · people ahead and
wait · name, patient code, time, insurance · QR code · what to do next. Each text in the
patient's language, and small beneath it in the other.

Printed as an image, because printers' code pages have no Vietnamese.
"""

from datetime import timedelta, timezone

from PIL import Image, ImageDraw

from kiosk.model.text import LocalText
from kiosk.ticket.blocks import PAPER, Block, badge, columns, pair, rule, space, stack, text
from kiosk.ticket.clean import clean
from kiosk.ticket.code import code
from kiosk.ticket.fonts import BOLD, MEDIUM, REGULAR, font
from kiosk.ticket.number import number
from kiosk.ticket.slip import Slip
from kiosk.ticket.words import Words, second_language, words

WIDTHS = (576, 384)
"""Dots across 80 mm and 58 mm paper at 203 dpi."""

_CRISP = [PAPER if grey >= 128 else 0 for grey in range(256)]
_HANOI = timezone(timedelta(hours=7))
_WIDE = 480
_ROOM_SIZES = (88, 72, 56, 44)


def render(slip: Slip, width: int) -> Image.Image:
    """The ticket in mode ``"1"`` (0 is ink), ``width`` dots wide, its height a multiple of 8.

    ``width`` is one of :data:`WIDTHS`; anything else raises ``ValueError``.
    """
    if width not in WIDTHS:
        raise ValueError(f"a ticket is {' or '.join(map(str, WIDTHS))} dots wide, not {width}")
    margin = 16 if width >= _WIDE else 8
    sheet = _Composer(slip, width - 2 * margin).sheet()
    height = -(-(sheet.height + margin) // 8) * 8
    canvas = Image.new("L", (width, height), PAPER)
    sheet.paint(ImageDraw.Draw(canvas), margin, 0)
    return canvas.point(_CRISP, "1")


class _Composer:
    """Lays one slip out, ``width`` dots wide."""

    def __init__(self, slip: Slip, width: int) -> None:
        self._slip = slip
        self._width = width
        self._main: Words = words(slip.language)
        self._second_language = second_language(slip.language)
        self._second: Words = words(self._second_language)
        self._you = clean(slip.you)

    def sheet(self) -> Block:
        parts = (
            (self._hospital(), 4),
            (self._number(), 2),
            (self._where(), 2),
            (self._queue(), 2),
            (self._patient(), 2),
            (self._follow(), 4),
            (self._next_step(), 0),
        )
        blocks = [space(8)]
        for part, line in parts:
            if part.height:
                blocks.append(part)
            if part.height and line:
                blocks.append(rule(self._width, line))
        return stack(blocks, 14)

    def _hospital(self) -> Block:
        again = space(0)
        if self._slip.reprint:
            again = self._badge(self._main.reprint, self._second.reprint, filled=False)
        return stack((self._texts(self._slip.hospital, BOLD, 34), again), 8)

    def _number(self) -> Block:
        slip = self._slip
        label = self._both(
            self._main.your_number(self._you), self._second.your_number(self._you), MEDIUM, 34
        )
        heading = label
        if slip.priority:
            ahead = self._badge(self._main.priority, self._second.priority, filled=True)
            heading = pair(label, ahead, self._width, 16)
        return stack((heading, number(clean(slip.number), self._width), space(1)), 14)

    def _where(self) -> Block:
        slip = self._slip
        room = self._field(self._main.room, self._second.room, clean(slip.room))
        floor = self._field(self._main.floor, self._second.floor, clean(slip.floor))
        half = self._width * 5 // 8
        if room.width + 16 > half or floor.width > self._width - half:
            places = stack((room, floor), 4)
        else:
            places = columns((room, floor), (0, half))
        return stack(
            (
                places,
                self._texts(slip.service, BOLD, 36),
                self._texts(slip.direction, MEDIUM, 34),
            ),
            6,
        )

    def _queue(self) -> Block:
        ahead, minutes = self._slip.people_ahead, self._slip.wait_minutes
        return self._both(
            self._main.queue(ahead, minutes, self._you),
            self._second.queue(ahead, minutes, self._you),
            BOLD,
            36,
        )

    def _patient(self) -> Block:
        slip = self._slip
        patient_code = clean(slip.patient_code)
        lines = (
            text(clean(slip.name), font(BOLD, 34), self._width),
            self._line(f"{self._main.patient_code} {patient_code}" if patient_code else ""),
            self._line(self._main.when(slip.issued_at.astimezone(_HANOI))),
            self._texts(slip.insurance, REGULAR, 28),
        )
        return stack(lines, 2)

    def _follow(self) -> Block:
        qr = code(self._slip.follow_up, self._width) if self._slip.follow_up else None
        if qr is None:
            return space(0)
        beside = self._width - qr.width - 8
        if beside >= 160:
            caption = self._both(self._main.follow, self._second.follow, MEDIUM, 28, beside)
            return columns((qr, caption), (0, qr.width + 8), centred=True)
        return stack((qr, self._both(self._main.follow, self._second.follow, MEDIUM, 28)))

    def _next_step(self) -> Block:
        return self._both(
            self._main.next_step(self._you), self._second.next_step(self._you), BOLD, 34
        )

    def _field(self, label: str, second: str, value: str) -> Block:
        """A labelled value, as large as it fits on one line."""
        if not value:
            return space(0)
        faces = [font(BOLD, size) for size in _ROOM_SIZES]
        face = next(
            (f for f in faces if f.getlength(value) <= self._width * 5 // 8 - 16), faces[-1]
        )
        heading = f"{label} · {second}" if second != label else label
        return stack(
            (text(heading, font(REGULAR, 28), self._width), text(value, face, self._width))
        )

    def _badge(self, main: str, second: str, *, filled: bool) -> Block:
        return badge(f"{main} · {second}", font(BOLD, 30), self._width, filled=filled)

    def _line(self, content: str) -> Block:
        return text(content, font(REGULAR, 28), self._width)

    def _texts(self, content: LocalText, weight: str, size: int) -> Block:
        main = clean(content.get(self._slip.language))
        return self._both(main, clean(content.get(self._second_language)), weight, size)

    def _both(
        self, main: str, second: str, weight: str, size: int, width: int | None = None
    ) -> Block:
        width = width or self._width
        blocks = [text(main, font(weight, size), width)]
        if second != main:
            blocks.append(text(second, font(REGULAR, 25), width))
        return stack(blocks)
