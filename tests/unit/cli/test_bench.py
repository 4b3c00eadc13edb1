import pytest
from click.testing import CliRunner

from kiosk.cli.bench import bench


@pytest.mark.parametrize("visits", ["199", "3001"])
def test_too_few_visits_say_nothing_and_too_many_do_not_end(visits: str) -> None:
    done = CliRunner().invoke(bench, ["--visits", visits])
    assert done.exit_code == 2
    assert "200<=x<=3000" in done.stderr
