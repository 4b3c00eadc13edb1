"""A small terminal that talks to simulated cards, and cards to talk to.

It uses the card's own primitives: these are pinned by the worked examples of Doc 9303, and the
protocol is written down here once more from the terminal's side.
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from kiosk.devices.card_reader.card import ciphers, der, tlv
from kiosk.devices.card_reader.card.agreement import agreement
from kiosk.devices.card_reader.card.card import SimulatedCard
from kiosk.devices.card_reader.card.ciphers import Cipher
from kiosk.devices.card_reader.card.faults import Faults
from kiosk.devices.card_reader.card.holder import CardHolder
from kiosk.devices.card_reader.card.issuer import Issuer
from kiosk.devices.card_reader.card.mrz import information
from kiosk.devices.card_reader.card.pace import CAN, Mapping, PaceVariant, password_key
from kiosk.devices.card_reader.card.pace import pseudo_random as pace_number
from kiosk.devices.card_reader.card.personalise import personalise
from kiosk.devices.card_reader.card.profile import Profile
from kiosk.devices.card_reader.card.randomness import Randomness

AID = bytes.fromhex("a0000002471001")
HOLDER = CardHolder(
    personal_number="079190012345",
    name="Trần Thị Thu Hà",
    birth=date(1990, 3, 15),
    sex="F",
    issued=date(2022, 4, 20),
    expires=date(2030, 3, 15),
    residence="12 Đường Số 3, Phường Thử Nghiệm, TP Hồ Chí Minh",
    origin="Phường Thử Nghiệm",
    old_number="025123456",
)
"""The invented holder of formats: the card of the sample MRZ."""


@lru_cache(maxsize=1)
def issuer() -> Issuer:
    return Issuer.new()


def card(
    profile: Profile = Profile(),
    faults: Faults = Faults(),
    randomness: Randomness | None = None,
) -> SimulatedCard:
    return SimulatedCard(
        personalise(HOLDER, issuer(), profile, faults), faults, randomness=randomness
    )


@dataclass(frozen=True)
class Reply:
    data: bytes
    status: int


def parted(response: bytes) -> Reply:
    return Reply(response[:-2], int.from_bytes(response[-2:]))


class Terminal:
    """Sends commands, protected once a session is open."""

    def __init__(self, card: SimulatedCard) -> None:
        self.card = card
        self.cipher = Cipher.TDES
        self.k_enc = self.k_mac = b""
        self.counter = 0

    @property
    def block(self) -> int:
        return self.cipher.block

    def open(self, secret: bytes, cipher: Cipher, counter: int = 0) -> None:
        self.cipher, self.counter = cipher, counter
        self.k_enc = ciphers.derive(secret, ciphers.ENCRYPT, cipher)
        self.k_mac = ciphers.derive(secret, ciphers.AUTHENTICATE, cipher)

    def plain(
        self, header: str, data: bytes = b"", ne: int = 0, *, extended: bool = False
    ) -> Reply:
        """``header`` in hex: CLA, INS, P1, P2."""
        return parted(self.card.process(_encoded(bytes.fromhex(header), data, ne, extended)))

    def send(self, header: str, data: bytes = b"", ne: int = 0, *, extended: bool = False) -> Reply:
        """Protected. Checks the answer's MAC."""
        head = bytearray.fromhex(header)
        head[0] |= 0x0C
        reply = parted(self.card.process(self.protected(bytes(head), data, ne, extended)))
        return self.unprotected(head[1], reply) if reply.data else reply

    def protected(self, head: bytes, data: bytes, ne: int, extended: bool = False) -> bytes:
        self.counter += 1
        odd = head[1] & 1
        objects = b""
        if data:
            padded = ciphers.pad(data, self.block)
            secret = ciphers.encrypt(self.cipher, self.k_enc, padded, self._iv())
            objects += tlv.encode(0x85, secret) if odd else tlv.encode(0x87, b"\x01", secret)
        if ne:
            objects += tlv.encode(0x97, ne.to_bytes(3)[-2:] if extended else bytes((ne & 0xFF,)))
        mac = self.mac(ciphers.pad(head, self.block) + objects)
        body = objects + tlv.encode(0x8E, mac)
        return _encoded(head, body, 65536 if extended else 256, extended or len(body) > 255)

    def unprotected(self, ins: int, reply: Reply) -> Reply:
        self.counter += 1
        objects = tlv.decode(reply.data)
        mac = objects.pop(0x8E)
        assert mac == self.mac(reply.data[: -len(mac) - 2])
        assert objects.pop(0x99) == reply.status.to_bytes(2)
        if not objects:
            return Reply(b"", reply.status)
        value = objects[0x85] if ins & 1 else objects[0x87].removeprefix(b"\x01")
        clear = ciphers.decrypt(self.cipher, self.k_enc, value, self._iv())
        return Reply(ciphers.unpad(clear), reply.status)

    def mac(self, data: bytes) -> bytes:
        message = self.counter.to_bytes(self.block) + data
        if self.cipher is not Cipher.TDES:
            message = ciphers.pad(message, self.block)
        return ciphers.mac(self.cipher, self.k_mac, message)

    def select_application(self) -> None:
        sent = (self.send if self.k_enc else self.plain)("00a4040c", AID)
        assert sent.status == 0x9000

    def bac(self, mrz_information: str = information(HOLDER)) -> Reply:
        seed = hashlib.sha1(mrz_information.encode()).digest()[:16]
        k_enc, k_mac = (ciphers.derive(seed, number, Cipher.TDES) for number in (1, 2))
        challenge = self.plain("00840000", ne=8).data
        mine, key = bytes(range(8)), bytes(range(16))
        secret = ciphers.encrypt(Cipher.TDES, k_enc, mine + challenge + key)
        reply = self.plain("00820000", secret + ciphers.mac(Cipher.TDES, k_mac, secret), ne=40)
        if reply.status == 0x9000:
            assert reply.data[32:] == ciphers.mac(Cipher.TDES, k_mac, reply.data[:32])
            answer = ciphers.decrypt(Cipher.TDES, k_enc, reply.data[:32])
            assert answer[:16] == challenge + mine
            both = bytes(one ^ other for one, other in zip(key, answer[16:], strict=True))
            self.open(both, Cipher.TDES, int.from_bytes(challenge[4:] + mine[4:]))
        return reply

    def pace(
        self,
        variant: PaceVariant = PaceVariant(),
        password: str = HOLDER.personal_number[-6:],
        reference: int = CAN,
    ) -> Reply:
        """The last reply; the session is open if its status is 9000."""
        selected = self.plain(
            "0022c1a4",
            tlv.encode(0x80, der.oid_content(variant.oid))
            + tlv.encode(0x83, bytes((reference,)))
            + tlv.encode(0x84, bytes((variant.parameter_id,))),
        )
        if selected.status != 0x9000:
            return selected
        domain, randomness = agreement(variant.parameter_id), Randomness()
        key = password_key(password, reference, variant.cipher)
        nonce = ciphers.decrypt(variant.cipher, key, self._step(b"", 0x80))
        if variant.mapping is Mapping.INTEGRATED:
            mine = randomness.octets(variant.cipher.key_size)
            assert self._step(tlv.encode(0x81, mine), 0x82) == b""
            domain = domain.map_integrated(pace_number(nonce, mine, variant.cipher, domain.prime))
        else:
            private = randomness.scalar(domain.order)
            theirs = self._step(tlv.encode(0x81, domain.public_key(private)), 0x82)
            domain = domain.map_generic(private, theirs, int.from_bytes(nonce))
        private = randomness.scalar(domain.order)
        mine = domain.public_key(private)
        theirs = self._step(tlv.encode(0x83, mine), 0x84)
        secret = domain.secret(private, theirs)
        k_mac = ciphers.derive(secret, ciphers.AUTHENTICATE, variant.cipher)

        def token(public: bytes) -> bytes:
            oid = tlv.encode(0x06, der.oid_content(variant.oid))
            message = tlv.encode(0x7F49, oid, domain.key_object(public))
            return ciphers.mac(variant.cipher, k_mac, message)

        reply = self.plain("00860000", tlv.encode(0x7C, tlv.encode(0x85, token(theirs))), ne=256)
        if reply.status == 0x9000:
            assert tlv.decode(tlv.decode(reply.data)[0x7C])[0x86] == token(mine)
            self.open(secret, variant.cipher)
        return reply

    def _step(self, value: bytes, tag: int) -> bytes:
        template = tlv.encode(0x7C, value)
        extended = len(template) > 255
        reply = self.plain("10860000", template, ne=65536 if extended else 256, extended=extended)
        assert reply.status == 0x9000, f"{reply.status:04X}"
        return tlv.decode(tlv.decode(reply.data)[0x7C])[tag]

    def _iv(self) -> bytes:
        if self.cipher is Cipher.TDES:
            return bytes(8)
        return ciphers.encrypt(self.cipher, self.k_enc, self.counter.to_bytes(16))


def _encoded(head: bytes, data: bytes, ne: int, extended: bool) -> bytes:
    if not extended:
        return (
            head
            + (bytes((len(data),)) + data if data else b"")
            + (bytes((ne & 0xFF,)) if ne else b"")
        )
    lc = b"\x00" + len(data).to_bytes(2) + data if data else b""
    le = (ne & 0xFFFF).to_bytes(2) if ne else b""
    return head + lc + (le if lc or not le else b"\x00" + le)
