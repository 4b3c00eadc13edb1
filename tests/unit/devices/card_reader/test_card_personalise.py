"""What is written into a chip, and whether the openssl program agrees with its signatures."""

import dataclasses
import hashlib
import io
import subprocess
from datetime import date
from pathlib import Path

import pytest
from cryptography import x509
from PIL import Image

from kiosk.devices.card_reader.card import data_groups, mrz, tlv
from kiosk.devices.card_reader.card.cms import Scheme
from kiosk.devices.card_reader.card.content import CardFiles
from kiosk.devices.card_reader.card.faults import Faults
from kiosk.devices.card_reader.card.issuer import CERTIFICATE, KEY, Issuer
from kiosk.devices.card_reader.card.personalise import personalise
from kiosk.devices.card_reader.card.profile import ChipAuthentication, Profile
from kiosk.devices.card_reader.card.security_infos import Parameters
from tests.unit.devices.card_reader.terminal import HOLDER, issuer

SOD = 0x011D


def sod_of(content: CardFiles) -> bytes:
    """The signed data in EF.SOD."""
    assert content.files.application is not None
    return tlv.decode(content.files.application[SOD])[0x77]


def verified(
    folder: Path, signed: bytes, csca: bytes, *options: str
) -> subprocess.CompletedProcess[bytes]:
    (folder / "sod.der").write_bytes(signed)
    (folder / "csca.der").write_bytes(csca)
    run = ["openssl", "x509", "-inform", "DER", "-in", "csca.der", "-out", "csca.pem"]
    subprocess.run(run, cwd=folder, check=True, timeout=30)
    return subprocess.run(
        [
            *("openssl", "cms", "-verify", "-inform", "DER", "-in", "sod.der"),
            *("-CAfile", "csca.pem", "-purpose", "any", "-binary", *options),
        ],
        cwd=folder,
        capture_output=True,
        check=False,
        timeout=30,
    )


@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize("digest", ["sha256", "sha384"])
def test_openssl_verifies_the_sod(tmp_path: Path, scheme: Scheme, digest: str) -> None:
    content = personalise(HOLDER, issuer(), Profile(scheme=scheme, digest=digest))
    ran = verified(tmp_path, sod_of(content), content.csca_der)
    assert ran.returncode == 0, ran.stderr
    assert content.files.application is not None
    for number in (1, 3, 13, 14):
        file = content.files.application[0x0100 | number]
        assert hashlib.new(digest, file).digest() in ran.stdout


def test_openssl_refuses_a_changed_sod(tmp_path: Path) -> None:
    content = personalise(HOLDER, issuer())
    assert content.files.application is not None
    signed = bytearray(sod_of(content))
    at = bytes(signed).index(hashlib.sha256(content.files.application[0x0101]).digest())
    signed[at] ^= 1
    assert verified(tmp_path, bytes(signed), content.csca_der).returncode != 0


def test_openssl_refuses_a_foreign_signer(tmp_path: Path) -> None:
    content = personalise(HOLDER, issuer(), faults=Faults(foreign_signer=True))
    assert verified(tmp_path, sod_of(content), issuer().csca_der).returncode != 0
    names = {
        x509.load_der_x509_certificate(one).subject for one in (issuer().csca_der, content.csca_der)
    }
    assert len(names) == 1, "a forger takes the right name"


def test_openssl_finds_an_expired_signer(tmp_path: Path) -> None:
    content = personalise(HOLDER, issuer(), faults=Faults(expired_dsc=True))
    ran = verified(tmp_path, sod_of(content), content.csca_der)
    assert b"certificate has expired" in ran.stderr
    then = str(int(date(2018, 1, 1).strftime("%s")))
    assert verified(tmp_path, sod_of(content), content.csca_der, "-attime", then).returncode == 0


def test_a_wrong_hash_is_of_that_group_alone() -> None:
    content = personalise(HOLDER, issuer(), faults=Faults(wrong_hash=13))
    assert content.files.application is not None
    for number, same in ((1, True), (13, False), (14, True)):
        digest = hashlib.sha256(content.files.application[0x0100 | number]).digest()
        assert (digest in sod_of(content)) is same


def test_a_card_without_dg13() -> None:
    application = personalise(HOLDER, issuer(), faults=Faults(missing_dg13=True)).files.application
    assert application is not None
    assert sorted(application) == [0x0101, 0x0103, 0x010E, 0x011D, 0x011E]
    assert application[0x011E].endswith(b"\x5c\x03\x61\x63\x6e")


