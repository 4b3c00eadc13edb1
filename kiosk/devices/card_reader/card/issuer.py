"""The invented country that signs simulated cards: a CSCA and its document signers.

Its keys are made when they are needed first and prove nothing to anybody: who wants to trust
these cards names the folder as trust folder.
"""

import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from kiosk.devices.card_reader.card.cms import Scheme, SignerKey, signed
from kiosk.devices.card_reader.card.keys import RSA_EXPONENT

CERTIFICATE, KEY = "csca.pem", "csca.key"
"""Names in the folder. The key's differs in its ending, so that no trust store takes it for a
certificate."""
_BEGIN, _END = datetime(2015, 1, 1, tzinfo=UTC), datetime(2049, 1, 1, tzinfo=UTC)
_SIGNER = datetime(2021, 1, 1, tzinfo=UTC), datetime(2041, 1, 1, tzinfo=UTC)
_EXPIRED = datetime(2015, 6, 1, tzinfo=UTC), datetime(2020, 6, 1, tzinfo=UTC)
"""Fixed, so that cards do not change with the day they are made on."""


class Issuer:
    """A country signing CA with its document signers. Not shared between threads."""

    def __init__(
        self, key: ec.EllipticCurvePrivateKey, certificate: x509.Certificate | None = None
    ) -> None:
        """``certificate`` of that key; made if not given."""
        self._key = key
        self._certificate = certificate or _certificate(
            _name("CSCA"), key.public_key(), key, _name("CSCA"), (_BEGIN, _END), authority=True
        )
        self._signers: dict[tuple[Scheme, bool], tuple[x509.Certificate, SignerKey]] = {}

    @classmethod
    def new(cls) -> "Issuer":
        """One with keys of its own, in memory."""
        return cls(ec.generate_private_key(ec.SECP384R1()))

    @classmethod
    def in_folder(cls, folder: Path) -> "Issuer":
        """The one in this folder, made there if there is none: ``csca.pem`` and ``csca.key``.

        The key can be read by this user alone (mode 0600). Raises ``OSError`` where the folder
        cannot be written, ``ValueError`` where the files are not what they should be.
        """
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / KEY
        if not path.exists():
            fresh = ec.generate_private_key(ec.SECP384R1()).private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            _write_once(path, fresh)
        key = serialization.load_pem_private_key(path.read_bytes(), None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise ValueError(f"{path}: not the key of a test CSCA")
        if not (folder / CERTIFICATE).exists():
            _write_once(folder / CERTIFICATE, cls(key).csca_pem)
            (folder / CERTIFICATE).chmod(0o644)
        certificate = x509.load_pem_x509_certificate((folder / CERTIFICATE).read_bytes())
        if certificate.public_key() != key.public_key():
            raise ValueError(f"{folder / CERTIFICATE}: not the certificate of {KEY}")
        return cls(key, certificate)

    @property
    def csca_der(self) -> bytes:
        """The CSCA's certificate."""
        return self._certificate.public_bytes(serialization.Encoding.DER)

    @property
    def csca_pem(self) -> bytes:
        return self._certificate.public_bytes(serialization.Encoding.PEM)

    def sign(
        self,
        content_type: str,
        content: bytes,
        *,
        scheme: Scheme = Scheme.ECDSA,
        digest: str = "sha256",
        expired: bool = False,
    ) -> bytes:
        """CMS signed data around ``content``, by a document signer of this country.

        ``expired``: by one whose certificate ended in 2020.
        """
        certificate, key = self._signer(scheme, expired)
        return signed(content_type, content, certificate, key, scheme, digest)

    def _signer(self, scheme: Scheme, expired: bool) -> tuple[x509.Certificate, SignerKey]:
        if (scheme, expired) not in self._signers:
            key = _signer_key(scheme)
            valid = _EXPIRED if expired else _SIGNER
            certificate = _certificate(
                _name("Document Signer"), key.public_key(), self._key, _name("CSCA"), valid
            )
            self._signers[scheme, expired] = certificate, key
        return self._signers[scheme, expired]


def _signer_key(scheme: Scheme) -> SignerKey:
    if scheme is Scheme.ECDSA:
        return ec.generate_private_key(ec.SECP256R1())
    if scheme is Scheme.ECDSA_BRAINPOOL:
        return ec.generate_private_key(ec.BrainpoolP256R1())
    return rsa.generate_private_key(RSA_EXPONENT, 2048)


def _name(role: str) -> x509.Name:
    return x509.Name(
        (
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Simulated cards"),
            x509.NameAttribute(NameOID.COMMON_NAME, f"Simulated {role}"),
        )
    )


def _certificate(
    subject: x509.Name,
    public: rsa.RSAPublicKey | ec.EllipticCurvePublicKey,
    signer: ec.EllipticCurvePrivateKey,
    issuer: x509.Name,
    valid: tuple[datetime, datetime],
    *,
    authority: bool = False,
) -> x509.Certificate:
    """Doc 9303-12, 7.1: the extensions of a CSCA or of a document signer."""
    builder = (
        x509.CertificateBuilder(issuer, subject, public, x509.random_serial_number(), *valid)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()),
            critical=False,
        )
        .add_extension(_usage(authority), critical=True)
    )
    if authority:
        builder = builder.add_extension(x509.BasicConstraints(True, 0), critical=True)
    return builder.sign(signer, hashes.SHA384())


def _usage(authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def _write_once(path: Path, content: bytes) -> None:
    """Write a whole file that only this user reads, unless another process was quicker."""
    handle, name = tempfile.mkstemp(dir=path.parent)  # mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(path).hardlink_to(name)
    except FileExistsError:
        pass
    finally:
        Path(name).unlink()
