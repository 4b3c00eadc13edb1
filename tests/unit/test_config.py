"""The settings: the annotated file, and every way in which a file can be wrong."""

import dataclasses
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from kiosk import config, paths
from kiosk.cli.keygen import keygen
from kiosk.cli.settings import settings as command
from kiosk.config import Settings, document, load, reader
from kiosk.config.declared import keys, sections
from kiosk.config.template import toml
from kiosk.errors import SettingsError
from tests.examples import examples


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kiosk.toml"


def faults(file: Path, text: str | bytes) -> list[str]:
    """The lines of the error, without the path."""
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(SettingsError) as caught:
        load(file)
    return [line.removeprefix(f"{file}:") for line in str(caught.value).splitlines()]


def test_the_annotated_file_is_written_from_the_declaration() -> None:
    assert paths.DEFAULT_SETTINGS.read_text("utf-8") == document()


def test_the_annotated_file_means_the_defaults() -> None:
    assert load(paths.DEFAULT_SETTINGS) == Settings()


def test_no_line_of_the_annotated_file_is_too_wide_for_a_terminal() -> None:
    assert max(map(len, document().splitlines())) <= 100


def test_every_default_keeps_its_own_bounds() -> None:
    declared = [one for kind in sections().values() for one in keys(kind).values()]
    assert len(declared) > 25
    for one in declared:
        assert one.rule.form.accepts(one.default), one.name
        assert one.rule.meaning.endswith("."), one.name


def test_sections_are_named_after_their_classes() -> None:
    names = [re.sub(r"(?<=[a-z])(?=[A-Z])", "_", kind.__name__) for kind in sections().values()]
    assert [name.lower() for name in names] == list(sections())
    assert {kind.__name__ for kind in sections().values()} < set(config.__all__)


def test_settings_cannot_be_changed_later() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings().visit.idle_s = 10  # type: ignore[misc]  # the point of the test


def test_without_a_file_the_defaults_hold(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    monkeypatch.setattr(reader, "SYSTEM_FILE", file)
    assert load() == Settings()
    file.write_text('[kiosk]\nid = "hall-2"\n')
    assert load().kiosk.id == "hall-2"


def test_a_file_sets_what_it_names_and_nothing_else(file: Path) -> None:
    file.write_text('[display]\nwidth_mm = 300\nwindow = "540x960"\n[kiosk]\nlanguages = ["en"]\n')
    got = load(file)
    assert got.display.width_mm == 300.0
    assert isinstance(got.display.width_mm, float)
    assert got.display.window_size == (540, 960)
    assert got.kiosk.languages == ("en",)
    assert got.visit == Settings().visit
    assert Settings().display.window_size is None


@pytest.mark.parametrize("text", ["\ufeff[kiosk]\nid = 'a'\n", "[kiosk]\r\nid = 'a'\r\n", ""])
def test_files_of_other_editors_are_read(file: Path, text: str) -> None:
    file.write_bytes(text.encode())
    assert load(file).kiosk.id in ("a", "kiosk-1")


def test_all_faults_are_told_at_once_each_with_its_line(file: Path) -> None:
    text = """\
# A comment
[kiosk]
idd = "x"
languages = [
  "vi",
  3,
]
[camera]
"width" = "12"
height = 100000
[visitt]
idle_s = 60
[visit]
confirm = 1
"""
    assert faults(file, text) == [
        "3: kiosk.idd: no such setting (did you mean id?)",
        "4: kiosk.languages: must be 1 to 8 different languages, each en or one with "
        "assets/translations/kiosk_LANGUAGE.qm",
        "9: camera.width: must be a whole number, without quotes",
        "10: camera.height: must be 240 to 4096 pixels",
        "11: visitt: no such section (did you mean visit?)",
        "14: visit.confirm: must be true or false, without quotes",
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("kiosk = 3", "1: kiosk: must be a section: [kiosk]"),
        ("[[kiosk]]\nid = 'a'", "1: kiosk: must be a section: [kiosk]"),
        ("\nkiosk.id = ''", "2: kiosk.id: must be 1 to 64 of A-Z a-z 0-9 . _ -"),
        ("kiosk = {id = ''}", "1: kiosk.id: must be 1 to 64 of A-Z a-z 0-9 . _ -"),
        ("[kiosk]\nidle_s = 9", "2: kiosk.idle_s: no such setting here (did you mean visit.idle_s"),
        ("[kiosk]\n'a\\b\x7f' = 9".replace("\x7f", ""), "2: kiosk.a\\b: no such setting"),
        ('[kiosk]\n"a\\u001b" = 9', "2: kiosk.'a\\x1b': no such setting"),
        (f"[kiosk]\n{'q' * 99} = 9", f"2: kiosk.'{'q' * 60}': no such setting"),
        ("[visit]\nidle_s = 29", "2: visit.idle_s: must be 30 to 600 seconds"),
        ("[visit]\nwarning_s = 19", "2: visit.warning_s: must be 20 to 300 seconds"),
        ("[visit]\nidle_s = 60.0", "2: visit.idle_s: must be a whole number, without quotes"),
        ("[visit]\nidle_s = true", "2: visit.idle_s: must be a whole number, without quotes"),
        ("[hospital]\ndeadline_s = 3.9", "2: hospital.deadline_s: must be 0.5 to 3.8 seconds"),
        ("[hospital]\ndeadline_s = nan", "2: hospital.deadline_s: must be 0.5 to 3.8 seconds"),
        (f"[hospital]\ndeadline_s = {'9' * 400}", "2: hospital.deadline_s: must be a number"),
        ("[kiosk]\nlanguages = 'vi'", '2: kiosk.languages: must be a list such as ["vi", "en"]'),
        ("[printer]\npaper_mm = 60", "2: printer.paper_mm: must be one of 80, 58"),
        ("[hospital]\naddress = 'http://10.0.0.9/fhir'", "2: hospital.address: must be https://"),
        ("[kiosk", "1: not TOML: "),
        ("[kiosk]\nid = 'a'\n\nid = 'b'", "4: not TOML: "),
        ("[kiosk]\nid = 'a", "2: not TOML: "),
        (f"a = {'1' * 5000}", "1: not TOML: "),
        (b"[kiosk]\nid = '\xff'", "2: not UTF-8 text"),
        ("a = " + "[" * 20_000, " nested too deep"),
        ("#" * (64 * 1024 + 1), " larger than 64 KiB: no settings file"),
    ],
)
def test_a_fault_is_told_with_its_line(file: Path, text: str | bytes, line: str) -> None:
    (told,) = faults(file, text)
    assert told.startswith(line)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"absent\.toml: cannot be read: No such file"):
        load(tmp_path / "absent.toml")
    with pytest.raises(SettingsError, match="cannot be read: Is a directory"):
        load(tmp_path)


