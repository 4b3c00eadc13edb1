"""The lock files and the papers about them say the same."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def locked(name: str) -> dict[str, str]:
    """Versions by package name, of one lock file; those for the oldest Python, which come first
    where there are several."""
    pairs = re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / name).read_text(), re.M)
    return dict(reversed(pairs))


def wanted() -> dict[str, list[str]]:
    """The packages that pyproject.toml names: to run on, for card readers, and to check with."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = {
        "requirements.lock": project["project"]["dependencies"],
        "requirements-pcsc.lock": project["project"]["optional-dependencies"]["pcsc"],
        "requirements-dev.lock": project["dependency-groups"]["dev"],
    }
    return {
        lock: [re.split(r"[\[><=~! ]", one)[0].lower() for one in packages]
        for lock, packages in groups.items()
    }


def test_every_dependency_is_locked_and_its_reason_written_with_that_version() -> None:
    text = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    told = {
        name.lower(): version
        for name, version in re.findall(r"^\| ([\w-]+)(?:\[\w+\])? \| (\d\S*) \|", text, re.M)
    }
    versions = {
        name: locked(lock)[name] for lock, packages in wanted().items() for name in packages
    }
    assert told == versions


def test_tests_run_on_what_the_hospital_gets() -> None:
    runs, checks = locked("requirements.lock"), locked("requirements-dev.lock")
    assert runs.items() < checks.items()


def test_lock_files_name_no_index() -> None:
    for lock in ROOT.glob("requirements*.lock"):
        assert "://" not in lock.read_text(), lock.name
        assert "index" not in lock.read_text(), lock.name


def test_every_locked_version_has_hashes() -> None:
    for lock in ROOT.glob("requirements*.lock"):
        for package in re.findall(r"^[a-z0-9-]+==.*(?:\n .*)*", lock.read_text(), re.M):
            assert "--hash=sha256:" in package
