"""``kiosk frontdesk faces``: whose faces a hospital keeps."""

import click

from kiosk.cli.frontdesk_records import opened, records_options

# The server's modules are imported by the commands, as in frontdesk.py.


@click.group()
def faces() -> None:
    """The faces of patients who agreed to be known again."""


@faces.command()
@records_options
def count(database: str) -> None:
    """How many patients are enrolled, and with how many descriptors. Never who."""
    with opened(database) as held:
        patients, descriptors = held.read(lambda store: store.faces.count())
    click.echo(f"{patients} patients, {descriptors} descriptors")


@faces.command()
@click.argument("patient", required=False)
@click.option("--all", "everybody", is_flag=True, help="Of every patient.")
@records_options
def delete(patient: str | None, everybody: bool, database: str) -> None:
    """Delete all that is kept of the face of PATIENT, by the hospital's id (as pt-…), and withdraw
    their consent. Servers that run know the face no more from the next search on, and have dropped
    it from their memory a minute later."""
    from kiosk.frontdesk.faces.deleting import delete_all, delete_of

    if (patient is None) != everybody:
        raise click.UsageError("give either a patient's id or --all")
    with opened(database) as held:
        gone = held.write(
            delete_all if patient is None else lambda store: delete_of(store, patient)
        )
        overwritten = held.overwrite_deleted()
    click.echo(f"{gone} descriptors deleted.")
    if not overwritten:
        click.echo(
            "Another program is reading the records, so that traces of what was deleted are in "
            "their log until it has ended: then give the same command again.",
            err=True,
        )
