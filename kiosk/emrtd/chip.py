"""The chip as the protocols see it: commands by value, files by name, protection by the way."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from kiosk.emrtd import atr as answer_to_reset
from kiosk.emrtd.apdu import CHAINED, EXTENDED_DATA, SHORT_DATA, SHORT_LE, Command, Response
from kiosk.emrtd.errors import CardRefused, Malformed, NotAnEmrtd, refusal
from kiosk.emrtd.files import File
from kiosk.emrtd.read_binary import BlockReader, BlockSizes
from kiosk.emrtd.secure_messaging import SecureMessaging
from kiosk.emrtd.status import END_OF_FILE, OK
from kiosk.emrtd.transport import Exchange, Transport

_APPLICATION = bytes.fromhex("A0000002471001")
"""Application identifier of the eMRTD application (Doc 9303 part 10, 3.11.1)."""
_MASTER_FILE = bytes.fromhex("3F00")
_NO_APPLICATION = (0x6700, 0x6999, 0x6A81, 0x6A82, 0x6A86, 0x6A87, 0x6D00, 0x6E00)
"""Answers of cards of other kinds to SELECT by application identifier."""
_LONGEST_HEADER = 9
"""Bytes of an extended command around its data."""


class Chip:
    """A card in the field of a reader.

    ``transmit`` sends a command APDU and gives the response APDU; what it raises passes
    through. ``atr`` is the answer to reset, from which the chip's capabilities are known.
    ``extended`` is False for a reader that cannot pass on extended length.
    ``block_sizes`` is what was learned of this card before, and learns on.
    ``on_exchange`` is told of every exchange, without its content.

    ``secure`` is the session that protects all commands once it is set.
    """

    def __init__(
        self,
        transmit: Callable[[bytes], bytes],
        *,
        atr: bytes = b"",
        extended: bool = True,
        block_sizes: BlockSizes | None = None,
        on_exchange: Callable[[Exchange], None] | None = None,
    ) -> None:
        self._transport = Transport(transmit, on_exchange)
        self._sizes = block_sizes or BlockSizes()
        self._blocks = BlockReader(self, self._sizes)
        self._capabilities = answer_to_reset.capabilities(atr)
        self.extended = extended and self._capabilities.extended
        """Whether the card takes APDUs of extended length, as far as is known."""
        self.secure: SecureMessaging | None = None
        if self.extended and not (self._capabilities.in_file or self._blocks.remembers):
            self._blocks.extend(None)  # else read_atr_info() tells how far, and saves a refusal

    @property
    def exchanges(self) -> int:
        """APDUs sent so far."""
        return self._transport.exchanges

    @property
    def bytes_sent(self) -> int:
        """Bytes of all commands so far."""
        return self._transport.bytes_sent

    @property
    def bytes_received(self) -> int:
        """Bytes of all responses so far, status words included."""
        return self._transport.bytes_received

    def read_atr_info(self) -> None:
        """Learn from EF.ATR/INFO how long APDUs may be, where the ATR says that it is there.

        Sends nothing otherwise. Belongs before the application is selected; a card that does
        not answer it well is taken as if it had not been asked.
        """
        if not (self.extended and self._capabilities.in_file) or self._blocks.remembers:
            return
        command = Command(0x00, 0xB0, 0x80 | File.ATR_INFO.sfi, 0x00, le=SHORT_LE)
        try:
            content = self.send(command, (OK, END_OF_FILE)).data
        except CardRefused:
            return
        if told := answer_to_reset.lengths(content):
            longest = min(told.command - _LONGEST_HEADER, EXTENDED_DATA)
            self._sizes.longest_command = max(longest, SHORT_DATA)
            self._blocks.extend(told.response - 2)

    def select_application(self) -> None:
        """Select the eMRTD application (part 10, 3.6.2); :class:`NotAnEmrtd` if there is none."""
        try:
            self.send(Command(0x00, 0xA4, 0x04, 0x0C, _APPLICATION))
        except CardRefused as error:
            if error.status in _NO_APPLICATION:
                raise NotAnEmrtd("no eMRTD application on this card") from error
            raise

    def select_master_file(self) -> bool:
        """Select the master file; whether the card did.

        Some cards know no such command although their EF.CardAccess can be read (6D00, 6A82):
        a refusal of any kind is no reason to give up.
        """
        try:
            self.send(Command(0x00, 0xA4, 0x00, 0x0C, _MASTER_FILE))
        except CardRefused:
            return False
        return True

    def send(self, command: Command, allowed: tuple[int, ...] = (OK,)) -> Response:
        """The card's answer, protected on the way if a session is set.

        Data that is too long for the card goes in a chain of commands. Answers in parts (61xx)
        are put together, and a wrong Le (6Cxx) is corrected once, unless it is ``allowed``. Raises
        :class:`CardRefused` or a subclass for a status word that is not ``allowed``,
        :class:`SecureMessagingError`, :class:`Malformed`.
        """
        response = self._chained(command)
        corrects = response.status >> 8 == 0x6C and response.status not in allowed
        if corrects and command.le is not None:
            exact = response.status & 0xFF or SHORT_LE
            if exact < command.le:
                response = self._chained(replace(command, le=exact))
        if response.status not in allowed:
            raise refusal(response.status, command.name)
        return response

    def read_file(
        self, file: File, *, limit: int, progress: Callable[[int, int], None] | None = None
    ) -> bytes:
        """The content of a file of the selected application: one object with its header.

        ``limit`` is the most bytes that it may have: a file that claims more is refused after
        its first block. ``progress`` is told bytes read and bytes in all after each block.

        Raises :class:`FileNotFound`, :class:`AccessNotGranted`, :class:`CardRefused`,
        :class:`Malformed`, :class:`SecureMessagingError`. After the last the session is over;
        if the card ended it because a block was too large, the next try asks for less.
        """
        return self._blocks.read(file, limit, progress)

    def largest_data(self, limit: int) -> int:
        """Bytes of data in a response whose data field has ``limit`` bytes, protected or not."""
        return self.secure.largest_data(limit) if self.secure else limit

    def _chained(self, command: Command) -> Response:
        *first, last = self._parts(command)
        for part in first:
            response = self._protected(part)
            if response.status != OK:
                return response
        return self._protected(last)

    def _parts(self, command: Command) -> Iterator[Command]:
        """ISO/IEC 7816-4, 5.3.3: all parts but the last carry the bit for chaining and no Le."""
        size = self.largest_data(self._sizes.longest_command if self.extended else SHORT_DATA)
        data = command.data
        while len(data) > size:
            yield replace(command, cla=command.cla | CHAINED, data=data[:size], le=None)
            data = data[size:]
        yield replace(command, data=data)

    def _protected(self, command: Command) -> Response:
        if self.secure is None:
            return self._transport.exchange(command.name, command)
        session = self.secure
        protected = session.protect(command)
        try:
            response = self._transport.exchange(command.name, protected)
        except Malformed as error:  # no response at all is not what the card's keys answer
            raise session.end(error.reason) from None
        return session.unprotect(response)
