"""The insurance table in the settings: keys that are no identifiers."""

from pathlib import Path

import pytest

from kiosk.config import Settings, document, load, override
from kiosk.errors import SettingsError


def read(tmp_path: Path, text: str) -> Settings:
    file = tmp_path / "kiosk.toml"
    file.write_text(text, "utf-8")
    return load(file)


@pytest.mark.parametrize("key", ['"060"', "'060'", "060"])
def test_a_policy_is_set_by_its_code(tmp_path: Path, key: str) -> None:
    found = read(tmp_path, f'[insurance]\n{key} = "self-pay"\n').insurance.policies()
    assert found == Settings().insurance.policies() | {"060": "self-pay"}


def test_what_is_no_code_or_no_policy_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        read(
            tmp_path,
            '[insurance]\n"069" = "desk"\n"060" = "none"\n"061" = 3\ncode_070 = "desk"\n',
        )
    told = [line.partition("kiosk.toml:")[2] for line in str(caught.value).splitlines()]
    assert told[0].startswith("2: insurance.069: no such setting (did you mean 0")
    policies = "covered, covered-desk, desk, self-pay, unverified"
    assert told[1:3] == [
        f"3: insurance.060: must be one of {policies}",
        "4: insurance.061: must be text in quotes",
    ]
    assert told[3].startswith("5: insurance.code_070: no such setting")


def test_a_policy_that_was_set_is_written_back(tmp_path: Path) -> None:
    changed = read(tmp_path, '[insurance]\n"060" = "self-pay"\n')
    assert '"060" = "self-pay"' in document(changed)
    assert read(tmp_path, document(changed)) == changed


def test_a_policy_can_be_set_for_once() -> None:
    assert override(Settings(), {"insurance.060": "covered"}).insurance.code_060 == "covered"
    with pytest.raises(SettingsError, match=r"insurance\.060: must be one of covered"):
        override(Settings(), {"insurance.060": "none"})
