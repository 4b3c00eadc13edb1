"""A kiosk at a guarded hospital in a process of its own, over TLS."""

import asyncio
import json
import socket
import ssl
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest

from kiosk.app.hospital_check import hospital_finding
from kiosk.app.kiosk import Kiosk
from kiosk.config import Settings
from kiosk.config.override import override
from kiosk.documents import Patterns, parse
from kiosk.errors import HospitalAway, HospitalError, HospitalRefused
from kiosk.frontdesk import generate
from kiosk.frontdesk.access import register
from kiosk.frontdesk.access.clients import client_of
from kiosk.frontdesk.access.scopes import KIOSK
from kiosk.frontdesk.sample_documents import cccd_qr
from kiosk.frontdesk.store.beside import records
from kiosk.hospital.access import Access
from kiosk.hospital.fhir import FhirHospital
from kiosk.hospital.keys import SigningKey
from kiosk.hospital.smart import SmartClient, TokenRefused
from kiosk.hospital.tls import CertificateTrouble
from kiosk.model.checkin import CheckIn, Ticket
from tests.contract.conftest import running
from tests.contract.frontdesk.access.authority import Authority
from tests.contract.frontdesk.hospital import new_key

pytestmark = pytest.mark.slow

T = TypeVar("T")
DEADLINE = 3.5
SHUT_OUT_WITHIN = 8.0
"""Seconds after which a removed client must be out; five are promised."""


@dataclass(frozen=True)
class House:
    address: str
    folder: Path
    authority: Authority

    @property
    def database(self) -> str:
        return f"sqlite:///{self.folder}/data/frontdesk.sqlite3"

    def register(self, id_: str, key: SigningKey | None, certificate: str = "") -> None:
        jwks = None if key is None else json.dumps(key.public()).encode()
        found = client_of(id_, jwks, certificate, KIOSK)
        with records(self.database) as held:
            held.write(lambda store: register.add_client(store, found))

    def remove(self, id_: str) -> None:
        with records(self.database) as held:
            held.write(lambda store: register.remove_client(store, id_))

    def audited(self, who: str) -> list[str]:
        with records(self.database) as held:
            return [one.what for one in held.read(lambda store: store.audited.newest(99, who=who))]

    def with_key(self, id_: str, registered: bool = True) -> Access:
        key, file = SigningKey.generate(), self.folder / f"{id_}.jwk"
        key.save(file)
        if registered:
            self.register(id_, key)
        return Access(SmartClient(id_, file), self.authority.certificate)

    def ask(self, access: Access, question: Callable[[FhirHospital], Awaitable[T]]) -> T:
        async def talk() -> T:
            hospital = FhirHospital(self.address, access=access, deadline=DEADLINE)
            async with asyncio.timeout(20), hospital:
                return await question(hospital)

        return asyncio.run(talk())


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("guarded")
    authority = Authority(folder / "ca")
    shown = authority.server()
    options = ("--tls-certificate", str(shown.certificate), "--tls-key", str(shown.key))
    with running(folder / "data", *options, "--client-ca", str(authority.certificate)) as started:
        assert started.address.startswith("https://127.0.0.1:")
        yield House(started.address, folder, authority)


PERSON = next(one for one in generate.people() if 30 < one.age < 60 and not one.year_only)


async def check_in(hospital: FhirHospital) -> Ticket:
    found = await hospital.find(parse(cccd_qr(PERSON), Patterns.of()))
    assert found is not None
    service = (await hospital.services())[0]
    return await hospital.check_in(CheckIn(new_key(), "kiosk-9", found.id, service=service.code))


async def services(hospital: FhirHospital) -> int:
    return len(await hospital.services())


def test_a_kiosk_checks_in_with_a_key_of_its_own(house: House) -> None:
    ticket = house.ask(house.with_key("with-key"), check_in)
    assert ticket.number
    assert house.audited("client:with-key") == ["check-in", "token-granted"]


def test_a_kiosk_checks_in_with_a_certificate(house: House) -> None:
    house.register("with-certificate", None, "k7.hosen.example")
    shown = house.authority.client("any", dns="k7.hosen.example")
    access = Access(None, house.authority.certificate, shown.both)
    assert house.ask(access, check_in).number
    assert house.audited("client:with-certificate") == ["check-in"]


