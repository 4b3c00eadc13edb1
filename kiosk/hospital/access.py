"""How a kiosk shows a hospital who it is, whom it believes, and where it sends anything at all."""

import ipaddress
import ssl
from dataclasses import dataclass
from pathlib import Path

import httpx

from kiosk.errors import SettingsError
from kiosk.hospital import tls
from kiosk.hospital.smart import SmartClient


@dataclass(frozen=True, slots=True)
class Access:
    """What opens the door, beside a token that somebody else renews."""

    client: SmartClient | None = None
    """Access tokens of this kiosk's own."""
    ca_file: Path | None = None
    """The only authorities that are believed (PEM); ``None``: those of the machine."""
    certificate_file: Path | None = None
    """Certificate, chain and key of this kiosk (PEM), for servers that ask for one."""

    @property
    def has_files(self) -> bool:
        """Whether TLS depends on files that the settings name."""
        return self.ca_file is not None or self.certificate_file is not None


OPEN = Access()
"""Nothing is shown; the machine's authorities are believed."""


def checked_address(address: str, allow_plain_http: bool) -> httpx.URL:
    """An address to which patients' data or an assertion may go.

    Raises :class:`~kiosk.errors.SettingsError`: ``http`` is for this machine, and for a network
    that ``allow_plain_http`` trusts.
    """
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL:
        raise SettingsError("the hospital's address is not an address") from None
    if url.scheme not in ("http", "https") or not url.host:
        raise SettingsError("the hospital's address must begin with https:// and name a host")
    if url.userinfo or url.query or url.fragment:
        raise SettingsError("the hospital's address must not hold a user, a query or a fragment")
    if url.scheme == "http" and not allow_plain_http and not _is_this_machine(url.host):
        raise SettingsError("the hospital's address must begin with https:// on a network")
    return url


def trust(address: httpx.URL, access: Access) -> ssl.SSLContext:
    """The TLS of one address. Raises :class:`~kiosk.errors.SettingsError` for a bad file."""
    if address.scheme == "https" or access.has_files:
        return tls.context(access.ca_file, access.certificate_file)
    # Never used; loading the store would cost the start of the kiosk some 20 ms.
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
