"""Secure messaging, the card's side (Doc 9303-11, 9.8)."""

import hmac

from kiosk.devices.card_reader.card import ciphers, tlv
from kiosk.devices.card_reader.card.apdu import ALL, Answer, Command, Refused, Status
from kiosk.devices.card_reader.card.ciphers import Cipher

_CRYPTOGRAM, _CRYPTOGRAM_ODD, _LE, _STATUS, _MAC = 0x87, 0x85, 0x97, 0x99, 0x8E
_WITH_PADDING = b"\x01"
"""Padding-content indicator: the cryptogram is padded by method 2 of ISO/IEC 9797-1."""
_STATUS_AND_MAC = 4 + 10
"""Bytes of the data objects that every protected answer has."""


class Channel:
    """The keys and the send sequence counter of one session."""

    def __init__(self, cipher: Cipher, k_enc: bytes, k_mac: bytes, counter: int = 0) -> None:
        """``counter`` is what the send sequence counter begins at: zero after PACE and chip
        authentication, made of both challenges after BAC (9.8.6.3)."""
        self._cipher = cipher
        self._k_enc = k_enc
        self._k_mac = k_mac
        self._counter = counter

    @classmethod
    def of(cls, secret: bytes, cipher: Cipher, counter: int = 0) -> "Channel":
        """The session whose keys are derived from a shared secret (9.7.1)."""
        return cls(
            cipher,
            ciphers.derive(secret, ciphers.ENCRYPT, cipher),
            ciphers.derive(secret, ciphers.AUTHENTICATE, cipher),
            counter,
        )

    @property
    def k_enc(self) -> bytes:
        return self._k_enc

    @property
    def k_mac(self) -> bytes:
        return self._k_mac

    def open(self, command: Command) -> Command:
        """The command that was protected.

        Raises :class:`Refused` with 6987 for missing and 6988 for wrong data objects; the
        session is over then (9.8.8).
        """
        self._counter += 1
        try:
            objects = tlv.decode(command.data)
        except tlv.Garbled:
            raise Refused(Status.SECURE_MESSAGING_WRONG) from None
        if _MAC not in objects:
            raise Refused(Status.SECURE_MESSAGING_MISSING)
        known = {_CRYPTOGRAM_ODD if command.ins & 1 else _CRYPTOGRAM, _LE}
        if set(objects) - known - {_MAC} or list(objects)[-1] != _MAC:
            raise Refused(Status.SECURE_MESSAGING_WRONG)
        self._check(command, objects[_MAC])
        ne, extended = _expected(objects.get(_LE))
        return Command(
            command.cla & ~0x0C,
            command.ins,
            command.p1,
            command.p2,
            self._decrypted(command.ins, objects),
            ne,
            extended,
        )

    def protect(self, answer: Answer, ins: int) -> bytes:
        """The response APDU for an answer to an instruction."""
        self._counter += 1
        objects = tlv.encode(_STATUS, answer.status.to_bytes(2))
        if answer.data:
            objects = self._cryptogram(answer.data, ins) + objects
        mac = tlv.encode(_MAC, self._mac(objects))
        return Answer(objects + mac, answer.status).encode()

    def room(self, ne: int, ins: int) -> int:
        """Bytes of data that a protected answer of at most ``ne`` bytes has place for."""
        block = self._cipher.block
        data = ne // block * block + block - 1
        while data > 0 and self._length(data, ins) > ne:
            data -= block
        return max(0, data)

    def _length(self, data: int, ins: int) -> int:
        """Bytes of the protected answer with so many bytes of data."""
        block = self._cipher.block
        value = data // block * block + block + (0 if ins & 1 else len(_WITH_PADDING))
        return 1 + len(tlv.length(value)) + value + _STATUS_AND_MAC

    def _cryptogram(self, data: bytes, ins: int) -> bytes:
        padded = ciphers.pad(data, self._cipher.block)
        encrypted = ciphers.encrypt(self._cipher, self._k_enc, padded, self._iv())
        if ins & 1:
            return tlv.encode(_CRYPTOGRAM_ODD, encrypted)
        return tlv.encode(_CRYPTOGRAM, _WITH_PADDING, encrypted)

    def _decrypted(self, ins: int, objects: dict[int, bytes]) -> bytes:
        value = objects.get(_CRYPTOGRAM_ODD if ins & 1 else _CRYPTOGRAM)
        if value is None:
            return b""
        if not ins & 1:
            indicator, value = value[:1], value[1:]
            if indicator != _WITH_PADDING:
                raise Refused(Status.SECURE_MESSAGING_WRONG)
        if not value or len(value) % self._cipher.block:
            raise Refused(Status.SECURE_MESSAGING_WRONG)
        padded = ciphers.decrypt(self._cipher, self._k_enc, value, self._iv())
        try:
            return ciphers.unpad(padded)
        except ValueError:
            raise Refused(Status.SECURE_MESSAGING_WRONG) from None

    def _check(self, command: Command, mac: bytes) -> None:
        header = ciphers.pad(command.header, self._cipher.block)
        protected = command.data[: -len(mac) - 2]
        # The padded header ends a block by itself. With no data object behind it, some readers
        # pad once more and some do not: ISO/IEC 7816-4, 10.2.3.1, can be read both ways.
        right = [self._mac(header + protected)]
        if not protected:
            right.append(self._mac(command.header))
        if not any(hmac.compare_digest(mac, one) for one in right):
            raise Refused(Status.SECURE_MESSAGING_WRONG)

    def _mac(self, data: bytes) -> bytes:
        block = self._cipher.block
        message = self._counter.to_bytes(block) + data
        if self._cipher is not Cipher.TDES:
            message = ciphers.pad(message, block)  # 3DES: the retail MAC pads by itself
        return ciphers.mac(self._cipher, self._k_mac, message)

    def _iv(self) -> bytes:
        """9.8.6.1, 9.8.7.1: zero for 3DES, the encrypted counter for AES."""
        if self._cipher is Cipher.TDES:
            return bytes(8)
        return ciphers.encrypt(self._cipher, self._k_enc, self._counter.to_bytes(16))


def _expected(le: bytes | None) -> tuple[int, bool]:
    """Ne from the data object 97, and whether it has the extended form."""
    if le is None:
        return 0, False
    if len(le) == 1:
        return le[0] or 256, False
    if len(le) == 2:
        return int.from_bytes(le) or ALL, True
    raise Refused(Status.SECURE_MESSAGING_WRONG)
