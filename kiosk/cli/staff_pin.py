"""``kiosk staff-pin``: the settings' line for the PIN of the staff page."""

import sys

import click

from kiosk.cli.told import told

_LONGEST_LINE = 64


@click.command()
def staff_pin() -> None:
    """Ask twice for the PIN of the staff page, and print the line for the settings file.

    It is typed at the terminal, or comes as two lines of standard input. It is no argument:
    those stand in the list of processes and in the shell's history.
    """
    from kiosk.checkin.staff_pin import hashed

    first, second = _asked("PIN"), _asked("The same again")
    if first != second:
        raise click.ClickException("these are two different PINs")
    with told():
        line = f'pin_hash = "{hashed(first)}"'
    click.echo("In the section [staff] of the settings file:", err=True)
    click.echo(line)


def _asked(what: str) -> str:
    if sys.stdin.isatty():
        return str(click.prompt(what, hide_input=True))
    return sys.stdin.readline(_LONGEST_LINE).rstrip("\r\n")
