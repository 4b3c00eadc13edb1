"""Machines that lack one thing or another, for ``./run``.

They are made of recording stand-ins for the system's programs, so that nothing is installed and
nothing fetched.
"""

import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[3]
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
