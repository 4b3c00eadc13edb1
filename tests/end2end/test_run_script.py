"""``./run`` on machines that lack one thing or another.

The machines are made of recording stand-ins for the system's programs, so that nothing is
installed and nothing fetched here.
"""

import shutil
import subprocess
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

PLAIN = (
    "basename", "cat", "chmod", "cksum", "cp", "dirname", "env", "grep", "mkdir", "mktemp", "mv",
    "readlink", "rm", "sh", "tr",
)  # fmt: skip

PYTHON = """#!/bin/sh
# Stands in for Python and for what an environment holds.
here=$(dirname "$0") name=$(basename "$0")
case "$name $*" in
*"version_info"*) exit {old};;
*"ensurepip"*) exit 0;;
*" --version") echo "Python 3.{minor}.0";;
*Python.h*) [ -e "$RECORD.headers" ];;
"pip "*) echo "pip $*" >>"$RECORD"; cp "$0" "$here/uv";;
"uv "*) echo "uv $*" >>"$RECORD";;
*" -m venv "*) for last; do :; done
    mkdir -p "$last/bin"
    for tool in python pip ruff mypy lint-imports; do cp "$0" "$last/bin/$tool"; done;;
*) echo "$name $*"; echo "in $PWD with $PYTHONPATH"; ! grep -qsF "$name $*" "$RECORD.failing";;
esac
"""


class Machine:
    """A checkout with the script, and a ``PATH`` that holds nothing but what is put there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.checkout = folder / "a checkout"
        self.programs = folder / "programs"
        self.record = folder / "record"
        self.temporary = folder / "tmp"
        for made in (self.checkout, self.programs, self.temporary):
            made.mkdir()
        shutil.copy(ROOT / "run", self.checkout)
        for lock in ROOT.glob("requirements*.lock"):
            (self.checkout / lock.name).write_text(f"# {lock.name}\n")
        self.npos = self.checkout / "tests" / "contract" / "printers" / "npos"
        self.npos.mkdir(parents=True)
        (self.npos / "package-lock.json").write_text("{}\n")
        for name in PLAIN:
            (self.programs / name).symlink_to(str(shutil.which(name)))
        self.is_user(0)
        self.knows_all_packages_but("*t64")
        self.has_all_packages_but("none")
        self.has("apt-get")
        self.has("uv")
        self.has("npm")
        self.has_python("python3", 11)
        self.record.touch()
        self.headers = self.record.with_suffix(".headers")
        self.headers.touch()

    def has(self, name: str, body: str = "") -> None:
        """A program that records how it is called, and does ``body``."""
        self._program(name, f'#!/bin/sh\necho "{name} $*" >>"$RECORD"\n{body}\n')

    def has_python(self, name: str, minor: int) -> None:
        self._program(
            name, PYTHON.replace("{minor}", str(minor)).replace("{old}", str(int(minor < 11)))
        )

    def has_all_packages_but(self, pattern: str) -> None:
        self._program(
            "dpkg-query", f"#!/bin/sh\ncase $4 in {pattern}) ;; *) echo installed;; esac\n"
        )

    def knows_all_packages_but(self, pattern: str) -> None:
        self._program(
            "apt-cache",
            f"#!/bin/sh\ncase $2 in {pattern}) echo '  Candidate: (none)';; "
            "*) echo '  Candidate: 1.0';; esac\n",
        )

    def is_user(self, number: int) -> None:
        self._program("id", f"#!/bin/sh\necho {number}\n")

    def lacks(self, *names: str) -> None:
        for name in names:
            (self.programs / name).unlink()

    def fails(self, *calls: str) -> None:
        """These calls of programs in the environment fail."""
        self.record.with_suffix(".failing").write_text("".join(f"{call}\n" for call in calls))

    def _program(self, name: str, text: str) -> None:
        program = self.programs / name
        program.write_text(text)
        program.chmod(0o755)

    def run(self, *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self.checkout / "run"), *arguments],
            cwd=cwd or self.folder,
            env={
                "PATH": str(self.programs),
                "RECORD": str(self.record),
                "TMPDIR": str(self.temporary),
            },
            capture_output=True,
            text=True,
            timeout=20,
        )

    def calls(self) -> list[str]:
        """How the system's programs were called since this was last asked."""
        calls = self.record.read_text().splitlines()
        self.record.write_text("")
        return calls

    def sync(self, *locks: str) -> str:
        """The call that brings ``.venv`` in line with lock files."""
        python = self.checkout / ".venv" / "bin" / "python"
        build = self.checkout / "requirements-pcsc-build.lock"
        return (
            f"uv pip sync --python {python} --require-hashes --build-constraints {build} "
            + " ".join(str(self.checkout / lock) for lock in locks)
        )

    @property
    def run_set_up(self) -> list[str]:
        return [self.sync("requirements.lock")]

    @property
    def readers_set_up(self) -> list[str]:
        return [self.sync("requirements.lock", "requirements-pcsc.lock")]

    @property
    def test_set_up(self) -> list[str]:
        return [self.sync("requirements-dev.lock", "requirements-pcsc.lock"), self.npm_ci]

    @property
    def npm_ci(self) -> str:
        return f"npm ci --prefix {self.npos} --ignore-scripts --no-audit --no-fund"


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_a_command_of_the_kiosk_is_run_where_the_user_stands(machine: Machine) -> None:
    done = machine.run("scan", "a b", "*", cwd=machine.programs)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "python -P -m kiosk scan a b *",
        f"in {machine.programs} with {machine.checkout}",
    ]
    assert machine.calls() == machine.run_set_up


