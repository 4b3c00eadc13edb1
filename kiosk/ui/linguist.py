"""Keep the translation files up to date: ``python -m kiosk.ui.linguist``.

Collects the words of view models and QML into every ``assets/translations/kiosk_<code>.ts``
with Qt's ``lupdate`` (a translator then fills in what is unfinished), and compiles them to the
``.qm`` that the kiosk loads with ``lrelease``. Both come with PySide6.
"""

import subprocess
import sys
from pathlib import Path

from kiosk.ui.translation import TRANSLATIONS

UI = Path(__file__).parent
TOOLS = Path(sys.executable).parent


def collect(target: Path) -> None:
    """Bring one ``.ts`` file in line with the words in the source. What is gone is dropped."""
    sources = sorted([*UI.rglob("*.py"), *UI.rglob("*.qml")])
    _run(
        *("pyside6-lupdate", "-silent", "-no-obsolete", "-locations", "none"),
        *("-source-language", "en", "-target-language", target.stem.removeprefix("kiosk_")),
        *map(str, sources),
        *("-ts", str(target)),
    )


def release(source: Path, target: Path) -> None:
    """Compile a ``.ts`` file."""
    _run("pyside6-lrelease", "-silent", str(source), "-qm", str(target))


def _run(tool: str, *arguments: str) -> None:
    subprocess.run([TOOLS / tool, *arguments], check=True, timeout=60)  # noqa: S603 - our own words


def main() -> None:
    for file in sorted(TRANSLATIONS.glob("kiosk_*.ts")):
        collect(file)
        release(file, file.with_suffix(".qm"))


if __name__ == "__main__":
    main()
