"""The adapter that ``docs/adapters.md`` shows is a whole one: it passes the suite, installed as
the page says."""

import copy
import sys
import textwrap
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.hospital.adapters import GROUP, adapter
from kiosk.hospital.conformance import HospitalConformance, NetworkConformance
from tests.contract.adapters.hospital import OwnHospital
from tests.contract.adapters.own_server import running

PAGE = Path(__file__).resolve().parents[3] / "docs" / "adapters.md"


def blocks(language: str) -> list[str]:
    """The blocks of code of the page in this language."""
    text = PAGE.read_text("utf-8")
    return [part.partition("```")[0] for part in text.split(f"```{language}\n")[1:]]


@pytest.fixture(scope="module")
def _installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The package of the page where Python finds it, and the name of its entry point."""
    folder = tmp_path_factory.mktemp("site-packages")
    (folder / "example_hospital.py").write_text(blocks("python")[0], "utf-8")
    points = tomllib.loads(blocks("toml")[0])["project"]["entry-points"][GROUP]
    info = folder / "example_hospital-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        textwrap.dedent("""\
            Metadata-Version: 2.1
            Name: example-hospital
            Version: 1.0
            """)
    )
    lines = [f"{name} = {place}" for name, place in points.items()]
    (info / "entry_points.txt").write_text("\n".join([f"[{GROUP}]", *lines]))
    sys.path.insert(0, str(folder))
    yield tomllib.loads(blocks("toml")[1])["hospital"]["kind"]
    sys.path.remove(str(folder))
    sys.modules.pop("example_hospital", None)


@pytest.fixture(scope="module")
def under_test(_installed: str) -> Iterator[OwnHospital]:
    with running() as server:
        yield OwnHospital(server, adapter(_installed))


@pytest.mark.slow
class TestExampleHospital(HospitalConformance):
    pass


@pytest.mark.slow
class TestExampleHospitalOnABadNetwork(NetworkConformance):
    @pytest.fixture
    def under_test(self, under_test: OwnHospital) -> OwnHospital:
        """The same people, in less time."""
        hurried = copy.copy(under_test)
        hurried.deadline = 0.5
        return hurried


def test_the_pages_test_module_collects(tmp_path: Path) -> None:
    """But for the hospital's own server, which is not ours to show."""
    source = blocks("python")[1].replace(
        "from our_test_server import OurTestServer", "OurTestServer = object"
    )
    module: dict[str, object] = {}
    exec(compile(source, "test_example_hospital.py", "exec"), module)
    for name in ("TestExampleHospital", "TestExampleHospitalOnABadNetwork"):
        collected = module[name]
        assert isinstance(collected, type)
        assert [one for one in dir(collected) if one.startswith("test_")]