def test_the_status_of_a_command_is_handed_on(machine: Machine) -> None:
    machine.fails("python -P -m kiosk scan")
    assert machine.run("scan").returncode == 1


def test_without_a_command_the_commands_are_listed(machine: Machine) -> None:
    assert machine.run().stdout.startswith("python -P -m kiosk --help\n")


def test_the_second_time_there_is_nothing_to_do(machine: Machine) -> None:
    machine.run("doctor")
    machine.calls()
    started = time.monotonic()
    done = machine.run("doctor")
    assert time.monotonic() - started < 1
    assert (done.returncode, done.stderr, machine.calls()) == (0, "", [])


@pytest.mark.parametrize("changed", ["run", "requirements.lock", "requirements-pcsc.lock"])
def test_what_changed_is_set_up_again(machine: Machine, changed: str) -> None:
    machine.run("doctor")
    machine.calls()
    with (machine.checkout / changed).open("a") as file:
        file.write("# changed\n")
    machine.run("doctor")
    assert machine.calls() == machine.run_set_up


def test_a_set_up_that_was_broken_off_is_done_again(machine: Machine) -> None:
    machine.has("uv", "exit 2")
    assert machine.run("doctor").returncode == 2
    machine.has("uv")
    machine.calls()
    assert machine.run("doctor").returncode == 0
    assert machine.calls() == machine.run_set_up


def test_tests_bring_their_tools_and_the_demo_keeps_them(machine: Machine) -> None:
    machine.run("doctor")
    machine.calls()
    machine.run("test")
    assert machine.calls() == machine.test_set_up
    machine.run("demo")
    assert machine.calls() == []
    (machine.checkout / "requirements.lock").write_text("# changed\n")
    machine.run("demo")
    assert machine.calls() == machine.test_set_up


def test_only_tests_bring_the_packages_of_tests(machine: Machine) -> None:
    machine.has_all_packages_but("cups")
    machine.run("demo")
    assert machine.calls() == machine.run_set_up
    machine.run("test")
    assert machine.calls()[0].endswith(" -y cups")


