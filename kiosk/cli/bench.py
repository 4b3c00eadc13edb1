"""``kiosk bench``: measure, and compare with what is promised."""

import click

BENCHMARKS = ("visit",)


@click.command()
@click.argument("name", required=False, type=click.Choice(BENCHMARKS))
@click.option("--visits", type=click.IntRange(200, 3000), help="Visits in one process [2000].")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def bench(name: str | None, visits: int | None, as_json: bool) -> None:
    """Measure, and compare with what is promised; without NAME, everything.

    Exit status 0 if every figure is met, 3 if one is not.
    """
    from kiosk.bench import figures, latency, screen, startup
    from kiosk.log import start

    start("error")
    measured = []
    for part, measure in (
        ("starting", startup.startup_figures),
        ("one visit", latency.latency_figures),
        ("many visits", lambda: screen.screen_figures(visits or screen.VISITS)),
    ):
        click.echo(f"measuring: {part} …", err=True)
        measured += measure()
    click.echo(figures.as_json(measured) if as_json else figures.as_table(measured))
    raise SystemExit(0 if all(figure.met for figure in measured) else 3)
