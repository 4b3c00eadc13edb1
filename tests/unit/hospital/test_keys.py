"""The kiosk's private files: what is read, what is refused, what is never said."""

import json
import stat
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
)
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

from kiosk.cli.keygen import keygen
from kiosk.errors import SettingsError
from kiosk.hospital import tls
from kiosk.hospital.keys import SigningKey


def private(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    path.chmod(0o600)
    return path


def pem(key: Any, encryption: KeySerializationEncryption | None = None) -> bytes:
    made: bytes = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption or NoEncryption())
    return made


def test_what_is_made_signs_and_its_public_half_verifies(tmp_path: Path) -> None:
    made = SigningKey.generate()
    made.save(tmp_path / "key")
    read = SigningKey.load(tmp_path / "key")
    [public] = read.public()["keys"]
    assert public == made.public()["keys"][0]
    assert (public["kty"], public["crv"], public["alg"]) == ("EC", "P-384", "ES384")
    assert not {"d", "k"} & public.keys()
    token = jwt.decode(read.sign({"iss": "k"}), ECKey.import_key(public), algorithms=["ES384"])
    assert token.claims == {"iss": "k"}
    assert token.header == {"alg": "ES384", "kid": public["kid"], "typ": "JWT"}


@pytest.mark.parametrize(
    ("key", "algorithm"),
    [
        (ec.generate_private_key(ec.SECP384R1()), "ES384"),
        (rsa.generate_private_key(65537, 2048), "RS384"),
    ],
)
def test_a_key_in_pem_has_its_thumbprint_for_a_name(
    tmp_path: Path, key: Any, algorithm: str
) -> None:
    content = pem(key)
    read = SigningKey.load(private(tmp_path / "key.pem", content))
    kind = ECKey if algorithm == "ES384" else RSAKey
    assert read.algorithm == algorithm
    assert read.kid == kind.import_key(content).thumbprint()


def test_a_name_that_the_hospital_gave_stays(tmp_path: Path) -> None:
    jwk = {**ECKey.generate_key("P-384").as_dict(private=True), "kid": "given"}
    assert SigningKey.load(private(tmp_path / "k", json.dumps(jwk).encode())).kid == "given"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"{}",
        b"x" * 100,
        b"{" * 50_000,
        b'{"kty": "EC"}',
        b'{"kty": ["EC"]}',
        json.dumps(OctKey.generate_key(256).as_dict(private=True)).encode(),
        json.dumps(ECKey.generate_key("P-384").as_dict(private=False)).encode(),
        json.dumps(ECKey.generate_key("P-256").as_dict(private=True)).encode(),
        pem(ec.generate_private_key(ec.SECP256R1())),
        pem(ec.generate_private_key(ec.SECP384R1()), BestAvailableEncryption(b"secret")),
    ],
    ids=[
        "nothing",
        "half",
        "list",
        "empty",
        "letters",
        "deep",
        "no curve",
        "kind in a list",
        "symmetric",
        "public",
        "short curve",
        "short curve in PEM",
        "with a password",
    ],
)
def test_what_is_no_key_of_ours(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(SettingsError, match=r"hospital\.key_file: not a private key") as refused:
        SigningKey.load(private(tmp_path / "key", content))
    assert refused.value.__context__ is None


@pytest.mark.parametrize("mode", [0o644, 0o604, 0o620, 0o601])
def test_a_key_that_others_can_use_is_refused(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "key"
    SigningKey.generate().save(file)
    file.chmod(mode)
    with pytest.raises(SettingsError, match="chmod 600"):
        SigningKey.load(file)


def test_the_kiosks_own_group_may_read_it(tmp_path: Path) -> None:
    file = tmp_path / "key"
    SigningKey.generate().save(file)
    file.chmod(0o640)
    assert SigningKey.load(file).kid


def test_files_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read: No such file"):
        SigningKey.load(tmp_path / "none")
    with pytest.raises(SettingsError, match="larger than 64 KiB"):
        SigningKey.load(private(tmp_path / "huge", b" " * 70_000))


def test_keygen_prints_what_to_register_and_keeps_the_rest(tmp_path: Path) -> None:
    file = tmp_path / "key.jwk"
    ran = CliRunner().invoke(keygen, [str(file)])
    assert ran.exit_code == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    kept = json.loads(file.read_text())
    assert json.loads(ran.stdout) == SigningKey.load(file).public()
    assert kept["d"] not in ran.output
    again = CliRunner().invoke(keygen, [str(file)])
    assert again.exit_code == 1
    assert "File exists" in again.stderr
    assert json.loads(file.read_text()) == kept


def test_certificates_that_are_none(tmp_path: Path) -> None:
    empty = private(tmp_path / "empty", b"")
    with pytest.raises(SettingsError, match=r"hospital\.ca_file: holds no certificate"):
        tls.context(empty)
    with pytest.raises(SettingsError, match=r"hospital\.ca_file: cannot be read"):
        tls.context(tmp_path / "none")
    with pytest.raises(SettingsError, match=r"hospital\.certificate_file: must hold"):
        tls.context(None, empty)
    locked = pem(ec.generate_private_key(ec.SECP384R1()), BestAvailableEncryption(b"secret"))
    with pytest.raises(SettingsError, match=r"hospital\.certificate_file: must hold"):
        tls.context(None, private(tmp_path / "locked", locked))
    empty.chmod(0o644)
    with pytest.raises(SettingsError, match="chmod 600"):
        tls.context(None, empty)
