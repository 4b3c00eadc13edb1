"""``kiosk frontdesk``: the embedded hospital."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiosk.cli.frontdesk_access import audit, client, staff
from kiosk.cli.frontdesk_faces import faces as face_commands
from kiosk.cli.frontdesk_records import records_options
from kiosk.cli.frontdesk_seed import seed
from kiosk.cli.told import told

if TYPE_CHECKING:
    from kiosk.frontdesk.access.tls import Certificates

_FILE = click.Path(dir_okay=False, path_type=Path)

# The server's modules are imported by the commands: every other command of the kiosk
# starts without them.


@click.group()
def frontdesk() -> None:
    """The embedded hospital: patients, insurance, appointments, queue."""


for command in (staff, client, audit, face_commands, seed):
    frontdesk.add_command(command)


@frontdesk.command()
@records_options
@click.option("--host", default="127.0.0.1", show_default=True, help="IP address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    show_default=True,
    help="0 takes any free port.",
)
@click.option("--always-open", is_flag=True, help="No room ever closes: for demonstrations.")
@click.option(
    "--faces",
    is_flag=True,
    help="Know patients by their faces, whatever the premises say: for demonstrations.",
)
@click.option(
    "--leased-numbers",
    type=click.IntRange(0, 20),
    default=0,
    help="Let kiosks have so many numbers of each service ahead, whatever the premises say.",
)
@click.option("--seed", default=1, show_default=True, help="Which invented people live here.")
@click.option("--empty", is_flag=True, help="Nobody invented: a real hospital's records.")
@click.option(
    "--premises",
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    help="Services, rooms and hours, as seeds/hospital.toml shows; without: that hospital.",
)
@click.option("--tls-certificate", type=_FILE, help="Certificate and chain (PEM), for TLS.")
@click.option("--tls-key", type=_FILE, help="Its private key (PEM).")
@click.option("--client-ca", type=_FILE, help="Authority of kiosks' own certificates (PEM).")
@click.option("--guarded", is_flag=True, help="Ask who is there without TLS, too: behind a proxy.")
@click.option(
    "--public-address",
    default="",
    help="Start of the follow-up pages' addresses, as phones reach this server.",
)
@click.option("--stop-with-stdin", is_flag=True, help="Stop when stdin closes.")
@click.option(
    "--streams",
    type=click.IntRange(1, 100_000),
    default=4000,
    show_default=True,
    help="So many boards, consoles and phones are told of changes at once; others ask again.",
)
@click.option("--access-log", is_flag=True, help="Log each request to stderr, without its data.")
def serve(
    database: str,
    host: str,
    port: int,
    always_open: bool,
    faces: bool,
    leased_numbers: int,
    seed: int,
    empty: bool,
    premises: Path | None,
    tls_certificate: Path | None,
    tls_key: Path | None,
    client_ca: Path | None,
    guarded: bool,
    public_address: str,
    stop_with_stdin: bool,
    access_log: bool,
    streams: int,
) -> None:
    """Serve the hospital API.

    Records that are not there are made, and filled with invented people unless --empty is given.

    Prints one line of JSON when it is ready: {"address": "http://127.0.0.1:PORT/fhir"}
    """
    from kiosk.frontdesk import serve as server
    from kiosk.frontdesk.premises import PREMISES
    from kiosk.vision.process.limits import leave_no_core

    leave_no_core()
    settings = server.Settings(
        database=database,
        host=host,
        port=port,
        seed=None if empty else seed,
        premises=premises or PREMISES,
        always_open=always_open,
        faces=faces,
        leased_numbers=leased_numbers,
        certificates=_certificates(tls_certificate, tls_key, client_ca),
        guarded=guarded,
        public_address=public_address,
        stop_with_stdin=stop_with_stdin,
        access_log=access_log,
        streams=streams,
    )
    with told():
        server.serve(settings, lambda address: click.echo(json.dumps({"address": address})))


def _certificates(
    certificate: Path | None, key: Path | None, client_ca: Path | None
) -> "Certificates | None":
    from kiosk.frontdesk.access.tls import Certificates

    if certificate is None and key is None and client_ca is None:
        return None
    if certificate is None or key is None:
        raise click.UsageError("give --tls-certificate and --tls-key together")
    return Certificates(certificate, key, client_ca)


@frontdesk.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--seed", default=1, show_default=True, help="Whose documents.")
def samples(folder: Path, seed: int) -> None:
    """Draw sample documents' QR codes as PNG pictures into FOLDER."""
    from kiosk.frontdesk.samples import write_samples

    try:
        for path in write_samples(folder, seed):
            click.echo(path)
    except OSError as error:
        raise click.ClickException(f"{folder}: {error.strerror}") from error
