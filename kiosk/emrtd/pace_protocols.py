"""The variants of PACE and what each consists of (Doc 9303 part 11, section 9.2.3)."""

from dataclasses import dataclass
from enum import Enum

from kiosk.emrtd.ciphers import Cipher

_PACE = "0.4.0.127.0.7.2.2.4"


class Mapping(Enum):
    """How the nonce becomes a generator (Doc 9303 part 11, section 4.4.3.3)."""

    GENERIC = "GM"
    INTEGRATED = "IM"
    CHIP_AUTHENTICATION = "CAM"


@dataclass(frozen=True, slots=True)
class PaceProtocol:
    """One object identifier of PACE."""

    oid: str
    name: str
    mapping: Mapping
    is_elliptic: bool
    """Elliptic curves; else prime fields."""
    cipher: Cipher


_MAPPINGS = (
    (1, "DH", Mapping.GENERIC),
    (2, "ECDH", Mapping.GENERIC),
    (3, "DH", Mapping.INTEGRATED),
    (4, "ECDH", Mapping.INTEGRATED),
    (6, "ECDH", Mapping.CHIP_AUTHENTICATION),
)
_CIPHERS = (
    (1, "3DES-CBC-CBC", Cipher.TDES),
    (2, "AES-CBC-CMAC-128", Cipher.AES128),
    (3, "AES-CBC-CMAC-192", Cipher.AES192),
    (4, "AES-CBC-CMAC-256", Cipher.AES256),
)

PROTOCOLS = {
    f"{_PACE}.{mapping_arc}.{cipher_arc}": PaceProtocol(
        oid=f"{_PACE}.{mapping_arc}.{cipher_arc}",
        name=f"id-PACE-{agreement}-{mapping.value}-{cipher_name}",
        mapping=mapping,
        is_elliptic=agreement == "ECDH",
        cipher=cipher,
    )
    for mapping_arc, agreement, mapping in _MAPPINGS
    for cipher_arc, cipher_name, cipher in _CIPHERS
    # Chip authentication mapping is defined with AES only.
    if not (mapping is Mapping.CHIP_AUTHENTICATION and cipher is Cipher.TDES)
}
"""Every protocol by its object identifier."""
