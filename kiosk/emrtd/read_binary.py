"""Files read in as few commands as the card bears (Doc 9303 part 10, 3.6.3).

The first block is asked for by short file id, without selecting the file, and as large as can be:
its first bytes tell the file's size. Blocks from offset 32768 on need the odd instruction, which
wraps offset and data. A block that the card refuses for its length is asked for again, smaller,
and the size that worked is kept for all that follows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from kiosk.emrtd import tlv
from kiosk.emrtd.apdu import EXTENDED_DATA, EXTENDED_LE, Command, Response
from kiosk.emrtd.errors import CardRefused, Malformed, SecureMessagingError, refusal
from kiosk.emrtd.files import File
from kiosk.emrtd.status import END_OF_FILE, OK, WRONG_LENGTH

SHORT_STEPS = (256, 224, 160, 128)
"""Bytes of a response's data field that cards with short length are known to bear."""
_UNTOLD_EXTENDED = (2048, 1024)
"""What to try where a card takes extended length but does not say how much."""
_LARGEST_EXTENDED = 4096
"""More saves no time worth having, and progress would stand still meanwhile."""

_LARGEST_OFFSET = 0x7FFF
_OFFSET = 0x54
_DISCRETIONARY = 0x53
_HEADER = 6
"""Bytes: a tag of one byte and the longest length."""
_TOO_LONG = (WRONG_LENGTH, 0x6F00, *range(0x6C00, 0x6D00))
"""What cards answer to an Le that is too large for them; 6Cxx tells how large it may be."""
_SMALLEST_BLOCK = 64
"""Bytes that a card must give on average, or reading would have no end in sight."""
_SPARE_BLOCKS = 16


class Sender(Protocol):
    """What of the chip is needed to read files of it."""

    def send(self, command: Command, allowed: tuple[int, ...] = ...) -> Response:
        """The answer to a command, or an exception."""

    def largest_data(self, limit: int) -> int:
        """Bytes of data in a response whose data field is ``limit`` bytes, protected or not."""


@dataclass(slots=True)
class BlockSizes:
    """What was learned of one card. Handed to a later reading, the same card teaches it once."""

    steps: tuple[int, ...] = SHORT_STEPS
    """Bytes of a response's data field to ask for, largest first."""
    step: int = 0
    """The first of them that the card bears."""
    header_first: bool = False
    """The card wants an exact Le, so a file's size is read before the file."""
    longest_command: int = EXTENDED_DATA
    """Bytes of data that a command may have."""
    used: bool = False


