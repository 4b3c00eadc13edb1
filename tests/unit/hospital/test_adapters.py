"""Kinds of hospitals, ours and those of installed packages."""

import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk.app.kiosk import hospital_of
from kiosk.cli.settings import settings as command
from kiosk.config import Settings
from kiosk.config.override import override
from kiosk.errors import SettingsError
from kiosk.hospital.adapters import BUILT_IN, GROUP, adapter, kinds
from kiosk.hospital.base import Hospital
from kiosk.hospital.fhir import FhirHospital
from kiosk.hospital.plain_fhir.adapter import PlainFhirHospital
from kiosk.hospital.site import Site

ROOT = Path(__file__).resolve().parents[3]
ADDRESS = "https://his.example/fhir"

Install = Callable[[str, str, str], None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Put a package where Python finds it, as its installation would: name of the package, its
    entry points, its one module."""
    monkeypatch.syspath_prepend(tmp_path)

    def installed(package: str, points: str, source: str) -> None:
        info = tmp_path / f"{package}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[{GROUP}]\n{points}\n")
        (tmp_path / f"{package}.py").write_text(source)
        monkeypatch.delitem(sys.modules, package, raising=False)

    return installed


OURS = """
from kiosk.hospital.fhir import FhirHospital

def at(site):
    return FhirHospital("https://" + site.chosen({"host": "none"})["host"])
"""


def test_ours_are_declared_for_installed_kiosks_too() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert declared["project"]["entry-points"][GROUP] == dict(BUILT_IN)


@pytest.mark.parametrize(
    ("kind", "made"), [("fhir", FhirHospital), ("plain-fhir", PlainFhirHospital)]
)
def test_ours_are_found_by_name(kind: str, made: type[Hospital]) -> None:
    assert isinstance(adapter(kind)(Site(ADDRESS)), made)
    assert kind in kinds()


@pytest.mark.parametrize("kind", BUILT_IN)
def test_ours_can_be_loaded(kind: str) -> None:
    assert callable(adapter(kind))


def test_a_package_brings_its_own(install: Install) -> None:
    install("ours_health", "our-health = ours_health:at", OURS)
    assert "our-health" in kinds()
    made = adapter("our-health")(Site(ADDRESS, options={"host": "his.example"}))
    assert isinstance(made, FhirHospital)


def test_no_package_takes_the_place_of_ours(install: Install) -> None:
    install("thief", "fhir = thief:at", "at = None\n")
    assert isinstance(adapter("fhir")(Site(ADDRESS)), FhirHospital)
    assert kinds().count("fhir") == 1


def test_a_kind_that_there_is_not_is_told_with_those_that_there_are() -> None:
    with pytest.raises(SettingsError, match=r"hospital\.kind: there is no fihr, only fhir, plain"):
        adapter("fihr")


def test_two_packages_of_one_name(install: Install) -> None:
    install("one_health", "health = one_health:at", OURS)
    install("two_health", "health = two_health:at", OURS)
    with pytest.raises(SettingsError, match="several packages"):
        adapter("health")


@pytest.mark.parametrize(
    "source", ["raise ImportError('no driver')\n", "x = 1\n", "def at(:\n"], ids=str.split
)
def test_a_package_that_cannot_be_loaded(install: Install, source: str) -> None:
    install("broken_health", "broken = broken_health:at", source)
    with pytest.raises(SettingsError, match=r"hospital\.kind: broken cannot be loaded"):
        adapter("broken")


@pytest.mark.parametrize("kind", ["fhir", "plain-fhir"])
def test_an_option_that_an_adapter_does_not_know(kind: str) -> None:
    with pytest.raises(SettingsError, match=r"hospital\.options: .* has no colour"):
        adapter(kind)(Site(ADDRESS, options={"colour": "red"}))


def test_the_settings_choose(install: Install) -> None:
    install("ours_health", "our-health = ours_health:at", OURS)
    settings = override(
        Settings(),
        {
            "hospital.address": ADDRESS,
            "hospital.kind": "our-health",
            "hospital.options": ("host=10.0.0.7",),
        },
    )
    assert isinstance(hospital_of(settings, ADDRESS), FhirHospital)


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"hospital.kind": "plain-fhir"}, "must be fhir for hospital.address = embedded"),
        ({"hospital.kind": "Plain FHIR"}, "hospital.kind: must be"),
        ({"hospital.options": ("host",)}, "hospital.options: must be"),
        ({"hospital.options": ("host=a", "host=b")}, "hospital.options: must be"),
        ({"hospital.options": ("host=a\nb",)}, "hospital.options: must be"),
        ({"hospital.options": (7,)}, "hospital.options: must be"),
    ],
)
def test_settings_that_make_no_sense(values: dict[str, object], why: str) -> None:
    with pytest.raises(SettingsError, match=why):
        override(Settings(), values)


def test_a_site_shows_no_token() -> None:
    assert "geheim" not in repr(Site(ADDRESS, token="geheim"))


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('kind = "fihr"', "hospital.kind: there is no fihr"),
        ('kind = "plain-fhir"\noptions = ["colour=red"]', "hospital.options: this kind of"),
        ('ca_file = "/not/on/this/machine"', "hospital."),
    ],
)
def test_the_check_of_a_file_asks_the_adapter(tmp_path: Path, line: str, says: str) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text(f'[hospital]\naddress = "{ADDRESS}"\n{line}\n')
    told = CliRunner().invoke(command, ["--config", str(file), "--check"])
    assert told.exit_code == 2
    assert says in told.stderr
    file.write_text(f'[hospital]\naddress = "{ADDRESS}"\nkind = "plain-fhir"\n')
    told = CliRunner().invoke(command, ["--config", str(file), "--check"])
    assert (told.exit_code, told.stdout) == (0, "The settings are right.\n")
