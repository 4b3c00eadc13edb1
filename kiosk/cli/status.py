"""``kiosk status``: what the kiosk that serves on this machine says of itself."""

import json
from pathlib import Path
from typing import Any

import click

from kiosk.cli.held import config_option, settings_of
from kiosk.cli.told import told

OUT_OF_ORDER = 3


@click.command()
@config_option
@click.option("--json", "as_json", is_flag=True, help="The whole report, as one JSON object.")
def status(config: Path | None, as_json: bool) -> None:
    """Ask the kiosk that serves on this machine how it is (docs/readiness.md).

    Exit status 0 if it serves patients, 3 if it is out of order, 1 if none answers, 2 for wrong
    settings.
    """
    from kiosk.app.readiness.asking import ask

    with told():
        report = ask(settings_of(config).status.listen)
    if as_json:
        click.echo(json.dumps(report, ensure_ascii=False))
    else:
        _tell(report)
    raise SystemExit(OUT_OF_ORDER if report["state"] == "out-of-order" else 0)


def _tell(report: dict[str, Any]) -> None:
    from kiosk.app.readiness.to_do import to_do

    cause = f" ({report['cause']})" if report["cause"] else ""
    click.echo(f"{report['kiosk']}: {report['state']}{cause}, version {report['version']}")
    for one in report["devices"]:
        click.echo(f"{'ok' if one['well'] else '!!':2}  {one['device']:14} {one['state']}")
        for words in (one["reason"], to_do(one)):
            if words:
                click.echo(f"{'':20}{words}")
    for one in report["paper"]:
        if one["left_tickets"] is not None:
            left = f"{one['left_mm']} mm, about {one['left_tickets']} tickets"
            click.echo(f"    {one['printer']:14} paper left: {left}")
    if report["journal"]:
        owed = {kind: n for kind, n in report["journal"]["owed"].items() if n}
        words = ", ".join(f"{n} {kind}" for kind, n in owed.items()) or "nothing"
        click.echo(f"    {'owed':14} {words}")
    if report["last_ticket"]:
        click.echo(f"    {'last ticket':14} {report['last_ticket']['at']}")
