"""Where an installed kiosk and one in its checkout find the files that come with it."""

import tomllib
from pathlib import Path

from kiosk.paths import ASSETS, DEFAULT_SETTINGS, SEEDS, SHARE, share

PROJECT = Path(__file__).parents[2]


def test_a_checkout_is_its_own_share(tmp_path: Path) -> None:
    package = tmp_path / "kiosk"
    package.mkdir()
    assert share("", package) == tmp_path


def test_a_wheel_brings_its_share_along(tmp_path: Path) -> None:
    brought = tmp_path / "kiosk" / "share"
    brought.mkdir(parents=True)
    assert share("", brought.parent) == brought


def test_what_is_said_comes_first(tmp_path: Path) -> None:
    brought = tmp_path / "kiosk" / "share"
    brought.mkdir(parents=True)
    assert share("/usr/share/kiosk", brought.parent) == Path("/usr/share/kiosk")


def test_a_wheel_brings_all_that_the_kiosk_looks_for() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["packages"] == ["kiosk"]
    brought = wheel["force-include"]
    needed = {str(path.relative_to(SHARE)) for path in (ASSETS, SEEDS, DEFAULT_SETTINGS)}
    assert brought == {name: f"kiosk/share/{name}" for name in needed}
    assert all((PROJECT / name).exists() for name in needed)