class BlockReader:
    """Reads files of one card and remembers the block size that it bears."""

    def __init__(self, sender: Sender, sizes: BlockSizes) -> None:
        self._sender = sender
        self._sizes = sizes
        self.remembers = sizes.used
        """Whether this card was read before."""
        sizes.used = True
        self._told: int | None = None

    def extend(self, longest: int | None) -> None:
        """The card takes extended length, with ``longest`` bytes in a response if it told."""
        if longest is None:
            self._sizes.steps = _UNTOLD_EXTENDED + SHORT_STEPS
        else:
            longest = min(longest, _LARGEST_EXTENDED)
            smaller = tuple(step for step in _UNTOLD_EXTENDED + SHORT_STEPS if step < longest)
            self._sizes.steps = (max(longest, SHORT_STEPS[-1]), *smaller)
        self._sizes.step = 0

    def read(
        self, file: File, limit: int, progress: Callable[[int, int], None] | None = None
    ) -> bytes:
        """The file's one object with its header; see :meth:`kiosk.emrtd.chip.Chip.read_file`."""
        self._told = None
        content = bytearray(self._first(file))
        tag, header, length = tlv.header(bytes(content[: tlv.LONGEST_HEADER]), file.label)
        if file.tag and tag != file.tag:
            raise Malformed(file.label, f"tag {tag:X} where {file.tag:X} belongs")
        total = header + length
        if total > limit:
            raise Malformed(file.label, "it claims to be longer than such a file is")
        self._heed(len(content) if len(content) >= total else None)
        del content[total:]
        blocks = _SPARE_BLOCKS + total // _SMALLEST_BLOCK
        while True:
            if progress:
                progress(len(content), total)
            if len(content) == total:
                return bytes(content)
            if not blocks:
                raise Malformed(file.label, "it comes in crumbs")
            blocks -= 1
            content += self._block(file, len(content), total - len(content))
            self._heed()

    def _first(self, file: File) -> bytes:
        """As much as comes at once; the header alone from cards that want an exact Le."""
        if not self._sizes.header_first:
            step = self._sizes.step
            try:
                return self._block(file, 0, EXTENDED_LE)
            except CardRefused as error:
                if error.status not in _TOO_LONG:
                    raise
            # Not the block is too large for the card, but Le for the file: go on from its size.
            self._sizes.step = step
            self._sizes.header_first = True
        return self._block(file, 0, _HEADER)

    def _block(self, file: File, offset: int, wanted: int) -> bytes:
        """1 to ``wanted`` bytes from this offset."""
        while True:
            size = min(wanted, self._largest(self._sizes.step, offset))
            command = _command(file, offset, size)
            try:
                response = self._sender.send(command, (OK, END_OF_FILE, *_TOO_LONG))
            except SecureMessagingError as error:
                if error.status in (*_TOO_LONG, END_OF_FILE) and not self._shrink(size, offset):
                    self._sizes.header_first = True
                raise
            if response.status in _TOO_LONG:
                told = response.status & 0xFF if response.status >> 8 == 0x6C else 0
                fits = told - (_le(offset, size) - size)
                if 0 < fits < size:
                    self._told, wanted = told, fits
                elif not self._shrink(size, offset):
                    raise refusal(response.status, command.name)
                continue
            data = _data(file, offset, response)
            if len(data) > size:
                raise Malformed(file.label, "more came than was asked for")
            if data:
                return data
            if response.status != END_OF_FILE or not self._shrink(size, offset):
                raise Malformed(file.label, "it ends before its end")

    def _heed(self, ended_at: int | None = None) -> None:
        """Ask for no more from now on than the card told that it bears.

        ``ended_at`` is the length of a file that was read to its end: a card that told just
        this spoke of the file.
        """
        told, self._told = self._told, None
        if told is None or told == ended_at:
            return
        limit = told
        while self._sender.largest_data(limit + 1) <= told:  # by a block of the cipher or so
            limit += 1
        self._sizes.steps = (limit, *(step for step in self._sizes.steps if step < limit))
        self._sizes.step = 0

    def _largest(self, step: int, offset: int) -> int:
        largest = self._sender.largest_data(self._sizes.steps[step])
        if offset > _LARGEST_OFFSET:
            largest -= 3 if largest <= 3 + 0xFF else 4  # what DO'53' wraps around
        return max(1, largest)

    def _shrink(self, size: int, offset: int) -> bool:
        """Go to the first step that asks for less than ``size``; whether there is one."""
        for step in range(self._sizes.step + 1, len(self._sizes.steps)):
            if self._largest(step, offset) < size:
                self._sizes.step = step
                return True
        return False


def _command(file: File, offset: int, size: int) -> Command:
    le = _le(offset, size)
    if offset == 0:
        return Command(0x00, 0xB0, 0x80 | file.sfi, 0x00, le=le)
    if offset <= _LARGEST_OFFSET:
        return Command(0x00, 0xB0, offset >> 8, offset & 0xFF, le=le)
    wrapped = tlv.encode(_OFFSET, offset.to_bytes((offset.bit_length() + 7) // 8, "big"))
    return Command(0x00, 0xB1, 0x00, 0x00, wrapped, le)


def _le(offset: int, size: int) -> int:
    """Le for ``size`` bytes of the file: DO'53' around them counts."""
    return size if offset <= _LARGEST_OFFSET else size + 2 + (size > 0x7F) + (size > 0xFF)


def _data(file: File, offset: int, response: Response) -> bytes:
    if offset <= _LARGEST_OFFSET or not response.data:
        return response.data
    return tlv.parse_one(response.data, file.label, _DISCRETIONARY).value
