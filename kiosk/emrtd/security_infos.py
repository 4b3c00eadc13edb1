"""SecurityInfos: which protocols a chip speaks, with which keys.

EF.CardAccess, DG14 (in its tag 6E) and the content of EF.CardSecurity are one SET of these
(Doc 9303 part 11, section 9.2):

    SecurityInfo ::= SEQUENCE { protocol OBJECT IDENTIFIER, requiredData ANY, optionalData ANY }

What is not known here is kept as its object identifier. An entry of a known protocol whose
content cannot be understood is kept in ``unreadable``, so that one bad entry takes none of the
others away; the chip is then treated as one without it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from kiosk.emrtd import der, public_keys, tlv
from kiosk.emrtd.errors import EmrtdError, Malformed
from kiosk.emrtd.pace_protocols import PROTOCOLS, Mapping, PaceProtocol
from kiosk.emrtd.public_keys import DhKey, EcKey, PublicKey

_PK_DH = "0.4.0.127.0.7.2.2.1.1"
_PK_ECDH = "0.4.0.127.0.7.2.2.1.2"
_CHIP_AUTHENTICATION = frozenset(
    f"0.4.0.127.0.7.2.2.3.{agreement}.{cipher}" for agreement in (1, 2) for cipher in (1, 2, 3, 4)
)
_OF_CHIPS = ("0.4.0.127.0.7.2.2.1.", "0.4.0.127.0.7.2.2.3.")
"""Arcs of id-PK and id-CA (BSI TR-03110-3, A.1.1): static keys of chips, and what they are for."""
_ACTIVE_AUTHENTICATION = "2.23.136.1.1.5"
_MOST_ENTRIES = 64
_MOST_KEYS = 8
"""To look at a Diffie-Hellman key takes up to 0.15 s; chips have one or two keys."""


@dataclass(frozen=True, slots=True)
class PaceInfo:
    """One variant of PACE (section 9.2.1)."""

    oid: str
    version: int
    parameter_id: int | None
    """Standardised domain parameters (section 9.5.1); None for the chip's own."""

    @property
    def protocol(self) -> PaceProtocol:
        """What this variant consists of."""
        return PROTOCOLS[self.oid]

    @property
    def name(self) -> str:
        """The protocol's name: ``id-PACE-ECDH-GM-AES-CBC-CMAC-128``."""
        return self.protocol.name


@dataclass(frozen=True, slots=True)
class ChipAuthenticationInfo:
    """One variant of chip authentication (section 9.2.5)."""

    oid: str
    version: int
    key_id: int | None


@dataclass(frozen=True, slots=True)
class ChipAuthenticationPublicKeyInfo:
    """A static key of the chip (section 9.2.6)."""

    oid: str
    key: PublicKey = field(repr=False)
    key_id: int | None


@dataclass(frozen=True, slots=True)
class ActiveAuthenticationInfo:
    """The signature algorithm of active authentication with ECDSA (section 9.2.4)."""

    version: int
    signature_algorithm: str


@dataclass(frozen=True, slots=True)
class SecurityInfos:
    """The entries by kind, each in the chip's order."""

    pace: tuple[PaceInfo, ...] = ()
    chip_authentication: tuple[ChipAuthenticationInfo, ...] = ()
    chip_authentication_keys: tuple[ChipAuthenticationPublicKeyInfo, ...] = ()
    active_authentication: tuple[ActiveAuthenticationInfo, ...] = ()
    others: tuple[str, ...] = ()
    """Object identifiers that are not known here."""
    unreadable: tuple[str, ...] = ()
    """Object identifiers of known protocols whose content is wrong or not supported."""

    @property
    def names_chip_authentication(self) -> bool:
        """Whether anything here is about chip authentication, spoken and understood or not."""
        if self.chip_authentication or self.chip_authentication_keys:
            return True
        return any(name.startswith(_OF_CHIPS) for name in (*self.others, *self.unreadable))

    @property
    def names_mapping(self) -> bool:
        """Whether the chip speaks PACE with chip authentication mapping."""
        names = (*(info.oid for info in self.pace), *self.unreadable)
        protocols = (PROTOCOLS[name] for name in names if name in PROTOCOLS)
        return any(one.mapping is Mapping.CHIP_AUTHENTICATION for one in protocols)

    @classmethod
    def parse(cls, data: bytes, where: str) -> "SecurityInfos":
        """The entries of one SET; :class:`Malformed` if it is none, or of more than 64.

        Bytes behind the SET are dropped: some chips fill EF.CardAccess up with zeros.
        """
        outer = tlv.parse_one(data, where, der.SET, more=True)
        entries = tlv.parse(outer.value, where)
        if len(entries) > _MOST_ENTRIES:
            raise Malformed(where, f"{len(entries)} security infos")
        found = _Found()
        for entry in entries:
            identifier, *content = der.members(entry, der.SEQUENCE, where, least=2)
            found.take(der.object_identifier(identifier, where), content, where)
        return cls(
            tuple(found.pace),
            tuple(found.chip_authentication),
            tuple(found.keys),
            tuple(found.active_authentication),
            tuple(found.others),
            tuple(found.unreadable),
        )


@dataclass(slots=True)
class _Found:
    pace: list[PaceInfo] = field(default_factory=list)
    chip_authentication: list[ChipAuthenticationInfo] = field(default_factory=list)
    keys: list[ChipAuthenticationPublicKeyInfo] = field(default_factory=list)
    active_authentication: list[ActiveAuthenticationInfo] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    seen_keys: int = 0

    def take(self, name: str, content: list[tlv.Tlv], where: str) -> None:
        self.seen_keys += name in (_PK_DH, _PK_ECDH)
        if self.seen_keys > _MOST_KEYS:
            raise Malformed(where, "too many keys")
        reader = self._reader(name)
        if reader is None:
            self.others.append(name)
            return
        try:
            reader(name, content, where)
        except EmrtdError:
            self.unreadable.append(name)

    def _reader(self, name: str) -> Callable[[str, list[tlv.Tlv], str], None] | None:
        if name in PROTOCOLS:
            return self._take_pace
        if name in (_PK_DH, _PK_ECDH):
            return self._take_key
        if name in _CHIP_AUTHENTICATION:
            return self._take_chip_authentication
        if name == _ACTIVE_AUTHENTICATION:
            return self._take_active_authentication
        return None

    def _take_pace(self, name: str, content: list[tlv.Tlv], where: str) -> None:
        self.pace.append(PaceInfo(name, der.integer(content[0], where), _optional(content, where)))

    def _take_chip_authentication(self, name: str, content: list[tlv.Tlv], where: str) -> None:
        version = der.integer(content[0], where)
        self.chip_authentication.append(
            ChipAuthenticationInfo(name, version, _optional(content, where))
        )

    def _take_key(self, name: str, content: list[tlv.Tlv], where: str) -> None:
        key = public_keys.parse(tlv.encode(content[0].tag, content[0].value), where)
        if not isinstance(key, EcKey if name == _PK_ECDH else DhKey):
            raise Malformed(where, "a chip authentication key of another kind than its name says")
        self.keys.append(ChipAuthenticationPublicKeyInfo(name, key, _optional(content, where)))

    def _take_active_authentication(self, name: str, content: list[tlv.Tlv], where: str) -> None:
        if len(content) < 2:
            raise Malformed(where, "an active authentication info without an algorithm")
        self.active_authentication.append(
            ActiveAuthenticationInfo(
                der.integer(content[0], where), der.object_identifier(content[1], where)
            )
        )


def _optional(content: list[tlv.Tlv], where: str) -> int | None:
    return der.integer(content[1], where) if len(content) > 1 else None
