"""A card: commands in, answers out.

::

    card = SimulatedCard(personalise(holder, Issuer.new()))
    card.process(bytes.fromhex("00a4040c07a0000002471001"))   # 9000

Hostile commands get a status word; nothing but :class:`Pulled` is ever raised.
"""

import threading
import time

from kiosk.devices.card_reader.card import tlv
from kiosk.devices.card_reader.card.apdu import Answer, Command, Refused, Status, parse
from kiosk.devices.card_reader.card.authentication import Authentication
from kiosk.devices.card_reader.card.content import CardFiles
from kiosk.devices.card_reader.card.faults import Faults, Pulled
from kiosk.devices.card_reader.card.files import FileSystem
from kiosk.devices.card_reader.card.randomness import Randomness
from kiosk.devices.card_reader.card.secure_messaging import Channel

_SELECT, _READ, _READ_ODD = 0xA4, 0xB0, 0xB1
_GET_CHALLENGE, _EXTERNAL_AUTHENTICATE, _INTERNAL_AUTHENTICATE = 0x84, 0x82, 0x88
_MANAGE_SECURITY_ENVIRONMENT, _GENERAL_AUTHENTICATE = 0x22, 0x86
_SHORT = 256
_CHAIN = 4096
"""Bytes that a chain of commands may bring."""


