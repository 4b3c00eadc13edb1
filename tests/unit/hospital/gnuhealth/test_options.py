"""What the settings must say about a GNU Health."""

from pathlib import Path

import pytest

from kiosk.errors import SettingsError
from kiosk.hospital.adapters import adapter
from kiosk.hospital.gnuhealth.adapter import GnuHealthHospital
from kiosk.hospital.gnuhealth.options import Options
from kiosk.hospital.site import Site

SECRET = "an invented secret"


@pytest.fixture
def password(tmp_path: Path) -> Path:
    path = tmp_path / "password"
    path.write_text(SECRET + "\n")
    path.chmod(0o600)
    return path


def site(**options: object) -> Site:
    named = {name: str(value) for name, value in options.items()}
    return Site("http://127.0.0.1:8000", options=named)


def test_the_adapter_is_found_by_its_name(password: Path) -> None:
    made = adapter("gnuhealth")(site(**{"password-file": password}))
    assert isinstance(made, GnuHealthHospital)


def test_the_password_is_read_and_not_shown(password: Path) -> None:
    options = Options.of(site(**{"password-file": password}, user="quay-1", institution="BV1"))
    assert options.password == SECRET
    assert (options.user, options.database, options.institution) == ("quay-1", "health", "BV1")
    assert SECRET not in repr(options)


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"password-file": ""}, "password-file"),
        ({"database": "../etc"}, "database"),
        ({"database": ""}, "database"),
        ({"user": ""}, "user"),
        ({"user": "a:b"}, "user"),
        ({"user": "a\nb"}, "user"),
        ({"pasword_file": "x"}, "pasword_file"),
    ],
)
def test_what_is_wrong_is_named(password: Path, wrong: dict[str, str], word: str) -> None:
    with pytest.raises(SettingsError, match=word):
        Options.of(site(**{"password-file": password, **wrong}))


@pytest.mark.parametrize("content", [b"", b"\n", b"one\ntwo\n", b"\xff\xfe", b"x" * 2000])
def test_a_file_that_holds_no_password(password: Path, content: bytes) -> None:
    password.write_bytes(content)
    with pytest.raises(SettingsError, match="password-file"):
        Options.of(site(**{"password-file": password}))


def test_a_password_that_others_can_read_is_none(password: Path) -> None:
    password.chmod(0o644)
    with pytest.raises(SettingsError, match="password-file") as failed:
        Options.of(site(**{"password-file": password}))
    assert SECRET not in str(failed.value)
