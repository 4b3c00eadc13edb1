"""What a card does to let a terminal in, and to prove that it is the real one.

Access: BAC (Doc 9303-11, 4.3) and PACE (4.4). Proof: chip authentication (6.2) and active
authentication (6.1).

A wrong CAN counts: three tries since power-on, told as 63C2, 63C1 and 63C0; then the CAN is
suspended, and MSE:Set AT answers 6983 until the power is cut. It is never blocked for good, as
anybody near the card could do that to its holder (TR-03110-2, 3.3). The MRZ does not count.
"""

from kiosk.devices.card_reader.card import der, tlv
from kiosk.devices.card_reader.card.apdu import Answer, Command, Refused, Status
from kiosk.devices.card_reader.card.bac import CHALLENGE, BasicAccessControl
from kiosk.devices.card_reader.card.ciphers import Cipher
from kiosk.devices.card_reader.card.content import CardFiles
from kiosk.devices.card_reader.card.pace import CAN, MRZ, Pace, PaceVariant, password_key
from kiosk.devices.card_reader.card.randomness import Randomness
from kiosk.devices.card_reader.card.secure_messaging import Channel

TRIES = 3
"""Wrong CANs since power-on."""
_TEMPLATE = 0x7C
_MSE_PACE, _MSE_CHIP_KEY, _MSE_CHIP = 0xC1A4, 0x41A6, 0x41A4
_CHIP_ECDH, _CHIP_DH = "0.4.0.127.0.7.2.2.3.2", "0.4.0.127.0.7.2.2.3.1"


def chip_authentication_oid(parameter_id: int, cipher: Cipher) -> str:
    """id-CA-…: key agreement, then cipher (9.2.5)."""
    return f"{_CHIP_DH if parameter_id <= 2 else _CHIP_ECDH}.{cipher.value}"