class SimulatedCard:
    """One card. Thread-safe: it does one thing at a time."""

    def __init__(
        self,
        content: CardFiles,
        faults: Faults = Faults(),
        *,
        randomness: Randomness | None = None,
    ) -> None:
        """Raises nothing; ``faults`` that are made while personalising have no effect here."""
        self._content = content
        self._faults = faults
        self._randomness = randomness or Randomness()
        self._lock = threading.Lock()
        self._seconds = 0.0
        self._pull_at, self._flip_at = faults.pulled_at_apdu, faults.flipped_bit_at
        self._power_on()

    @property
    def atr(self) -> bytes:
        """The answer to reset as PC/SC readers compose it; empty for a mute card."""
        return b"" if self._faults.mute else self._content.atr

    @property
    def seconds(self) -> float:
        """The time that the card itself has computed for, all commands together."""
        return self._seconds

    @property
    def count(self) -> int:
        """Commands since power-on."""
        return self._count

    def reset(self) -> None:
        """Cut the power and give it back: sessions and counted tries are forgotten."""
        with self._lock:
            self._power_on()

    def process(self, apdu: bytes) -> bytes:
        """The response APDU, 2 to 65,538 bytes. Raises :class:`Pulled` where the faults say so."""
        with self._lock:
            began = time.perf_counter()
            try:
                return self._spoiled(self._respond(apdu))
            finally:
                self._seconds += time.perf_counter() - began

    def _power_on(self) -> None:
        self._files = FileSystem(
            self._content.files,
            refuses_select_mf=self._faults.refuses_select_mf,
            largest_refused=(
                Status.EXACT_LENGTH if self._faults.tells_largest_le else Status.WRONG_LENGTH
            ),
        )
        self._authentication = Authentication(self._content, self._randomness)
        self._session: Channel | None = None
        self._chain = b""
        self._chain_header = b""
        self._count = 0

    def _respond(self, apdu: bytes) -> bytes:
        self._count += 1
        if self._count == self._pull_at:
            self._pull_at = 0
            raise Pulled
        try:
            command = self._understood(apdu)
            if command.is_secured:
                return self._secured(command)
        except Refused as refused:
            self._session = None
            return Answer(status=refused.status).encode()
        # A command without protection ends the session, and is answered without its rights
        # (Doc 9303-11, 9.8.8).
        self._session = None
        answer = self._run(command, self._room(command))
        self._session = self._authentication.take_session()
        return answer.encode()

    def _understood(self, apdu: bytes) -> Command:
        command = parse(apdu)
        longest = self._content.extended_length
        if command.extended and (longest is None or len(apdu) > longest[0]):
            raise Refused(Status.WRONG_LENGTH)
        if command.cla & 0x03 and not command.cla & 0xE0:
            raise Refused(Status.NO_LOGICAL_CHANNEL)
        if command.cla & ~0x1C or command.cla & 0x0C not in (0x00, 0x0C):
            raise Refused(Status.UNKNOWN_CLASS)
        return command

    def _secured(self, command: Command) -> bytes:
        """A command in secure messaging. Raises :class:`Refused` when that is the session's end."""
        session = self._session
        if session is None:
            raise Refused(Status.CONDITIONS_OF_USE)
        if not command.ne:  # every protected answer has data
            raise Refused(Status.WRONG_LENGTH)
        inner = session.open(command)
        answer = self._run(inner, session.room(self._room(command), command.ins))
        response = session.protect(answer, command.ins)
        self._session = self._authentication.take_session() or session
        return response

    def _room(self, command: Command) -> int:
        """Bytes that may come back to a command as it was sent."""
        longest = self._content.extended_length
        buffer = longest[1] if command.extended and longest else _SHORT
        return min(command.ne, self._faults.largest_le or buffer)

    def _run(self, command: Command, room: int) -> Answer:
        try:
            whole = self._collected(command)
            if whole is None:
                return Answer()
            answer = self._execute(whole, room)
            if len(answer.data) > min(room, command.ne):
                short = len(answer.data) < _SHORT
                raise Refused(
                    Status.EXACT_LENGTH | len(answer.data) if short else Status.WRONG_LENGTH
                )
        except Refused as refused:
            self._authentication.take_session()
            return Answer(status=refused.status)
        return answer

    def _collected(self, command: Command) -> Command | None:
        """The command with all data of its chain (ISO/IEC 7816-4, 5.3.3); ``None`` if more is
        to come.

        In GENERAL AUTHENTICATE the chain is also that of the protocol's steps: each is run as
        soon as its template is whole.
        """
        header = bytes((command.ins, command.p1, command.p2))
        before, self._chain = self._chain, b""
        if before and header != self._chain_header:
            raise Refused(Status.LAST_OF_CHAIN_EXPECTED)
        data = before + command.data
        if len(data) > _CHAIN:
            raise Refused(Status.WRONG_LENGTH)
        runs = command.ins == _GENERAL_AUTHENTICATE and tlv.whole(data)
        if command.is_chained and not runs:
            self._chain, self._chain_header = data, header
            return None
        return Command(
            command.cla, command.ins, command.p1, command.p2, data, command.ne, command.extended
        )

    def _execute(self, command: Command, room: int) -> Answer:
        ins, inside = command.ins, self._files.in_application
        if ins == _SELECT:
            return self._files.select(command)
        if ins in (_READ, _READ_ODD):
            return self._files.read(
                command,
                room,
                authenticated=self._session is not None,
                limited=self._faults.largest_le is not None,
            )
        if ins == _MANAGE_SECURITY_ENVIRONMENT:
            return self._authentication.set_environment(
                command, in_application=inside, secured=self._session is not None
            )
        if ins == _GENERAL_AUTHENTICATE:
            return self._authentication.general_authenticate(command)
        if ins not in (_GET_CHALLENGE, _EXTERNAL_AUTHENTICATE, _INTERNAL_AUTHENTICATE):
            raise Refused(Status.UNKNOWN_INSTRUCTION)
        if not inside or (ins == _INTERNAL_AUTHENTICATE and self._session is None):
            raise Refused(Status.SECURITY_STATUS if inside else Status.CONDITIONS_OF_USE)
        if ins == _GET_CHALLENGE:
            return self._authentication.get_challenge(command)
        if ins == _EXTERNAL_AUTHENTICATE:
            return self._authentication.external_authenticate(command)
        return self._authentication.internal_authenticate(command)

    def _spoiled(self, response: bytes) -> bytes:
        """The response, with one bit of its first half wrong if that is this command's fault."""
        if self._count != self._flip_at:
            return response
        self._flip_at = 0
        middle = (len(response) - 1) // 2
        return response[:middle] + bytes((response[middle] ^ 0x10,)) + response[middle + 1 :]
