"""Secure messaging: commands and responses encrypted and authenticated (Doc 9303 part 11, 9.8).

A protected command holds DO'87' (DO'85' for odd instructions) with the encrypted data, DO'97'
with Le and DO'8E' with the MAC; a protected response DO'87' or DO'85', DO'99' with the status
word and DO'8E'. The send sequence counter grows with every command and every response, so no
message can be left out, repeated or put into another place.
"""

import hmac

from kiosk.emrtd import tlv
from kiosk.emrtd.apdu import EXTENDED_LE, SHORT_DATA, SHORT_LE, Command, Response
from kiosk.emrtd.ciphers import (
    MAC_SIZE,
    Cipher,
    decrypt_cbc,
    encrypt_block,
    encrypt_cbc,
    mac,
    pad,
    unpad,
)
from kiosk.emrtd.errors import Malformed, SecureMessagingError
from kiosk.emrtd.status import status_name

_SECURE = 0x0C
"""Bits of the class byte: secure messaging, the header is authenticated."""
_CRYPTOGRAM_INDICATED = 0x87
_CRYPTOGRAM = 0x85
_LE = 0x97
_STATUS = 0x99
_MAC = 0x8E
_INDICATOR = b"\x01"
"""Padding-content indicator: padding method 2."""
_ANSWERS = (
    (_CRYPTOGRAM_INDICATED, _STATUS, _MAC),
    (_CRYPTOGRAM, _STATUS, _MAC),
    (_STATUS, _MAC),
)
"""The objects of a response, in their order."""


class SecureMessaging:
    """A session's keys and counter.

    ``k_enc`` and ``k_mac`` are of the cipher's key size. ``ssc`` is the counter before the
    first command: 0 after PACE and chip authentication, of both nonces after BAC.

    Once a check fails or the card answers without protection the session is over, here as on
    the card: every further use raises :class:`SecureMessagingError`.
    """

    def __init__(self, cipher: Cipher, k_enc: bytes, k_mac: bytes, ssc: int = 0) -> None:
        self.cipher = cipher
        self._k_enc = k_enc
        self._k_mac = k_mac
        self._ssc = ssc
        self._over = False
        self.is_shared = False
        """Whether the card has answered under these keys once: then it has them too."""

    def __repr__(self) -> str:
        return f"SecureMessaging({self.cipher.label})"

    def protect(self, command: Command) -> Command:
        """The command as it goes to the card; the counter is one further."""
        if self._over:
            raise SecureMessagingError("the session is over")
        counter = self._count()
        cla = command.cla | _SECURE
        header = bytes((cla, command.ins, command.p1, command.p2))
        objects = b""
        if command.data:
            objects += self._encrypted(command, counter)
        if command.le is not None:
            objects += tlv.encode(_LE, _le_bytes(command.le))
        authenticated = counter + pad(header, self.cipher.block_size) + objects
        body = objects + tlv.encode(_MAC, self._mac(authenticated))
        long = (command.le or 0) > SHORT_LE or len(body) > SHORT_DATA
        le = EXTENDED_LE if long else SHORT_LE
        return Command(cla, command.ins, command.p1, command.p2, body, le)

    def unprotect(self, response: Response) -> Response:
        """Data and status word as the card meant them; the counter is one further.

        Raises :class:`SecureMessagingError`: MAC missing or wrong, status word not that of
        DO'99', wrong padding, or an answer without protection.
        """
        counter = self._count()
        if not response.data:
            raise self.end(
                f"answer without protection, {status_name(response.status)}", response.status
            )
        try:
            return self._opened(response, counter)
        except Malformed as error:
            raise self.end(error.reason) from None

    def end(self, reason: str, status: int | None = None) -> SecureMessagingError:
        """The session is over; the exception that says why."""
        self._over = True
        return SecureMessagingError(reason, status)

    def largest_data(self, limit: int) -> int:
        """How many bytes of plain data fit into the data field of ``limit`` bytes; 0 if none.

        The same for responses, whose status word at the end does not count, and commands:
        DO'99' takes as much room there as a long DO'97' here.
        """
        block = self.cipher.block_size
        room = limit - (2 + 2) - (2 + MAC_SIZE)  # DO'99' or DO'97', and DO'8E'
        best = 0
        for length_size, longest in ((1, 0x7F), (2, 0xFF), (3, 0xFFFF)):
            content = min(room - 1 - length_size, longest)
            best = max(best, (content - len(_INDICATOR)) // block * block - 1)
        return best

    def _opened(self, response: Response, counter: bytes) -> Response:
        objects = tlv.parse(response.data, "protected response")
        if tuple(one.tag for one in objects) not in _ANSWERS:
            raise self.end("the answer lacks its status or its MAC", response.status)
        sent = objects[-1].value
        covered = response.data[: -(2 + MAC_SIZE)]
        # The cut above holds for a DO'8E' of 10 bytes only; any other length fails here.
        if len(sent) != MAC_SIZE or not hmac.compare_digest(self._mac(counter + covered), sent):
            raise self.end("the MAC of the answer is wrong")
        self.is_shared = True
        if objects[-2].value != response.status.to_bytes(2, "big"):
            raise self.end("the status word is not the one that was authenticated")
        data = b""
        if len(objects) == 3:
            data = self._decrypted(objects[0], counter)
        return Response(data, response.status)

    def _encrypted(self, command: Command, counter: bytes) -> bytes:
        block = self.cipher.block_size
        sealed = encrypt_cbc(self.cipher, self._k_enc, self._iv(counter), pad(command.data, block))
        if command.ins & 1:
            return tlv.encode(_CRYPTOGRAM, sealed)
        return tlv.encode(_CRYPTOGRAM_INDICATED, _INDICATOR + sealed)

    def _decrypted(self, cryptogram: tlv.Tlv, counter: bytes) -> bytes:
        sealed = cryptogram.value
        if cryptogram.tag == _CRYPTOGRAM_INDICATED:
            if not sealed.startswith(_INDICATOR):
                raise Malformed("protected response", "unknown padding")
            sealed = sealed[1:]
        if not sealed or len(sealed) % self.cipher.block_size:
            raise Malformed("protected response", "not of whole blocks")
        plain = decrypt_cbc(self.cipher, self._k_enc, self._iv(counter), sealed)
        return unpad(plain, "protected response")

    def _iv(self, counter: bytes) -> bytes:
        """Zeros for 3DES, the encrypted counter for AES (9.8.6.1)."""
        if self.cipher is Cipher.TDES:
            return bytes(self.cipher.block_size)
        return encrypt_block(self.cipher, self._k_enc, counter)

    def _mac(self, message: bytes) -> bytes:
        """The retail MAC pads by itself; what CMAC gets is padded before (9.8.6.2)."""
        if self.cipher is Cipher.TDES:
            return mac(self.cipher, self._k_mac, message)
        return mac(self.cipher, self._k_mac, pad(message, self.cipher.block_size))

    def _count(self) -> bytes:
        block = self.cipher.block_size
        self._ssc = (self._ssc + 1) % (1 << 8 * block)
        return self._ssc.to_bytes(block, "big")


def _le_bytes(le: int) -> bytes:
    """One byte, two for what is over 256; zeros are the largest of either."""
    if le <= SHORT_LE:
        return bytes((le & 0xFF,))
    return (le & 0xFFFF).to_bytes(2, "big")