def test_values_are_never_repeated_because_one_may_be_a_secret(file: Path) -> None:
    told = faults(
        file, '[camera]\nsource = "ftp://user:hunter2@cam/"\n[hospital]\naddress = "hunter2"'
    )
    assert len(told) == 2
    assert "hunter2" not in "".join(told)


GOOD: dict[str, list[Any]] = {
    "camera.source": [
        "none", "/dev/video0", "folder:a b/c", "file:/tmp/a.mp4", "http://u:p@10.0.0.2:81/v?x=1",
    ],
    "scanner.source": [
        "none", "keyboard", "serial:/dev/ttyACM0", "serial:/dev/ttyUSB0@115200",
        "serial:/dev/serial/by-id/usb-Some_Maker_Scanner_01-if00",
    ],
    "card_reader.source": ["none", "pcsc", "pcsc:ACS ACR1252", "pcsc:Reader [NFC] 01 00"],
    "printer.target": [
        "tcp:10.0.0.7:9100", "tcp:[::1]:9100", "usb:04b8:0202", "cups:Ticket_1",
        "file:out.bin", "png:tickets", "pdf:a/b", "serial:/dev/ttyUSB0",
        "serial:/dev/serial/by-id/usb-FTDI-if00@19200", "serial:/dev/ttyS0@9600,rtscts",
    ],
    "printer.spare": ["", "tcp:10.0.0.8:9100", "simulated"],
    "printer.roll_m": [0.0, 5.0, 80.0, 500.0],
    "hospital.address": [
        "embedded", "https://his.example/fhir", "http://127.0.0.1:8080/fhir",
        "http://localhost/fhir", "http://[::1]:8080/fhir",
    ],
    "hospital.system_patient_code": ["urn:oid:1.2.3", "https://his.example/id"],
    "display.window": ["", "480x800", "1920x1080"],
    "kiosk.hospital_name_vi": ["Bệnh viện Ánh Dương"],
    "documents.vneid": ["", r"^(?P<number>\d{12})\|"],
}  # fmt: skip

