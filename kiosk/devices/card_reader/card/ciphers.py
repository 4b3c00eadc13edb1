"""The symmetric cryptography of access control and secure messaging (Doc 9303-11, 9.7, 9.8)."""

import enum
import hashlib

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher as _Cipher
from cryptography.hazmat.primitives.ciphers import algorithms, modes
from cryptography.hazmat.primitives.cmac import CMAC

ENCRYPT, AUTHENTICATE, PASSWORD = 1, 2, 3
"""Counters of the key derivation: what the key is for (9.7.1)."""
MAC_SIZE = 8


class Cipher(enum.Enum):
    """A block cipher with its key length, and its number in the last arc of an OID."""

    TDES = 1
    AES128 = 2
    AES192 = 3
    AES256 = 4

    @property
    def key_size(self) -> int:
        """Bytes of a key: 16 for 3DES, which has two keys."""
        return {1: 16, 2: 16, 3: 24, 4: 32}[self.value]

    @property
    def block(self) -> int:
        """Bytes of a block, and of the send sequence counter."""
        return 8 if self is Cipher.TDES else 16


def derive(secret: bytes, counter: int, cipher: Cipher) -> bytes:
    """KDF of Doc 9303-11, 9.7.1: SHA-1 for 3DES and AES-128, SHA-256 above; DES keys get the
    parity bits that DES asks for."""
    big = cipher in (Cipher.AES192, Cipher.AES256)
    digest = hashlib.new("sha256" if big else "sha1", secret + counter.to_bytes(4)).digest()
    key = digest[: cipher.key_size]
    if cipher is Cipher.TDES:
        return bytes(byte & 0xFE | (byte >> 1).bit_count() + 1 & 1 for byte in key)
    return key


def encrypt(cipher: Cipher, key: bytes, data: bytes, iv: bytes | None = None) -> bytes:
    """CBC of whole blocks; the initialisation vector is zero if not given."""
    context = _cbc(cipher, key, iv).encryptor()
    return context.update(data) + context.finalize()


def decrypt(cipher: Cipher, key: bytes, data: bytes, iv: bytes | None = None) -> bytes:
    """CBC of whole blocks; the initialisation vector is zero if not given."""
    context = _cbc(cipher, key, iv).decryptor()
    return context.update(data) + context.finalize()


def pad(data: bytes, block: int) -> bytes:
    """Padding method 2 of ISO/IEC 9797-1: 80, then zeros to the end of the block."""
    return data + b"\x80" + bytes(-(len(data) + 1) % block)


def unpad(data: bytes) -> bytes:
    """Take padding method 2 away; ``ValueError`` if there is none."""
    bare = data.rstrip(b"\x00")
    if not bare.endswith(b"\x80"):
        raise ValueError("no padding")
    return bare[:-1]


def mac(cipher: Cipher, key: bytes, data: bytes) -> bytes:
    """Eight bytes: retail MAC (ISO/IEC 9797-1, algorithm 3, with padding method 2) for 3DES,
    CMAC (NIST SP 800-38B) cut to eight bytes for AES."""
    if cipher is not Cipher.TDES:
        context = CMAC(algorithms.AES(key))
        context.update(data)
        return context.finalize()[:MAC_SIZE]
    padded = pad(data, 8)
    # Single DES up to the last block, which gets all three steps of EDE.
    chained = encrypt(Cipher.TDES, key[:8] * 2, padded[:-8])[-8:] or bytes(8)
    return encrypt(Cipher.TDES, key, padded[-8:], chained)


def _cbc(cipher: Cipher, key: bytes, iv: bytes | None) -> _Cipher[modes.CBC]:
    algorithm = TripleDES(key + key[:8]) if cipher is Cipher.TDES else algorithms.AES(key)
    return _Cipher(algorithm, modes.CBC(iv or bytes(cipher.block)))
