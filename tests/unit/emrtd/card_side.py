"""A card for tests of the reader's side: one script of answers, or files that it gives out.

The card's end of secure messaging is written out here on its own, with the primitives that are
tested by the standard's values.
"""

from collections.abc import Callable, Iterable

from kiosk.emrtd.chip import Chip
from kiosk.emrtd.ciphers import Cipher, decrypt_cbc, encrypt_block, encrypt_cbc, mac, pad
from kiosk.emrtd.secure_messaging import SecureMessaging

K_ENC = bytes(range(32))
K_MAC = bytes(range(32, 64))
CIPHERS = [None, *Cipher]
"""None is a card that is read without protection."""


class Script:
    """Answers one after the other (hex), and keeps what it was sent (hex, upper case)."""

    def __init__(self, answers: Iterable[str]) -> None:
        self._answers = list(answers)
        self.sent: list[str] = []

    def __call__(self, command: bytes) -> bytes:
        self.sent.append(command.hex().upper())
        assert self._answers, f"a command too many: {self.sent[-1]}"
        return bytes.fromhex(self._answers.pop(0))


class FileCard:
    """Gives out one file by READ BINARY, short or extended, plain or protected.

    ``refuses``: status word for this many bytes at this offset, or None; called with the Le that
    is asked for and the bytes of the data field of the response that it makes. ``plainly`` sends
    a refusal without protection, and ends the session.
    """

    def __init__(
        self,
        content: bytes,
        cipher: Cipher | None = None,
        refuses: Callable[[int, int], int | None] = lambda le, size: None,
        *,
        at_end: int = 0x6282,
        plainly: bool = False,
    ) -> None:
        self.content = content
        self.cipher = cipher
        self.refuses = refuses
        self.at_end = at_end
        self.plainly = plainly
        self.ssc = 0
        self.asked: list[tuple[int, int]] = []
        """Offset and Le of each READ BINARY."""
        self.refused = 0

    def __call__(self, command: bytes) -> bytes:
        data, le = _unpacked(command)
        if self.cipher:
            data, le = self._opened(data, command[1])
        offset = _offset(command, data)
        self.asked.append((offset, le))
        part = self.content[offset : offset + le]
        if command[1] == 0xB1:
            part = self._wrapped(offset, le)
        status = self.at_end if len(part) < le and part == self.content[offset:] else 0x9000
        answer = self._sealed(part, status)
        if refusal := self.refuses(le, len(answer) - 2):
            self.refused += 1
            bare = refusal.to_bytes(2, "big")
            return bare if self.plainly else self._sealed(b"", refusal, again=True)
        return answer

    def _wrapped(self, offset: int, le: int) -> bytes:
        """DO'53' of at most ``le`` bytes in all."""
        for around in (2, 3, 4):
            part = self.content[offset : offset + le - around]
            if len(header := b"\x53" + _ber_length(len(part))) == around:
                return header + part
        raise AssertionError("no length fits")

    def _opened(self, data: bytes, ins: int) -> tuple[bytes, int]:
        assert self.cipher
        self.ssc += 1
        objects = dict(_objects(data))
        le = objects.get(0x97)
        plain = b""
        if sealed := objects.get(0x85):
            assert ins & 1
            plain = decrypt_cbc(self.cipher, self._key(K_ENC), self._iv(), sealed)
            plain = plain.rstrip(b"\x00")[:-1]
        assert le is not None
        return plain, int.from_bytes(le, "big") or 1 << 8 * len(le)

    def _sealed(self, data: bytes, status: int, *, again: bool = False) -> bytes:
        trailer = status.to_bytes(2, "big")
        if not self.cipher:
            return data + trailer
        self.ssc += not again
        body = b""
        if data:
            padded = pad(data, self.cipher.block_size)
            sealed = encrypt_cbc(self.cipher, self._key(K_ENC), self._iv(), padded)
            body = b"\x87" + _ber_length(len(sealed) + 1) + b"\x01" + sealed
        body += b"\x99\x02" + trailer
        block = self.cipher.block_size
        message = self.ssc.to_bytes(block, "big") + body
        message = message if self.cipher is Cipher.TDES else pad(message, block)
        return body + b"\x8e\x08" + mac(self.cipher, self._key(K_MAC), message) + trailer

    def _iv(self) -> bytes:
        assert self.cipher
        if self.cipher is Cipher.TDES:
            return bytes(8)
        return encrypt_block(self.cipher, self._key(K_ENC), self.ssc.to_bytes(16, "big"))

    def _key(self, key: bytes) -> bytes:
        assert self.cipher
        return key[: self.cipher.key_size]


def chip_of(card: FileCard, atr: bytes = b"") -> Chip:
    """A chip with the card's session, where it has one."""
    chip = Chip(card, atr=atr)
    secure(chip, card)
    return chip


def secure(chip: Chip, card: FileCard) -> None:
    """Begin a new session on both sides."""
    card.ssc = 0
    if cipher := card.cipher:
        size = cipher.key_size
        chip.secure = SecureMessaging(cipher, K_ENC[:size], K_MAC[:size])


def block_of(cipher: Cipher | None) -> int:
    """Bytes that a short APDU carries at most."""
    return {None: 256, Cipher.TDES: 231}.get(cipher, 223)


def file_of(tag: int, size: int) -> bytes:
    """One object of this tag, of ``size`` bytes in all."""
    for header in (2, 3, 4, 5):
        length = _ber_length(size - header)
        if 1 + len(length) == header:
            return bytes((tag,)) + length + bytes(i % 251 for i in range(size - header))
    raise AssertionError("no object has this size")


def _unpacked(command: bytes) -> tuple[bytes, int]:
    """Data and Le of a command that has an Le."""
    body = command[4:]
    if len(body) == 1:
        return b"", body[0] or 256
    if body[0]:
        assert len(body) == 2 + body[0]
        return body[1:-1], body[-1] or 256
    if len(body) == 3:
        return b"", int.from_bytes(body[1:], "big") or 65536
    assert len(body) == 5 + int.from_bytes(body[1:3], "big")
    return body[3:-2], int.from_bytes(body[-2:], "big") or 65536


def _offset(command: bytes, data: bytes) -> int:
    if command[1] == 0xB1:
        assert data[0] == 0x54 and data[1] == len(data) - 2
        return int.from_bytes(data[2:], "big")
    if command[2] & 0x80:
        return command[3]
    return command[2] << 8 | command[3]


def _objects(data: bytes) -> Iterable[tuple[int, bytes]]:
    while data:
        size, start = data[1], 2
        if size == 0x81:
            size, start = data[2], 3
        yield data[0], data[start : start + size]
        data = data[start + size :]


def _ber_length(size: int) -> bytes:
    if size < 0x80:
        return bytes((size,))
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((0x80 | len(octets),)) + octets
