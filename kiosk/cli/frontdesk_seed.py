"""``kiosk frontdesk seed``: fill the hospital's records."""

from datetime import datetime

import click

from kiosk.cli.frontdesk_records import records_options
from kiosk.cli.told import told


@click.command()
@records_options
@click.option("--seed", "number", default=1, show_default=True, help="Which invented people.")
@click.option(
    "--patients",
    type=click.IntRange(500, 299_976),
    default=500,
    show_default=True,
    help="So many the hospital knows.",
)
@click.option(
    "--tickets",
    type=click.IntRange(0, 100_000),
    default=0,
    show_default=True,
    help="So many are issued, called and seen on the day, until the last one is issued.",
)
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day of appointments and tickets [today].",
)
@click.option("--always-open", is_flag=True, help="No room ever closes: for demonstrations.")
def seed(
    database: str,
    number: int,
    patients: int,
    tickets: int,
    day: datetime | None,
    always_open: bool,
) -> None:
    """Fill the records with invented people, their appointments and tickets of a day.

    The same each time for the same options. Records that were filled with the same seed before
    get what they lack.
    """
    from kiosk.frontdesk.clock import hospital_now
    from kiosk.frontdesk.premises import Premises
    from kiosk.frontdesk.seed import Seeds, seed_records

    seeds = Seeds(day.date() if day else hospital_now().date(), number, patients, tickets)
    with told():
        seed_records(database, Premises.load(always_open=always_open), seeds)
