"""The annotated file, and every way in which a file can be wrong."""

import dataclasses
import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from kiosk import config, paths
from kiosk.config import Settings, document, load, reader
from kiosk.config.declared import keys, sections
from kiosk.config.template import toml
from kiosk.errors import SettingsError
from tests.examples import examples
from tests.unit.config.wrong import faults


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