def test_a_common_name_counts_where_there_is_no_other(house: House) -> None:
    house.register("by-common-name", None, "kiosk-8")
    shown = house.authority.client("kiosk-8")
    assert house.ask(Access(None, house.authority.certificate, shown.both), services) > 3


def test_many_calls_share_one_token(house: House) -> None:
    async def many(hospital: FhirHospital) -> list[int]:
        return await asyncio.gather(*(services(hospital) for _ in range(8)))

    assert min(house.ask(house.with_key("many"), many)) > 3
    assert house.audited("client:many") == ["token-granted"]


def test_nobody_without_either(house: House) -> None:
    with pytest.raises(HospitalRefused) as refused:
        house.ask(Access(None, house.authority.certificate), services)
    assert refused.value.reason == "http-401"


def test_a_certificate_that_is_not_registered(house: House) -> None:
    shown = house.authority.client("somebodys-pc")
    with pytest.raises(HospitalRefused) as refused:
        house.ask(Access(None, house.authority.certificate, shown.both), services)
    assert refused.value.reason == "http-401"


def test_a_key_that_is_not_registered(house: House) -> None:
    with pytest.raises(TokenRefused) as refused:
        house.ask(house.with_key("nobody", registered=False), services)
    assert refused.value.reason == "token-invalid-client"


def test_the_key_of_another_client(house: House) -> None:
    house.register("theirs", SigningKey.generate())
    access = house.with_key("mine")
    assert access.client is not None
    thief = Access(SmartClient("theirs", access.client.key_file), access.ca_file)
    with pytest.raises(TokenRefused):
        house.ask(thief, services)


def trouble(access: Access, address: str) -> CertificateTrouble:
    async def talk() -> None:
        async with asyncio.timeout(10), FhirHospital(address, access=access) as hospital:
            await hospital.ping()

    with pytest.raises(CertificateTrouble) as found:
        asyncio.run(talk())
    assert found.value.to_do
    return found.value


def test_an_authority_that_the_kiosk_does_not_know(house: House, tmp_path: Path) -> None:
    other = Authority(tmp_path / "other", "Another CA")
    assert "unknown authority" in str(trouble(Access(None, other.certificate), house.address))
    assert "unknown authority" in str(trouble(Access(), house.address))


def test_a_certificate_for_another_name(house: House) -> None:
    access = Access(None, house.authority.certificate)
    elsewhere = house.address.replace("127.0.0.1", "localhost")
    assert "another name" in str(trouble(access, elsewhere))


@pytest.fixture
def handshakes() -> Iterator[Callable[[ssl.SSLContext], str]]:
    """Another TLS server, which does nothing but shake hands; OpenSSL says why it does not."""
    with ExitStack() as ending:

        def serve(context: ssl.SSLContext) -> str:
            listener = ending.enter_context(socket.create_server(("127.0.0.1", 0)))
            listener.settimeout(10)

            def shake_hands() -> None:
                with suppress(OSError):
                    while True:
                        with listener.accept()[0] as accepted, suppress(OSError):
                            accepted.settimeout(5)
                            with context.wrap_socket(accepted, server_side=True) as shaken:
                                shaken.read(1)

            thread = threading.Thread(target=shake_hands, daemon=True)
            thread.start()
            ending.callback(thread.join, 10)
            ending.callback(listener.shutdown, socket.SHUT_RDWR)
            return f"https://127.0.0.1:{listener.getsockname()[1]}/fhir"

        yield serve


@pytest.mark.parametrize("days", [7, -1])
def test_a_certificate_of_the_kiosk_that_a_hospital_does_not_believe(
    house: House, tmp_path: Path, handshakes: Callable[[ssl.SSLContext], str], days: int
) -> None:
    server = house.authority.server()
    context = ssl.create_default_context(
        ssl.Purpose.CLIENT_AUTH, cafile=house.authority.certificate
    )
    context.verify_mode = ssl.CERT_REQUIRED
    # In TLS 1.3 the client has sent its request when the alert comes; the two may cross.
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(server.certificate, server.key)
    signer = Authority(tmp_path / "other", "Another CA") if days > 0 else house.authority
    access = Access(None, house.authority.certificate, signer.client("kiosk-8", days=days).both)
    told = str(trouble(access, handshakes(context)))
    assert told == "it does not accept this kiosk's certificate"


