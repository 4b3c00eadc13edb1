"""TLS to the hospital: whom the kiosk believes, what it shows, and what went wrong."""

import ssl
from collections.abc import Iterator
from pathlib import Path

from kiosk.errors import HospitalAway, SettingsError
from kiosk.hospital.private_file import read_private

_CA = "hospital.ca_file"
_CERTIFICATE = "hospital.certificate_file"

_NOT_YET_VALID, _EXPIRED, _OTHER_HOST = 9, 10, 62
"""``X509_V_ERR_…`` of OpenSSL (openssl-verification-options(1)); what is left means a signer
who is not believed."""


class CertificateTrouble(HospitalAway):
    """One side does not believe the other's certificate. ``to_do`` is for the hospital's IT."""

    def __init__(self, message: str, to_do: str) -> None:
        super().__init__(message)
        self.to_do = to_do


def context(ca_file: Path | None = None, certificate_file: Path | None = None) -> ssl.SSLContext:
    """TLS 1.2 or newer, the server's name checked (RFC 9325).

    ``ca_file`` holds the only authorities that are believed, as PEM; ``None`` believes the
    machine's store, where a hospital may install its own. ``certificate_file`` is what the
    kiosk shows a server that asks for it: certificate, chain and private key in one PEM file.

    Raises :class:`~kiosk.errors.SettingsError` for a file that cannot be used.
    """
    try:
        made = ssl.create_default_context(cafile=ca_file)
    except ssl.SSLError as error:
        raise SettingsError(f"{_CA}: holds no certificate in PEM") from error
    except OSError as error:
        raise SettingsError(f"{_CA}: cannot be read: {error.strerror}") from error
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    if certificate_file is not None:
        read_private(certificate_file, _CERTIFICATE)
        try:
            # Without a password OpenSSL would ask for one on the terminal.
            made.load_cert_chain(certificate_file, password="")
        except (ssl.SSLError, ValueError) as error:
            raise SettingsError(
                f"{_CERTIFICATE}: must hold a certificate and its private key, in PEM without "
                "password"
            ) from error
    return made


def trouble(error: BaseException) -> CertificateTrouble | None:
    """What a failed connection says about certificates, if anything."""
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return _not_believed(cause.verify_code)
        if isinstance(cause, ssl.SSLError) and _refuses_ours(cause.reason or ""):
            return CertificateTrouble(
                "it does not accept this kiosk's certificate",
                "Check hospital.certificate_file: signed by the hospital's authority, not expired.",
            )
    return None


def _refuses_ours(reason: str) -> bool:
    """OpenSSL's names of the alerts of RFC 8446, 6.2, that are about a certificate."""
    return "_ALERT_" in reason and ("CERTIFICATE" in reason or "UNKNOWN_CA" in reason)


def _not_believed(code: int) -> CertificateTrouble:
    if code == _EXPIRED:
        return CertificateTrouble(
            "its certificate is not trusted: expired",
            "Renew the server's certificate, and check this machine's clock.",
        )
    if code == _NOT_YET_VALID:
        return CertificateTrouble(
            "its certificate is not trusted: not yet valid", "Check this machine's clock."
        )
    if code == _OTHER_HOST:
        return CertificateTrouble(
            "its certificate is not trusted: for another name",
            "Write hospital.address with the name that the certificate has.",
        )
    return CertificateTrouble(
        "its certificate is not trusted: unknown authority",
        "Name the hospital's authority in hospital.ca_file, or install it on this machine.",
    )


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and those that led to it; the HTTP client wraps twice."""
    cause: BaseException | None = error
    for _ in range(8):
        if cause is None:
            return
        yield cause
        cause = cause.__cause__ or cause.__context__
