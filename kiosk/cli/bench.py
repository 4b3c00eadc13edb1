"""``kiosk bench``: measure, and compare with what is promised."""

from collections.abc import Callable, Iterable, Iterator

import click

from kiosk.bench.figures import Figure

BENCHMARKS = ("visit", "card", "card-fuzz", "routing", "frontdesk")

Part = tuple[str, Callable[[], Iterable[Figure]]]


@click.command()
@click.argument("name", required=False, type=click.Choice(BENCHMARKS))
@click.option("--visits", type=click.IntRange(200, 3000), help="Visits in one process [2000].")
@click.option("--cases", type=click.IntRange(1, 10_000_000), help="Of card-fuzz [100000].")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def bench(name: str | None, visits: int | None, cases: int | None, as_json: bool) -> None:
    """Measure, and compare with what is promised; without NAME, visit and card.

    card-fuzz damages exchanges with chip cards and looks for what no error was made for; with
    all its cases it takes some minutes. routing simulates two hundred days of a hospital's queue
    at three loads, in about a minute. frontdesk loads the hospital server, on SQLite and on a
    private PostgreSQL, in some minutes.

    Exit status 0 if every figure is met, 3 if one is not.
    """
    from kiosk.bench import figures
    from kiosk.log import start

    start("error")
    measured: list[Figure] = []
    for part, measure in _parts(name, visits, cases):
        click.echo(f"measuring: {part} …", err=True)
        measured += measure()
    click.echo(figures.as_json(measured) if as_json else figures.as_table(measured))
    raise SystemExit(0 if all(figure.met for figure in measured) else 3)


def _parts(name: str | None, visits: int | None, cases: int | None) -> Iterator[Part]:
    """What to measure; imported only when it is."""
    if name in (None, "visit"):
        from kiosk.bench import latency, screen, startup

        yield "starting", startup.startup_figures
        yield "one visit", latency.latency_figures
        yield "many visits", lambda: screen.screen_figures(visits or screen.VISITS)
    if name in (None, "card"):
        from kiosk.bench import card, pcscd

        yield "a chip card", card.card_figures
        if pcscd.MISSING:
            click.echo(f"not measured: PC/SC; {pcscd.WHY_MISSING}", err=True)
        else:
            from kiosk.bench import card_pcscd

            yield "a chip card through pcscd", card_pcscd.pcscd_figures
    if name == "card-fuzz":
        from kiosk.bench import card_fuzz

        yield "damaged chip cards", lambda: card_fuzz.fuzz_figures(cases or card_fuzz.CASES)
    if name == "routing":
        from kiosk.bench import routing

        yield "routing, on simulated days", routing.routing_figures
    if name == "frontdesk":
        yield from _frontdesk()


def _frontdesk() -> Iterator[Part]:
    from kiosk.bench import frontdesk, postgres
    from kiosk.bench.frontdesk_records import postgres_records, sqlite_records

    yield "the hospital server on SQLite", lambda: frontdesk.all_figures(sqlite_records)
    if postgres.MISSING:
        click.echo(f"not measured: PostgreSQL; {postgres.WHY_MISSING}", err=True)
    else:
        yield "the hospital server on PostgreSQL", lambda: frontdesk.all_figures(postgres_records)