@pytest.mark.parametrize("there", [True, False])
def test_tests_go_on_without_the_parser_that_npm_fetches(machine: Machine, there: bool) -> None:
    if there:
        machine.has("npm", "exit 1")
    else:
        machine.lacks("npm")
    done = machine.run("test")
    assert done.returncode == 0, done.stderr
    assert "its tests are skipped" in done.stderr
    machine.calls()
    machine.has("npm")
    machine.run("test")
    assert machine.calls() == machine.test_set_up, "tried again"
    (machine.npos / "package-lock.json").write_text("{}  \n")
    machine.run("test")
    assert machine.npm_ci in machine.calls(), "another version is locked"


def test_card_readers_are_set_up_when_asked_for_and_kept(machine: Machine) -> None:
    machine.has_all_packages_but("pcscd|libccid")
    machine.run("demo")
    assert machine.calls() == machine.run_set_up, "nothing is compiled for a demonstration"
    done = machine.run("card-readers")
    assert done.returncode == 0, done.stderr
    assert "set card_reader.source to pcsc" in done.stderr
    install, *sync = machine.calls()
    assert install.endswith(" -y pcscd libccid")
    assert sync == machine.readers_set_up
    machine.run("doctor")
    assert machine.calls() == []
    (machine.checkout / "requirements.lock").write_text("# changed\n")
    machine.run("doctor")
    assert machine.calls()[1:] == machine.readers_set_up


def test_testers_have_what_card_readers_need(machine: Machine) -> None:
    machine.run("test")
    assert machine.calls() == machine.test_set_up
    assert machine.run("card-readers").returncode == 0
    assert machine.calls() == []


def test_headers_of_python_are_installed_where_they_are_missing(machine: Machine) -> None:
    machine.headers.unlink()
    machine.has_all_packages_but("python3-dev")
    assert machine.run("demo").returncode == 0
    assert machine.calls() == machine.run_set_up
    machine.run("card-readers")
    install, *sync = machine.calls()
    assert install.endswith(" -y python3-dev")
    assert sync == machine.readers_set_up


def test_where_nothing_can_be_compiled_the_kiosk_runs_without_card_readers(
    machine: Machine,
) -> None:
    machine.has("uv", 'case "$*" in *requirements-pcsc.lock) exit 1;; esac')
    for _ in range(2):
        done = machine.run("card-readers")
        assert done.returncode == 1
        assert "card readers cannot be used" in done.stderr
        assert machine.calls() == machine.readers_set_up + machine.run_set_up
    assert machine.run("doctor").stdout.startswith("python -P -m kiosk doctor")
    assert machine.calls() == machine.run_set_up
    done = machine.run("test")
    assert "card readers cannot be used" in done.stderr
    assert "python -P -m pytest" in done.stdout


def test_missing_packages_are_named_and_installed(machine: Machine) -> None:
    machine.has_all_packages_but("libegl1|libzbar0*")
    done = machine.run("doctor")
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[0] == "Installing system packages: libegl1 libzbar0 "
    install, sync = machine.calls()
    assert install.endswith(" install --no-install-recommends -y libegl1 libzbar0")
    assert [sync] == machine.run_set_up


def test_libraries_are_installed_by_their_newer_name_where_it_is_known(machine: Machine) -> None:
    machine.has_all_packages_but("libzbar0*")
    machine.knows_all_packages_but("libzbar0")
    assert "Installing system packages: libzbar0t64 \n" in machine.run("doctor").stderr


def test_either_name_of_a_library_will_do(machine: Machine) -> None:
    machine.has_all_packages_but("libzbar0|libglib2.0-0t64")
    assert machine.run("doctor").returncode == 0
    assert machine.calls() == machine.run_set_up


def test_whoever_is_not_root_uses_sudo(machine: Machine) -> None:
    machine.is_user(1000)
    machine.has("sudo", '"$@"')
    machine.has_all_packages_but("libegl1")
    assert machine.run("doctor").returncode == 0
    assert machine.calls()[0].startswith("sudo env DEBIAN_FRONTEND=noninteractive apt-get ")


