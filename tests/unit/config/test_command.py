"""``kiosk settings``: what it prints, and what it checks beyond the file itself."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk.cli.keygen import keygen
from kiosk.cli.settings import settings as command
from kiosk.config import document, load, reader


def test_the_command_prints_what_can_be_kept_as_a_file(file: Path) -> None:
    file.write_text('[kiosk]\nid = "hall-2"\n[documents]\nvneid = "^a\\\\d\'(?P<number>.*)"\n')
    result = CliRunner().invoke(command, ["--config", str(file)])
    assert result.exit_code == 0
    kept = file.with_name("kept.toml")
    kept.write_text(result.stdout, "utf-8")
    assert load(kept) == load(file)


def test_the_command_prints_the_annotated_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "SYSTEM_FILE", file)
    file.write_text('[kiosk]\nid = "hall-2"\n')
    assert CliRunner().invoke(command, ["--defaults"]).stdout == document()
    assert 'id = "hall-2"' in CliRunner().invoke(command).stdout


def test_the_command_checks_a_file(file: Path) -> None:
    file.write_text('[kiosk]\nid = "hall-2"\n')
    right = CliRunner().invoke(command, ["--config", str(file), "--check"])
    assert (right.exit_code, right.stdout) == (0, "The settings are right.\n")
    file.write_text("[kiosk]\nid = 2\n")
    wrong = CliRunner().invoke(command, ["--config", str(file), "--check"])
    assert wrong.exit_code == 2
    assert wrong.stderr == f"Error: {file}:2: kiosk.id: must be text in quotes\n"


def test_the_command_refuses_a_pattern_that_can_take_for_ever(file: Path) -> None:
    file.write_text(
        '[documents]\n\npatient_code = "^(?P<code>(a+)+)$"\nvneid = "(?P<number>(a|b)*)"\n'
    )
    wrong = CliRunner().invoke(command, ["--config", str(file), "--check"])
    assert wrong.exit_code == 2
    first, second = wrong.stderr.splitlines()
    assert first.startswith(f"Error: {file}:3: documents.patient_code: the pattern repeats")
    assert second.startswith(f"{file}:4: documents.vneid: the pattern repeats")


@pytest.mark.parametrize(
    ("token", "says"),
    [
        (None, "cannot be read: No such file or directory"),
        (b" \n", "must lead to one line"),
        ("khóa".encode(), "must lead to one line"),
        (b"one\ntwo", "must lead to one line"),
        (b"a" * 16385, "must lead to one line"),
    ],
)
def test_the_check_reads_the_token_file(file: Path, token: bytes | None, says: str) -> None:
    held = file.with_name("token")
    if token is not None:
        held.touch(0o600)
        held.write_bytes(token)
    file.write_text(f'[hospital]\ntoken_file = "{held}"\n')
    wrong = CliRunner().invoke(command, ["--config", str(file), "--check"])
    assert wrong.exit_code == 2
    assert wrong.stderr.startswith(f"Error: {file}:2: hospital.token_file: {says}")

    held.write_bytes(b"c2VjcmV0\n")
    held.chmod(0o644)
    open_to_others = CliRunner().invoke(command, ["--config", str(file), "--check"])
    assert "others on this machine can use it (mode 0644)" in open_to_others.stderr

    held.chmod(0o600)
    right = CliRunner().invoke(command, ["--config", str(file), "--check"])
    assert (right.exit_code, right.stdout) == (0, "The settings are right.\n")


def test_the_check_reads_the_key_and_the_certificates(file: Path) -> None:
    key, empty = file.with_name("key"), file.with_name("empty")
    empty.write_bytes(b"")
    file.write_text(f'[hospital]\nclient_id = "kiosk-1"\nkey_file = "{key}"\nca_file = "{empty}"\n')
    wrong = CliRunner().invoke(command, ["--config", str(file), "--check"])
    assert wrong.exit_code == 2
    first, second = wrong.stderr.splitlines()
    assert first == f"Error: {file}:3: hospital.key_file: cannot be read: No such file or directory"
    assert second == f"{file}:4: hospital.ca_file: holds no certificate in PEM"
    assert CliRunner().invoke(keygen, [str(key)]).exit_code == 0
    file.write_text(f'[hospital]\nclient_id = "kiosk-1"\nkey_file = "{key}"\n')
    assert CliRunner().invoke(command, ["--config", str(file), "--check"]).exit_code == 0


def test_the_check_looks_into_the_folder_of_trust(file: Path) -> None:
    file.write_text(f'[card_reader]\ntrust = "{file.parent / "csca"}"\n')
    wrong = CliRunner().invoke(command, ["--config", str(file), "--check"])
    assert wrong.exit_code == 2
    assert f"{file}:2: card_reader.trust: cannot be read: No such file" in wrong.stderr
    (file.parent / "csca").mkdir()
    assert CliRunner().invoke(command, ["--config", str(file), "--check"]).exit_code == 0


def test_settings_are_printed_where_their_token_is_not(file: Path) -> None:
    file.write_text('[hospital]\ntoken_file = "/not/on/this/machine"\n')
    assert CliRunner().invoke(command, ["--config", str(file)]).exit_code == 0