class Authentication:
    """The protocols of one chip since power-on."""

    def __init__(self, content: CardFiles, randomness: Randomness) -> None:
        self._content = content
        self._randomness = randomness
        self._bac = BasicAccessControl(content.mrz_information, randomness)
        self._pace: Pace | None = None
        self._by_can = False
        self._chip_selected = False
        self._tries = TRIES
        self._opened: Channel | None = None

    def take_session(self) -> Channel | None:
        """The session that the command opened, which begins after its answer."""
        opened, self._opened = self._opened, None
        return opened

    def get_challenge(self, command: Command) -> Answer:
        if not self._content.bac:
            raise Refused(Status.UNKNOWN_INSTRUCTION)
        if command.p1 or command.p2:
            raise Refused(Status.WRONG_P1_P2)
        if command.data or command.ne < CHALLENGE:
            raise Refused(Status.WRONG_LENGTH)
        return Answer(self._bac.challenge())

    def external_authenticate(self, command: Command) -> Answer:
        if not self._content.bac:
            raise Refused(Status.UNKNOWN_INSTRUCTION)
        if command.p1 or command.p2:
            raise Refused(Status.WRONG_P1_P2)
        data, self._opened = self._bac.authenticate(command.data)
        return Answer(data)

    def internal_authenticate(self, command: Command) -> Answer:
        """Active authentication; only within a session."""
        if self._content.signing_key is None:
            raise Refused(Status.UNKNOWN_INSTRUCTION)
        if len(command.data) != CHALLENGE:
            raise Refused(Status.WRONG_LENGTH)
        return Answer(self._content.signing_key.sign(command.data, self._randomness))

    def set_environment(self, command: Command, *, in_application: bool, secured: bool) -> Answer:
        """MANAGE SECURITY ENVIRONMENT: what the next GENERAL AUTHENTICATE is about."""
        self._pace, self._chip_selected = None, False
        try:
            objects = tlv.decode(command.data)
        except tlv.Garbled:
            raise Refused(Status.WRONG_DATA) from None
        function = command.p1 << 8 | command.p2
        if function == _MSE_PACE:
            if in_application:  # PACE belongs to the master file (4.2)
                raise Refused(Status.CONDITIONS_OF_USE)
            return self._set_pace(objects)
        if function not in (_MSE_CHIP_KEY, _MSE_CHIP):
            raise Refused(Status.WRONG_P1_P2)
        if not secured or not in_application:
            raise Refused(Status.SECURITY_STATUS)
        if function == _MSE_CHIP:
            return self._set_chip(objects)
        return self._agree_with_chip(objects, 0x91)

    def general_authenticate(self, command: Command) -> Answer:
        """A step of PACE, or chip authentication."""
        pace, self._pace = self._pace, None
        chip_selected, self._chip_selected = self._chip_selected, False
        if command.p1 or command.p2:
            raise Refused(Status.WRONG_P1_P2)
        objects = _template(command.data)
        if chip_selected:
            if command.is_chained:
                raise Refused(Status.LAST_OF_CHAIN_EXPECTED)
            self._agree_with_chip(objects, 0x80)
            return Answer(tlv.encode(_TEMPLATE))
        if pace is None:
            raise Refused(Status.CONDITIONS_OF_USE)
        if command.is_chained == pace.is_last_step:
            raise Refused(Status.LAST_OF_CHAIN_EXPECTED)
        return Answer(tlv.encode(_TEMPLATE, self._pace_step(pace, objects)))

    def _set_pace(self, objects: dict[int, bytes]) -> Answer:
        variant = self._variant(objects)
        reference = objects.get(0x83, b"")
        if reference not in (bytes((MRZ,)), bytes((CAN,))):
            raise Refused(Status.REFERENCE_NOT_FOUND)
        self._by_can = reference == bytes((CAN,))
        if self._by_can and not self._tries:
            raise Refused(Status.BLOCKED)
        password = self._content.can if self._by_can else self._content.mrz_information
        self._pace = Pace(
            variant,
            password_key(password, reference[0], variant.cipher),
            self._randomness,
            self._content.mapping_keys.get(variant.parameter_id, 0),
        )
        return Answer()

    def _variant(self, objects: dict[int, bytes]) -> PaceVariant:
        """4.4.4.1: the parameters are named where a protocol has several."""
        oid = objects.get(0x80, b"")
        offered = [one for one in self._content.pace if der.oid_content(one.oid) == oid]
        if not offered:
            raise Refused(Status.WRONG_DATA)
        if (wanted := objects.get(0x84)) is None:
            if len(offered) > 1:
                raise Refused(Status.REFERENCE_NOT_FOUND)
            return offered[0]
        for one in offered:
            if one.parameter_id == int.from_bytes(wanted):
                return one
        raise Refused(Status.REFERENCE_NOT_FOUND)

    def _pace_step(self, pace: Pace, objects: dict[int, bytes]) -> bytes:
        """Whatever goes wrong ends the run."""
        try:
            answer = pace.step(objects)
        except Refused as refused:
            if self._by_can and refused.status == Status.AUTHENTICATION_FAILED:
                self._tries -= 1
                raise Refused(Status.TRIES_LEFT | self._tries) from None
            raise
        if pace.channel is None:
            self._pace = pace
        else:
            self._opened = pace.channel
            self._tries = TRIES
        return answer

    def _set_chip(self, objects: dict[int, bytes]) -> Answer:
        key = self._content.chip_key
        if key is None:
            raise Refused(Status.REFERENCE_NOT_FOUND)
        oid = der.oid_content(chip_authentication_oid(key.parameter_id, key.cipher))
        if objects.get(0x80) != oid:
            raise Refused(Status.WRONG_DATA)
        if 0x84 in objects:  # there is one key, without an identifier
            raise Refused(Status.REFERENCE_NOT_FOUND)
        self._chip_selected = True
        return Answer()

    def _agree_with_chip(self, objects: dict[int, bytes], tag: int) -> Answer:
        """6.2.1: the terminal's ephemeral key and the chip's static one make a new session."""
        key = self._content.chip_key
        if key is None:
            raise Refused(Status.REFERENCE_NOT_FOUND)
        try:
            self._opened = Channel.of(key.secret(objects[tag]), key.cipher)
        except (KeyError, ValueError):
            raise Refused(Status.WRONG_DATA) from None
        return Answer()


def _template(data: bytes) -> dict[int, bytes]:
    """The data objects in a dynamic authentication data template."""
    try:
        outer = tlv.decode(data)
        if set(outer) != {_TEMPLATE}:
            raise Refused(Status.WRONG_DATA)
        return tlv.decode(outer[_TEMPLATE])
    except tlv.Garbled:
        raise Refused(Status.WRONG_DATA) from None
