"""What a server needs before it listens where others can reach it."""

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.frontdesk.access.tls import Certificates, TlsError, context
from kiosk.frontdesk.serve import ServeError, Settings, serve
from tests.contract.frontdesk.access.authority import Authority


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path / "ca")


@pytest.fixture
def files(authority: Authority) -> Certificates:
    shown = authority.server()
    return Certificates(shown.certificate, shown.key, authority.certificate)


def refused(settings: Settings) -> str:
    """Nothing is opened or made before it is refused."""
    with pytest.raises(ServeError) as wrong:
        serve(settings, lambda address: None)
    return str(wrong.value)


def test_beyond_the_machine_itself_there_is_no_way_without_tls(tmp_path: Path) -> None:
    plain = Settings(f"sqlite:///{tmp_path}/data/x", guarded=True)
    for host in ("0.0.0.0", "::", "192.0.2.7", "2001:db8::1"):
        assert "--tls-certificate" in refused(replace(plain, host=host))
    assert not (tmp_path / "data").exists()


def test_every_address_is_none_to_send_somebody_to(tmp_path: Path, files: Certificates) -> None:
    settings = Settings(f"sqlite:///{tmp_path}/x", host="0.0.0.0", certificates=files)
    assert "--public-address" in refused(settings)


def test_tls_and_a_plain_address_contradict_each_other(tmp_path: Path, files: Certificates) -> None:
    settings = Settings(
        f"sqlite:///{tmp_path}/x", certificates=files, public_address="http://hosen.example"
    )
    assert "speaks TLS" in refused(settings)


def wrong(files: Certificates) -> str:
    with pytest.raises(TlsError) as told:
        context(files)
    return str(told.value)


def test_right_files_are_taken(files: Certificates) -> None:
    assert context(files).verify_mode.name == "CERT_OPTIONAL"
    assert context(replace(files, client_ca=None)).verify_mode.name == "CERT_NONE"


def test_each_wrong_file_is_named(
    tmp_path: Path, authority: Authority, files: Certificates
) -> None:
    none, text = tmp_path / "none.pem", tmp_path / "text.pem"
    text.write_text("hello")
    text.chmod(0o600)
    other = authority.client("other")
    assert (
        wrong(replace(files, certificate=none))
        == f"{none}: cannot be read: No such file or directory"
    )
    assert wrong(replace(files, certificate=text)) == f"{text}: holds no certificate in PEM"
    assert wrong(replace(files, key=none)) == f"{none}: cannot be read: No such file or directory"
    assert "not the private key of" in wrong(replace(files, key=text))
    assert "not the private key of" in wrong(replace(files, key=other.key))
    assert (
        wrong(replace(files, client_ca=none))
        == f"{none}: cannot be read: No such file or directory"
    )
    assert wrong(replace(files, client_ca=text)) == f"{text}: holds no certificate in PEM"


def test_a_key_that_others_can_use_is_refused(files: Certificates) -> None:
    files.key.chmod(0o644)
    assert "chmod 600" in wrong(files)


def test_a_certificate_that_has_ended_is_refused(authority: Authority) -> None:
    ended = authority.server(days=-2)
    assert "expired on" in wrong(Certificates(ended.certificate, ended.key))