def test_the_zone_is_that_of_the_sample() -> None:
    assert mrz.lines(HOLDER) == (
        "IDVNM1900123457079190012345<<79003152F3003150VNM<<<<<<<<<<<6TRAN<<THI<THU<HA<<<<<<<<<<<<<<"
    )
    assert mrz.information(HOLDER) == "190012345790031523003150"


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("Đặng Đức Ơn", "DANG<<DUC<ON<<<<<<<<<<<<<<<<<<"),
        ("Nguyễn Hoàng Phương Khánh Tường Vân", "NGUYEN<<HOANG<PHUONG<KHANH<TUO"),
        ("Lý", "LY<<<<<<<<<<<<<<<<<<<<<<<<<<<<"),
        ("", "<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<"),
    ],
)
def test_names_lose_their_marks(name: str, line: str) -> None:
    assert mrz.lines(dataclasses.replace(HOLDER, name=name))[60:] == line


def test_dates_that_are_not_known_or_never_come() -> None:
    old = dataclasses.replace(HOLDER, birth=date(1938, 1, 1), birth_year_only=True, expires=None)
    assert mrz.lines(old)[30:45] == "38<<<<5F9912315"
    assert b"\x13\x041938" in data_groups.dg13(old)


def test_check_digits_are_those_of_doc_9303() -> None:
    assert [mrz.check_digit(text) for text in ("520727", "AB2134<<<", "L898902C<")] == [
        "3",
        "5",
        "3",
    ]


@pytest.mark.parametrize(("form", "kind"), [("JPEG", 0), ("JPEG2000", 1)])
def test_a_face_in_its_wrapper(form: str, kind: int) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (30, 40)).save(buffer, form)
    face = buffer.getvalue()
    outer = tlv.decode(tlv.decode(data_groups.dg2(face))[0x75])[0x7F61]
    assert outer[:3] == b"\x02\x01\x01"
    record = tlv.decode(tlv.decode(outer[3:])[0x7F60])[0x5F2E]
    assert record[:8] == b"FAC\x00010\x00"
    assert int.from_bytes(record[8:12]) == len(record)
    assert int.from_bytes(record[14:18]) == len(record) - 14
    assert record[35] == kind
    assert (record[36:40], record[46:]) == (b"\x00\x1e\x00\x28", face)


def test_what_is_no_picture_is_no_face() -> None:
    with pytest.raises(ValueError, match="JPEG"):
        data_groups.dg2(b"GIF89a")


@pytest.mark.parametrize("form", Parameters)
def test_a_key_says_on_which_curve_it_is(form: Parameters) -> None:
    content = personalise(
        HOLDER, issuer(), Profile(chip_authentication=ChipAuthentication(form=form))
    )
    assert content.files.application is not None
    dg14 = content.files.application[0x010E]
    prime = bytes.fromhex("a9fb57dba1eea9bc3e660a909d838d726e3bf623d52620282013481d1f6e5377")
    assert (prime in dg14) is (form is Parameters.EXPLICIT)
    assert (b"\x04\x00\x7f\x00\x07\x01\x02\x02\x01\x0d" in dg14) is (
        form is Parameters.STANDARDISED
    )
    assert (b"\x2b\x24\x03\x03\x02\x08\x01\x01\x07" in dg14) is (form is Parameters.NAMED)


def test_a_country_is_kept_in_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "trust" / "cards"
    made, again = Issuer.in_folder(folder), Issuer.in_folder(folder)
    assert made.csca_der == again.csca_der
    assert (folder / KEY).stat().st_mode & 0o777 == 0o600
    assert (folder / CERTIFICATE).read_bytes() == made.csca_pem
    assert sorted(path.name for path in folder.iterdir()) == [KEY, CERTIFICATE]
    content = personalise(HOLDER, again)
    assert verified(tmp_path, sod_of(content), made.csca_der).returncode == 0


def test_a_lost_certificate_is_made_anew(tmp_path: Path) -> None:
    Issuer.in_folder(tmp_path)
    (tmp_path / CERTIFICATE).unlink()
    key = Issuer.in_folder(tmp_path)
    assert x509.load_pem_x509_certificate((tmp_path / CERTIFICATE).read_bytes()).subject
    assert key.csca_pem == (tmp_path / CERTIFICATE).read_bytes()


def test_a_folder_with_something_else_is_refused(tmp_path: Path) -> None:
    Issuer.in_folder(tmp_path)
    (tmp_path / CERTIFICATE).write_bytes(Issuer.new().csca_pem)
    with pytest.raises(ValueError, match="not the certificate"):
        Issuer.in_folder(tmp_path)


def test_two_cards_have_different_keys() -> None:
    one, other = personalise(HOLDER, issuer()), personalise(HOLDER, issuer())
    assert one.chip_key is not None
    assert other.chip_key is not None
    assert one.chip_key.private != other.chip_key.private


def test_a_personal_number_has_twelve_digits() -> None:
    with pytest.raises(ValueError, match="twelve"):
        dataclasses.replace(HOLDER, personal_number="12345")


@pytest.mark.parametrize("wrong", [{"digest": "md5"}, {"pace": (), "bac": False}])
def test_a_card_that_cannot_be(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"digest|access"):
        Profile(**wrong)  # type: ignore[arg-type] # what mypy refuses, a caller may pass