BAD: dict[str, list[Any]] = {
    "camera.source": ["", "video0", "/dev/video", "folder:", "file:a\nb", "http://", "https://a:x/"],
    "scanner.source": [
        "", "serial", "serial:", "serial:ttyACM0", "serial:/dev/ttyACM0@", "serial:/dev/a@x",
        "serial:/dev/a b", "keyboard:",
    ],
    "card_reader.source": [
        "", "pcsc:", "PCSC", "none:", "simulated:1", "pcsc:a\tb", "pcsc:" + "a" * 129,
    ],
    "printer.target": [
        "", "tcp:", "tcp:a:b", "usb:1:2", "cups:", "cups:a b", "file:", "png:", "lpt1", "tcp:a/b",
        "tcp:a", "tcp:[::1]", "tcp:a:0", "tcp:a:65536", "serial:", "serial:COM1",
        "serial:/dev/ttyS0@0", "serial:/dev/ttyS0@9600,dtrdsr", "serial:/dev/ttyS0,rtscts",
    ],
    "printer.spare": ["none", "lpt1"],
    "printer.roll_m": [4.9, 501.0, -1.0],
    "hospital.address": [
        "", "ftp://a/", "https://u:p@a/", "https://a/?q", "https://a/#f", "https:///x", "a b",
        "http://[::1", "https://a:0/", "https://a:99999/",
    ],
    "hospital.system_patient_code": ["", "abc", "urn:a|b", "urn:a b", "urn:" + "a" * 201],
    "display.window": ["540", "540X960", "0x0", "479x800", "99999x800", "-540x960"],
    "kiosk.hospital_name_vi": ["", " a", "a\tb", "a\u200bb", "e\u0302", "a" * 81],
    "kiosk.languages": [[], ["vi", "vi"], ["VI"], ["vi_VN"], [["vi"]], ["vi"] * 9, ["vi", "fr"]],
    "documents.patient_code": ["", "(", r"^(\d+)$", "(?P<code>a)" + "a" * 500],
    "documents.appointment": ["(?P<code>a)"],
    "log.level": ["INFO", ""],
    "log.file": ["a\0b", "a" * 4097],
}  # fmt: skip


def only(dotted: str, value: Any) -> str:
    section, _, key = dotted.partition(".")
    return f"[{section}]\n{key} = {toml(tuple(value) if isinstance(value, list) else value)}\n"


@pytest.mark.parametrize(("dotted", "value"), [(k, v) for k in GOOD for v in GOOD[k]])
def test_these_values_are_taken(file: Path, dotted: str, value: str) -> None:
    file.write_text(only(dotted, value), "utf-8")
    section, _, key = dotted.partition(".")
    assert getattr(getattr(load(file), section), key) == value


@pytest.mark.parametrize(("dotted", "value"), [(k, v) for k in BAD for v in BAD[k]])
def test_these_values_are_refused(file: Path, dotted: str, value: Any) -> None:
    (told,) = faults(file, only(dotted, value))
    assert told.startswith(f"2: {dotted}: must be ")


def test_plain_http_beyond_this_machine_needs_a_word(file: Path) -> None:
    text = '[hospital]\naddress = "http://his.example/fhir"\n'
    assert len(faults(file, text)) == 1
    file.write_text(text + "allow_plain_http = true\n")
    assert load(file).hospital.allow_plain_http


def test_a_chip_that_must_be_read_needs_a_reader(file: Path) -> None:
    (told,) = faults(file, '[card_reader]\nsource = "none"\nrequired = true\n')
    assert told.startswith("3: card_reader.required: ")
    (told,) = faults(file, '[printer]\ntarget = "cups:a"\nspare = "cups:a"\n')
    assert told.startswith("3: printer.spare: is the same printer")
    file.write_text('[card_reader]\nsource = "pcsc"\nrequired = true\n')
    assert load(file).card_reader.required


@given(st.text(max_size=40))
@hypothesis_settings(max_examples=examples(100), deadline=None)
def test_every_text_is_written_so_that_it_reads_back(text: str) -> None:
    assert tomllib.loads(f"a = {toml(text)}") == {"a": text}


@given(st.text(alphabet="[]{}=.\"'\\#\n a1kiosk", max_size=60))
@hypothesis_settings(
    max_examples=examples(200),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whatever_stands_in_the_file_the_answer_is_settings_or_a_settings_error(
    file: Path, text: str
) -> None:
    file.write_text(text)
    try:
        load(file)
    except SettingsError as error:
        told = str(error)
    else:
        told = f"{file}: read"
    assert told.startswith(f"{file}:")


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


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ('client_id = "k"', "key_file: must be set for hospital.client_id"),
        ('key_file = "k"', "key_file: of no use without hospital.client_id"),
        ('token_address = "https://a/t"', "token_address: of no use without hospital.client_id"),
        (
            'client_id = "k"\nkey_file = "k"\ntoken_file = "t"',
            "token_file: of no use beside hospital.client_id: choose one",
        ),
        (
            'client_id = "k"\nkey_file = "k"\ntoken_address = "http://auth.example/token"',
            "token_address: must be https:// beyond this machine, or set "
            "hospital.allow_plain_http = true",
        ),
        ('client_id = "a b"', "client_id: must be at most 200 of A-Z a-z 0-9 and punctuation"),
        ('scope = "a  b"', "scope: must be at most 64 words with a space between"),
        ('token_address = "ftp://a"', "token_address: must be an http:// or https:// address"),
    ],
)
def test_what_of_access_does_not_fit_together(file: Path, text: str, wrong: str) -> None:
    assert f"hospital.{wrong}" in "\n".join(faults(file, f"[hospital]\n{text}\n"))


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
