"""A security object, the anchors that it meets and the day: what passive authentication judges."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kiosk.emrtd.lds import sod
from kiosk.emrtd.passive_authentication import PassiveResult, check
from kiosk.emrtd.trust import TrustStore
from tests.unit.emrtd import openssl, pki, signing
from tests.unit.emrtd.pki import Authority
from tests.unit.emrtd.signing import Signing

GROUPS = {1: b"the first group", 2: b"the second", 13: b"the thirteenth"}
TODAY = date(2026, 6, 1)


@dataclass(frozen=True)
class Case:
    """A security object, the anchors it meets, and the day."""

    sod: bytes
    anchors: tuple[bytes, ...]
    at: date = TODAY

    def result(self) -> PassiveResult:
        return check(sod.parse(self.sod), GROUPS, TrustStore.of(self.anchors), self.at)

    def openssl_accepts(self, folder: Path) -> bool:
        wrapped = self.sod[4:] if self.sod[1] == 0x82 else self.sod[3:]
        return openssl.accepts(wrapped, self.anchors, self.at, folder)


def made(authority: Authority, signer: Authority, how: Signing = signing.RIGHT) -> Case:
    return Case(signing.sod(GROUPS, authority, signer, how), (authority.certificate,))


def with_signing(how: Signing) -> Callable[[], Case]:
    def build() -> Case:
        authority = pki.csca()
        return made(authority, pki.dsc(authority), how)

    return build
