"""Block ciphers, MACs and key derivation of Doc 9303 part 11, 9.7 and 9.8.6.

3DES is in here because BAC knows nothing else. Keys, vectors and data are plain bytes.
"""

import hashlib
from enum import Enum

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives import ciphers as primitives
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC, ECB
from cryptography.hazmat.primitives.cmac import CMAC

from kiosk.emrtd.errors import Malformed

MAC_SIZE = 8
"""Bytes of every MAC here."""

ENCRYPTION = 1
AUTHENTICATION = 2
PASSWORD = 3
"""Counters of the key derivation (part 11, 9.7.1)."""

_ODD_PARITY = bytes(byte & 0xFE | (bin(byte >> 1).count("1") + 1) % 2 for byte in range(256))


class Cipher(Enum):
    """A block cipher, with the sizes of its keys and blocks in bytes."""

    TDES = ("3DES", 16, 8)
    AES128 = ("AES-128", 16, 16)
    AES192 = ("AES-192", 24, 16)
    AES256 = ("AES-256", 32, 16)

    def __init__(self, label: str, key_size: int, block_size: int) -> None:
        self.label = label
        self.key_size = key_size
        self.block_size = block_size


def kdf(secret: bytes, counter: int, cipher: Cipher) -> bytes:
    """A key from a shared secret (part 11, 9.7.1): hash of the secret and a 32-bit counter.

    3DES keys have odd parity, as the worked examples give them.
    """
    digest = hashlib.sha256 if cipher.key_size > 20 else hashlib.sha1
    # SHA-1 is what the standard names for 3DES and AES-128; no collision helps anybody here.
    key = digest(secret + counter.to_bytes(4, "big"), usedforsecurity=False).digest()
    key = key[: cipher.key_size]
    return key.translate(_ODD_PARITY) if cipher is Cipher.TDES else key


def session_keys(secret: bytes, cipher: Cipher) -> tuple[bytes, bytes]:
    """The keys of encryption and of authentication of a session (part 11, 9.7.2)."""
    return kdf(secret, ENCRYPTION, cipher), kdf(secret, AUTHENTICATION, cipher)


def encrypt_cbc(cipher: Cipher, key: bytes, iv: bytes, data: bytes) -> bytes:
    """CBC without padding; ``ValueError`` if ``data`` is not whole blocks."""
    context = primitives.Cipher(_algorithm(cipher, key), CBC(iv)).encryptor()
    return context.update(data) + context.finalize()


def decrypt_cbc(cipher: Cipher, key: bytes, iv: bytes, data: bytes) -> bytes:
    """CBC without padding; ``ValueError`` if ``data`` is not whole blocks."""
    context = primitives.Cipher(_algorithm(cipher, key), CBC(iv)).decryptor()
    return context.update(data) + context.finalize()


def encrypt_block(cipher: Cipher, key: bytes, block: bytes) -> bytes:
    """One block, or several each for itself (ECB)."""
    context = primitives.Cipher(_algorithm(cipher, key), ECB()).encryptor()  # noqa: S305 - one block
    return context.update(block) + context.finalize()


def pad(data: bytes, block_size: int) -> bytes:
    """ISO/IEC 9797-1 padding method 2: 80, then zeros up to whole blocks; always some."""
    return data + b"\x80" + bytes(-(len(data) + 1) % block_size)


def unpad(data: bytes, where: str = "padding") -> bytes:
    """What :func:`pad` was given; :class:`Malformed` if there is no such padding."""
    stripped = data.rstrip(b"\x00")
    if not stripped.endswith(b"\x80"):
        raise Malformed(where, "wrong padding")
    return stripped[:-1]


def mac(cipher: Cipher, key: bytes, data: bytes) -> bytes:
    """A MAC of 8 bytes (part 11, 9.8.6.2).

    3DES: retail MAC, ISO/IEC 9797-1 algorithm 3 with padding method 2, which is added here.
    AES: CMAC of NIST SP 800-38B, truncated; ``data`` may have any length.
    """
    if cipher is Cipher.TDES:
        return _retail_mac(key, data)
    context = CMAC(AES(key))
    context.update(data)
    return context.finalize()[:MAC_SIZE]


def _retail_mac(key: bytes, data: bytes) -> bytes:
    """Single DES in CBC over all blocks but the last, which gets E(D(E())) of both halves."""
    padded = pad(data, 8)
    head, last = padded[:-8], padded[-8:]
    half = key[:8]
    chained = bytes(8)
    if head:
        context = primitives.Cipher(TripleDES(half * 3), CBC(chained)).encryptor()
        chained = (context.update(head) + context.finalize())[-8:]
    return encrypt_cbc(Cipher.TDES, key, chained, last)


def _algorithm(cipher: Cipher, key: bytes) -> primitives.CipherAlgorithm:
    if cipher is Cipher.TDES:
        return TripleDES(key + key[:8])  # two keys: the third is the first
    return AES(key)
