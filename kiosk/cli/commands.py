"""The ``kiosk`` command: its subcommands are imported only when they are called.

Importing Qt, OpenCV and the rest takes longer than most commands run.
"""

from importlib import import_module

import click

from kiosk import __version__

_COMMANDS = {
    "run": ("kiosk.cli.run", "Serve patients on this machine."),
    "demo": ("kiosk.cli.demo", "The kiosk in a window, a device dock, a hospital: all simulated."),
    "check-in": ("kiosk.cli.check_in", "One visit without a screen, from document to ticket."),
    "scan": ("kiosk.cli.scan", "Find codes in pictures and say what documents they are."),
    "camera": ("kiosk.cli.camera", "What the camera gives, as the kiosk sees it."),
    "match": ("kiosk.cli.match", "Compare the faces in two pictures."),
    "read-card": ("kiosk.cli.read_card", "Read a chip card, and say whether it is genuine."),
    "print-test": ("kiosk.cli.print_test", "Print a sample ticket."),
    "doctor": ("kiosk.cli.doctor", "Each device and the hospital: its state, and what to do."),
    "status": ("kiosk.cli.status", "What the kiosk that serves on this machine says of itself."),
    "journal": ("kiosk.cli.journal", "What became of each check-in, and what staff do about it."),
    "log": ("kiosk.cli.log", "What the kiosk wrote about itself."),
    "card": ("kiosk.cli.card", "The simulated chip card."),
    "frontdesk": ("kiosk.cli.frontdesk", "The embedded hospital."),
    "keygen": ("kiosk.cli.keygen", "Make the key that this kiosk gets its access tokens with."),
    "staff-pin": ("kiosk.cli.staff_pin", "Make the settings' line for the staff page's PIN."),
    "settings": ("kiosk.cli.settings", "The annotated settings, and the check of a file."),
    "gallery": ("kiosk.cli.gallery", "Draw every page in every language and size."),
    "bench": ("kiosk.cli.bench", "Measure, and compare with what is promised."),
}


class _Lazy(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(_COMMANDS[cmd_name][0])
        command = getattr(module, cmd_name.replace("-", "_"))
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in _COMMANDS.items()])


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kiosk")
def main() -> None:
    """The self-service check-in kiosk: from a document to a queue ticket."""
