"""A hospital's certificate authority, made for a test."""

import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID


@dataclass(frozen=True)
class Issued:
    certificate: Path
    key: Path
    both: Path
    """Certificate and key in one file, as the kiosk wants them."""


class Authority:
    def __init__(self, folder: Path, name: str = "Ho Sen Test CA") -> None:
        self._folder = folder
        folder.mkdir(parents=True)
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _named(name)
        self._certificate = (
            self._begun(self._name, self._key.public_key(), 30)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(signs=True), critical=True)
            .add_extension(
                x509.SubjectKeyIdentifier.from_public_key(self._key.public_key()), critical=False
            )
            .sign(self._key, hashes.SHA256())
        )
        self.certificate = folder / "ca.pem"
        self.certificate.write_bytes(self._certificate.public_bytes(Encoding.PEM))

    def server(self, *, days: int = 7, address: str = "127.0.0.1") -> Issued:
        """For one IP address; ``days`` below 0: ended so long ago."""
        alternative: x509.GeneralName = x509.IPAddress(ipaddress.ip_address(address))
        return self._issued(f"server{days}", [alternative], ExtendedKeyUsageOID.SERVER_AUTH, days)

    def client(self, common: str, *, dns: str = "", days: int = 7) -> Issued:
        names: list[x509.GeneralName] = [x509.DNSName(dns)] if dns else []
        return self._issued(common, names, ExtendedKeyUsageOID.CLIENT_AUTH, days)

    def _issued(
        self,
        common: str,
        names: list[x509.GeneralName],
        purpose: x509.ObjectIdentifier,
        days: int,
    ) -> Issued:
        key = ec.generate_private_key(ec.SECP256R1())
        builder = (
            self._begun(_named(common), key.public_key(), days)
            .add_extension(x509.ExtendedKeyUsage([purpose]), critical=False)
            .add_extension(_usage(signs=False), critical=True)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()),
                critical=False,
            )
        )
        if names:
            builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
        certificate = builder.sign(self._key, hashes.SHA256()).public_bytes(Encoding.PEM)
        private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        made = Issued(*(self._folder / f"{common}.{part}" for part in ("crt", "key", "pem")))
        made.certificate.write_bytes(certificate)
        for path, content in ((made.key, private), (made.both, certificate + private)):
            path.write_bytes(content)
            path.chmod(0o600)
        return made

    def _begun(
        self, subject: x509.Name, key: ec.EllipticCurvePublicKey, days: int
    ) -> x509.CertificateBuilder:
        now = datetime.now(UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=40))
            .not_valid_after(now + timedelta(days=days))
        )


def _named(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _usage(signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs,
        crl_sign=signs,
        encipher_only=False,
        decipher_only=False,
    )
