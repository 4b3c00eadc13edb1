"""``kiosk doctor``: each device and the hospital, its state, and what to do."""

import asyncio
import json
import tempfile
from pathlib import Path

import click

from kiosk.cli.held import config_option, settings_of, start_log
from kiosk.cli.told import told

NOT_WELL = 3


@click.command()
@config_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def doctor(config: Path | None, as_json: bool) -> None:
    """Look at each device and the hospital, and say what to do where something is wrong.

    Exit status 0 if patients can be served in full, 3 if not, 2 for wrong settings.
    """
    from kiosk.app.checkup import examine
    from kiosk.app.kiosk import Kiosk
    from kiosk.app.state import state_folder

    with told():
        settings = settings_of(config)
        start_log(settings, "error")
        with tempfile.TemporaryDirectory() as data:
            kiosk = Kiosk(settings, Path(data))
            try:
                findings = asyncio.run(examine(kiosk, state_folder()))
            finally:
                kiosk.close()
    well = all(finding.well for finding in findings)
    if as_json:
        parts = [
            {"part": f.part, "well": f.well, "state": f.state, "to_do": f.to_do} for f in findings
        ]
        click.echo(json.dumps({"well": well, "parts": parts}, ensure_ascii=False))
    else:
        for finding in findings:
            click.echo(f"{'ok' if finding.well else '!!':2}  {finding.part:14} {finding.state}")
            if finding.to_do:
                click.echo(f"{'':20}{finding.to_do}")
    raise SystemExit(0 if well else NOT_WELL)
