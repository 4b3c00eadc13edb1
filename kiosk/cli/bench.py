"""``kiosk bench``: measure, and compare with what is promised."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path

import click

from kiosk.bench.figures import Figure

VISION = tuple(
    f"vision-{part}" for part in ("process", "screen", "codes", "faces", "attacks", "identify")
)
BENCHMARKS = (
    *("visit", "card", "card-fuzz", "routing", "frontdesk"),
    *("journal", "power-cuts", "soak", "vision", *VISION),
)
_SCREENS = range(200, 3001)
"""So many visits say something, and there are patients and services for them."""
_PRESENTATIONS = 1
"""Of each attack, as a part of vision; alone it tries more."""
_EMPTY = 300
"""Frames without a code, as a part of vision."""
_LOOKED = 10_000
"""Frames with a code between which memory must not grow, as a part of vision."""

Part = tuple[str, Callable[[], Iterable[Figure]]]


@click.command()
@click.argument("name", required=False, type=click.Choice(BENCHMARKS))
@click.option(
    "--visits",
    type=click.IntRange(100, 100_000),
    help=f"Visits in one process [2000, at most {_SCREENS[-1]}; 10000 in soak].",
)
@click.option("--seed", type=int, help="Of what breaks in soak, and when in power-cuts [1].")
@click.option("--cuts", type=click.IntRange(1, 100_000), help="Of power-cuts [500].")
@click.option(
    "--audit",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Of power-cuts: write each difference to this file, a line each.",
)
@click.option("--cases", type=click.IntRange(1, 10_000_000), help="Of card-fuzz [100000].")
@click.option(
    "--presentations",
    type=click.IntRange(1, 1000),
    help="Of each attack on faces [1; 6 in vision-attacks].",
)
@click.option(
    "--brief",
    is_flag=True,
    help="Of vision and its parts, only so much that each is seen to work.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def bench(
    name: str | None,
    visits: int | None,
    seed: int | None,
    cuts: int | None,
    audit: Path | None,
    cases: int | None,
    presentations: int | None,
    brief: bool,
    as_json: bool,
) -> None:
    """Measure, and compare with what is promised; without NAME, visit and card.

    card-fuzz damages exchanges with chip cards and looks for what no error was made for; with all
    its cases it takes some minutes. routing simulates two hundred days of a hospital's queue at
    three loads, in about a minute. frontdesk loads the hospital server, on SQLite and on a
    private PostgreSQL, in some minutes. soak breaks one device after the other in ten thousand
    visits, in ten minutes, and compares what hospital, journal and paper say (docs/faults.md).
    power-cuts kills a kiosk in the middle of its visits and compares the same, in ten
    minutes (docs/power-cuts.md). journal measures its writes, its start and its replay.
    vision measures the kiosk's eyes (codes, faces, their process, the screen meanwhile) in less
    than half an hour; vision-codes and the like are its parts, some of which do more alone.

    Exit status 0 if every figure is met, 3 if one is not.
    """
    if name in (None, "visit") and visits is not None and visits not in _SCREENS:
        raise click.BadParameter(
            f"{visits} is not in the range {_SCREENS[0]}<=x<={_SCREENS[-1]}", param_hint="--visits"
        )
    from kiosk.bench import figures
    from kiosk.log import start

    start("error")
    measured: list[Figure] = []
    for part, measure in chain(
        _parts(name, visits, cases),
        _soak(name, visits, seed),
        _power(name, cuts, seed, audit),
        _vision(name, presentations, brief),
    ):
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


def _soak(name: str | None, visits: int | None, seed: int | None) -> Iterator[Part]:
    if name == "soak":
        from kiosk.bench import soak

        def told(line: str) -> None:
            click.echo(line, err=True)

        wanted = soak.SEED if seed is None else seed
        yield (
            "visits while everything breaks",
            lambda: soak.soak_figures(visits or soak.VISITS, wanted, told),
        )


def _power(
    name: str | None, cuts: int | None, seed: int | None, audit: Path | None
) -> Iterator[Part]:
    if name == "journal":
        from kiosk.bench import journal

        yield "the journal", journal.journal_figures
    if name == "power-cuts":
        from kiosk.bench import power_cuts

        def told(done: int) -> None:
            if done % 50 == 0:
                click.echo(f"{done} cuts", err=True)

        count = cuts or power_cuts.CUTS
        wanted = power_cuts.SEED if seed is None else seed
        yield (
            "visits whose power is cut",
            lambda: power_cuts.power_cut_figures(count, wanted, audit, told),
        )


def _vision(name: str | None, presentations: int | None, brief: bool) -> Iterator[Part]:
    """What other work on the machine spoils most comes first."""
    wanted = VISION if name == "vision" else (name,)
    if "vision-process" in wanted:
        from kiosk.bench import vision_process

        yield "the eyes' process", vision_process.process_figures
    if "vision-screen" in wanted:
        from kiosk.bench import vision_screen

        shown = 1 if brief else vision_screen.VISITS
        yield "the screen meanwhile", lambda: vision_screen.screen_figures(shown)
    if "vision-codes" in wanted:
        from kiosk.bench import vision_codes

        counts = {"empty": _EMPTY, "looked": _LOOKED} if name == "vision" else {}
        if brief:
            counts = {"frames": 28, "payloads": 30, "empty": 4, "hinted": 1, "looked": 200}
        yield "codes", lambda: vision_codes.code_figures(**counts)
    if "vision-faces" in wanted:
        from kiosk.bench import vision_faces

        yield "faces", vision_faces.face_figures
    if "vision-attacks" in wanted:
        from kiosk.bench import vision_attacks

        usual = _PRESENTATIONS if name == "vision" else vision_attacks.PRESENTATIONS
        tries = presentations or (1 if brief else usual)
        yield "attacks on faces", lambda: vision_attacks.attack_figures(tries)
    if "vision-identify" in wanted:
        from kiosk.bench import vision_identify

        enrolled = 2_000 if brief else vision_identify.ENROLLED
        yield "a face among many", lambda: vision_identify.identify_figures(enrolled)


def _frontdesk() -> Iterator[Part]:
    from kiosk.bench import frontdesk, postgres
    from kiosk.bench.frontdesk_records import postgres_records, sqlite_records

    yield "the hospital server on SQLite", lambda: frontdesk.all_figures(sqlite_records)
    if postgres.MISSING:
        click.echo(f"not measured: PostgreSQL; {postgres.WHY_MISSING}", err=True)
    else:
        yield "the hospital server on PostgreSQL", lambda: frontdesk.all_figures(postgres_records)
