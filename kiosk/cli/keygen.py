"""``kiosk keygen``: the key with which a kiosk gets its access tokens."""

import json
from pathlib import Path

import click


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def keygen(file: Path) -> None:
    """Make a key pair: the private key in FILE, which must not be there yet, the public key on
    standard output, as the JWK Set that the hospital registers."""
    from kiosk.hospital.keys import SigningKey

    key = SigningKey.generate()
    try:
        key.save(file)
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror}") from error
    click.echo(json.dumps(key.public(), indent=2))
