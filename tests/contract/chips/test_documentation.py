"""The example of docs/chip-card.md does what it says."""

import re
from pathlib import Path

import pytest

from kiosk.paths import SHARE
from tests.contract.chips.stand import ISSUER, NUMBER, Stand


def test_the_example_reads_a_card(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", (SHARE / "docs/chip-card.md").read_text(), re.S)
    (tmp_path / "csca").mkdir()
    (tmp_path / "csca" / "test.cer").write_bytes(ISSUER.csca_der)
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {"transmit": Stand.of().card.process}
    exec(example.replace("012345", NUMBER[-6:]), names)
    assert "TRAN" in capsys.readouterr().out
    assert isinstance(names["face"], bytes)
