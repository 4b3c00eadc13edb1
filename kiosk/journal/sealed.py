"""Encryption of what is personal, and the digest by which a person's entry is found again."""

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kiosk.model.document import Document

KEY_BYTES = 32
ID_BYTES = 8
_NONCE_BYTES = 12
_TAG_BYTES = 16


class Unreadable(Exception):
    """The key is another one, or the bytes were changed. Says nothing of the content."""


class Seal:
    """AES-256-GCM (NIST SP 800-38D) under one key.

    A sealed text is: key id (8 bytes), nonce (12, random: section 8.2.2 allows 2^32 texts for a
    key, a kiosk writes fewer than 2^24 in its life), ciphertext, tag (16). What it belongs to,
    entry and purpose, is authenticated with it, so that it cannot be moved to another entry.
    """

    def __init__(self, key: bytes) -> None:
        """``key`` has :data:`KEY_BYTES` bytes, else ``ValueError``."""
        if len(key) != KEY_BYTES:
            raise ValueError(f"a key of the journal has {KEY_BYTES} bytes")
        self.key_id = hashlib.sha256(b"id|" + key).digest()[:ID_BYTES]
        self._cipher = AESGCM(key)
        # A key of its own (RFC 5869): a digest under the cipher's key would tie the two uses.
        self._holder_key = HKDF(
            SHA256(), KEY_BYTES, salt=None, info=b"kiosk journal holder"
        ).derive(key)

    def seal(self, text: bytes, entry: str, purpose: str) -> bytes:
        """``text`` encrypted for this entry's key and purpose."""
        nonce = os.urandom(_NONCE_BYTES)
        return self.key_id + nonce + self._cipher.encrypt(nonce, text, _bound_to(entry, purpose))

    def open(self, sealed: bytes, entry: str, purpose: str) -> bytes:
        """The text again, or :class:`Unreadable`."""
        if len(sealed) < ID_BYTES + _NONCE_BYTES + _TAG_BYTES or not sealed.startswith(self.key_id):
            raise Unreadable
        nonce = sealed[ID_BYTES : ID_BYTES + _NONCE_BYTES]
        try:
            return self._cipher.decrypt(
                nonce, sealed[ID_BYTES + _NONCE_BYTES :], _bound_to(entry, purpose)
            )
        except InvalidTag:
            raise Unreadable from None

    def holder(self, document: Document) -> bytes:
        """HMAC-SHA-256 of the document's first identifier, ``b""`` if it has none.

        Twelve digits could be tried out one by one against a digest without a key.
        """
        if not document.identifiers:
            return b""
        first = document.identifiers[0]
        text = f"{first.kind.value}|{first.value}".encode()
        return hmac.digest(self._holder_key, text, "sha256")


def _bound_to(entry: str, purpose: str) -> bytes:
    return f"{entry}|{purpose}".encode()