def test_package_lists_are_brought_up_to_date_where_that_is_needed(machine: Machine) -> None:
    machine.has_all_packages_but("libegl1")
    machine.has("apt-get", 'case "$*" in *update) >"$0.new";; *) [ -e "$0.new" ];; esac')
    done = machine.run("doctor")
    assert done.returncode == 0
    assert "could not" not in done.stderr
    calls = [call for call in machine.calls() if call.startswith("apt-get ")]
    assert [next(w for w in call.split() if w in ("install", "update")) for call in calls] == [
        "install", "update", "install",
    ]  # fmt: skip


@pytest.mark.parametrize("lacking", ["packages", "sudo"])
def test_what_cannot_be_installed_is_said_each_time_and_the_command_tried(
    machine: Machine, lacking: str
) -> None:
    machine.has_all_packages_but("libegl1")
    if lacking == "sudo":
        machine.is_user(1000)
    else:
        machine.has("apt-get", "exit 100")
    for _ in range(2):
        done = machine.run("doctor")
        assert "They could not be installed. As root: apt-get install libegl1" in done.stderr
        assert done.stdout.startswith("python -P -m kiosk doctor")


def test_other_distributions_are_told_what_is_needed_once(machine: Machine) -> None:
    machine.lacks("apt-get", "apt-cache", "dpkg-query")
    done = machine.run("doctor")
    assert done.stdout.startswith("python -P -m kiosk doctor")
    assert "libegl1" in done.stderr
    assert machine.run("doctor").stderr == ""


def test_an_old_python_is_refused_by_name(machine: Machine) -> None:
    machine.has_python("python3", 9)
    done = machine.run("doctor")
    assert done.returncode == 1
    assert "needs Python 3.11 or newer" in done.stderr
    assert "Here is Python 3.9.0." in done.stderr
    assert machine.calls() == []


def test_a_newer_python_beside_an_old_one_is_found(machine: Machine) -> None:
    machine.has_python("python3", 9)
    machine.has_python("python3.12", 12)
    assert machine.run("doctor").returncode == 0


def test_a_missing_python_is_installed_like_a_library(machine: Machine) -> None:
    (machine.programs / "python3").rename(machine.programs / "later")
    machine.has_all_packages_but("python3")
    machine.has("apt-get", f'mv "{machine.programs}/later" "{machine.programs}/python3"')
    done = machine.run("doctor")
    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith("Installing system packages: python3 \n")


def test_uv_is_fetched_by_its_hash_where_there_is_none(machine: Machine) -> None:
    machine.lacks("uv")
    machine.run("doctor")
    fetch, sync = machine.calls()
    assert fetch.startswith("pip install ")
    assert fetch.endswith(f"--require-hashes -r {machine.checkout}/requirements-uv.lock")
    assert [sync] == machine.run_set_up
    machine.run("test")
    assert machine.calls() == machine.test_set_up, "fetched once"


CHECKS = ["ruff check", "ruff format", "lint-imports", "mypy"]
PYTEST = "python -P -m pytest -n auto --dist loadfile --max-worker-restart 0 "


def test_all_checks_run_beside_the_tests_and_are_told_after_them(machine: Machine) -> None:
    done = machine.run("test", "-m", "not slow", cwd=machine.programs)
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        f"{PYTEST}-m not slow",
        f"in {machine.checkout} with {machine.checkout}",
        *(f"{name}: passed" for name in CHECKS),
    ]
    assert list(machine.temporary.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("ruff check", "ruff check ."),
        ("ruff format", "ruff format --check ."),
        ("lint-imports", "lint-imports "),
        ("mypy", "mypy "),
    ],
)
def test_a_failed_check_is_shown_and_counts(machine: Machine, name: str, call: str) -> None:
    machine.fails(call)
    done = machine.run("test")
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert lines[lines.index(f"{name}: FAILED") + 1] == call
    assert done.stdout.count("FAILED") == 1
    assert PYTEST.strip() in done.stdout, "the tests run all the same"


def test_a_failed_test_counts(machine: Machine) -> None:
    machine.fails(PYTEST)
    assert machine.run("test").returncode == 1
