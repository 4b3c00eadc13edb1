"""TLS of the hospital's server."""

import ssl
import stat
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509

from kiosk.errors import KioskError
from kiosk.frontdesk.access.peer import requested


class TlsError(KioskError):
    """The server cannot show or check certificates as it was asked to; the message says why."""


@dataclass(frozen=True, slots=True)
class Certificates:
    """Files in PEM."""

    certificate: Path
    """The server's, with its chain."""
    key: Path
    """Its private key, without password, for the server's own user alone."""
    client_ca: Path | None = None
    """The authority of clients that show a certificate instead of a token."""


def context(files: Certificates) -> ssl.SSLContext:
    """TLS 1.2 or newer (RFC 9325). Raises :class:`TlsError`."""
    made = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    _check_certificate(files.certificate)
    _check_key(files.key)
    try:
        # Without a password OpenSSL would ask for one on the terminal.
        made.load_cert_chain(files.certificate, files.key, password="")
    except (OSError, ValueError) as error:
        raise TlsError(
            f"{files.key}: not the private key of {files.certificate} in PEM without password"
        ) from error
    if files.client_ca is not None:
        try:
            requested(made, str(files.client_ca))
        except ssl.SSLError as error:
            raise TlsError(f"{files.client_ca}: holds no certificate in PEM") from error
        except OSError as error:
            raise TlsError(f"{files.client_ca}: cannot be read: {error.strerror}") from error
    return made


def _check_certificate(path: Path) -> None:
    try:
        first = x509.load_pem_x509_certificates(path.read_bytes())[0]
    except OSError as error:
        raise TlsError(f"{path}: cannot be read: {error.strerror}") from error
    except (ValueError, IndexError):
        raise TlsError(f"{path}: holds no certificate in PEM") from None
    now = datetime.now(UTC)
    if now > first.not_valid_after_utc:
        raise TlsError(f"{path}: expired on {first.not_valid_after_utc:%Y-%m-%d}: renew it")
    if now < first.not_valid_before_utc:
        raise TlsError(f"{path}: valid from {first.not_valid_before_utc:%Y-%m-%d} only: the clock?")


def _check_key(path: Path) -> None:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise TlsError(f"{path}: cannot be read: {error.strerror}") from error
    if mode & (stat.S_IRWXO | stat.S_IWGRP):
        raise TlsError(f"{path}: others on this machine can use it: say chmod 600")