def test_our_server_hangs_up_on_a_certificate_of_a_stranger(house: House, tmp_path: Path) -> None:
    """asyncio ends the connection without the alert that says why."""
    shown = Authority(tmp_path / "other", "Another CA").client("kiosk-8")
    access = Access(None, house.authority.certificate, shown.both)
    with pytest.raises(HospitalAway):
        house.ask(access, lambda hospital: hospital.ping())
    found = finding(
        house, ca_file=str(house.authority.certificate), certificate_file=str(shown.both)
    )
    assert found[:2] == (False, "no answer")
    assert "hospital.certificate_file" in found[2]


def test_a_server_whose_certificate_has_ended(
    house: House, handshakes: Callable[[ssl.SSLContext], str]
) -> None:
    """Ours does not start with one."""
    ended = house.authority.server(days=-1)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(ended.certificate, ended.key)
    access = Access(None, house.authority.certificate)
    assert "expired" in str(trouble(access, handshakes(context)))


def test_a_removed_client_is_shut_out_soon(house: House) -> None:
    access = house.with_key("removed")

    async def until_shut_out(hospital: FhirHospital) -> str:
        assert await services(hospital) > 3
        await asyncio.to_thread(house.remove, "removed")
        try:
            async with asyncio.timeout(SHUT_OUT_WITHIN):
                while True:
                    await services(hospital)
                    await asyncio.sleep(0.25)
        except TokenRefused as refused:
            return refused.reason

    assert house.ask(access, until_shut_out) == "token-invalid-client"


def test_plain_http_gets_nothing(house: House) -> None:
    async def talk() -> None:
        plain = house.address.replace("https://", "http://")
        async with FhirHospital(plain) as hospital:
            await hospital.services()

    with pytest.raises(HospitalError):
        asyncio.run(talk())


def test_nobody_says_themselves_from_where_they_ask(house: House) -> None:
    """Else each guess at a password would come from a place of its own."""
    trusted = ssl.create_default_context(cafile=house.authority.certificate)
    wrong = {"name": "lan", "password": "wrong"}
    with httpx.Client(verify=trusted, base_url=house.address.removesuffix("/fhir")) as guesser:
        statuses = [
            guesser.post(
                "/console/login", data=wrong, headers={"X-Forwarded-For": f"192.0.2.{nth}"}
            ).status_code
            for nth in range(6)
        ]
    assert statuses == [403] * 5 + [429]


def finding(house: House, **changed: Any) -> tuple[bool, str, str]:
    """What ``kiosk doctor`` says of this hospital."""
    values = {"hospital.address": house.address} | {f"hospital.{k}": v for k, v in changed.items()}
    kiosk = Kiosk(override(Settings(), values), house.folder / "kiosk")
    try:
        found = asyncio.run(hospital_finding(kiosk))
    finally:
        kiosk.close()
    return found.well, found.state, found.to_do


def test_doctor_says_what_keeps_the_kiosk_out(house: House) -> None:
    key = house.with_key("examined").client
    assert key is not None
    right = {
        "ca_file": str(house.authority.certificate),
        "client_id": "examined",
        "key_file": str(key.key_file),
    }
    well, state, _ = finding(house, **right)
    assert well
    assert state.startswith("kiosk.frontdesk ")
    assert "hospital.ca_file" in finding(house, **right | {"ca_file": ""})[2]
    well, state, to_do = finding(house, **right | {"client_id": "somebody"})
    assert not well
    assert state == "no access token: token-invalid-client"
    assert "kiosk keygen" in to_do
    well, state, to_do = finding(house, ca_file=right["ca_file"])
    assert (well, state) == (False, "does not let this kiosk in (http-401)")
    assert "hospital.client_id" in to_do
