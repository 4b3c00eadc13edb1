"""A CUPS server of the test's own: real cupsd, on a free port, with everything in a folder."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

CUPSD = shutil.which("cupsd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
_SOCKET_BACKEND = Path("/usr/lib/cups/backend/socket")
MISSING = CUPSD is None or not _SOCKET_BACKEND.exists()
WHY_MISSING = "cupsd and its socket backend are not installed (Debian package: cups)"

_POLICY = """
<Policy default>
  <Limit Create-Job Print-Job Send-Document>
    Order deny,allow
  </Limit>
  <Limit Cancel-Job>
    Require user @OWNER @SYSTEM
    Order deny,allow
  </Limit>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""


@contextmanager
def cups_server(
    queues: Mapping[str, str], backends: Mapping[str, str] = MappingProxyType({})
) -> Iterator[str]:
    """``HOST:PORT`` of a server with raw ``queues``: name to device URI and further lines.

    ``backends`` are shell scripts that deliver jobs of URIs ``NAME:…``, beside the real socket.
    They run as another user, who must get through to the spool: not below pytest's folder, which
    each further pytest that starts shuts to others again.
    """
    with cups_and_spool(queues, backends) as (address, _):
        yield address


@contextmanager
def cups_and_spool(
    queues: Mapping[str, str], backends: Mapping[str, str] = MappingProxyType({})
) -> Iterator[tuple[str, Path]]:
    """The same, and the folder in which it keeps jobs (``c…``) and their documents (``d…``)."""
    with tempfile.TemporaryDirectory(prefix="kiosk-cups-") as folder:
        Path(folder).chmod(0o711)
        for address in _serving(Path(folder), queues, backends):
            yield address, Path(folder) / "spool"


def _serving(folder: Path, queues: Mapping[str, str], backends: Mapping[str, str]) -> Iterator[str]:
    port = _free_port()
    _install(folder / "bin", backends)
    for name in ("spool", "spool/tmp", "cache", "run", "log"):
        (folder / name).mkdir(parents=True)
    (folder / "cupsd.conf").write_text(
        f"Listen 127.0.0.1:{port}\nBrowsing Off\nWebInterface No\nJobRetryInterval 1\n"
        "DefaultAuthType Basic\n<Location />\n  Order allow,deny\n  Allow 127.0.0.1\n</Location>\n"
        + _POLICY
    )
    (folder / "cups-files.conf").write_text(
        f"ServerRoot {folder}\nServerBin {folder}/bin\n"
        f"CacheDir {folder}/cache\nStateDir {folder}/run\n"
        f"RequestRoot {folder}/spool\nTempDir {folder}/spool/tmp\n"
        f"AccessLog {folder}/log/access\nErrorLog {folder}/log/error\nPageLog {folder}/log/page\n"
    )
    (folder / "printers.conf").write_text(
        "".join(
            f"<Printer {name}>\nDeviceURI {rest}\n</Printer>\n" for name, rest in queues.items()
        )
    )
    command = [str(CUPSD), "-f", "-c", str(folder / "cupsd.conf")]
    server = subprocess.Popen([*command, "-s", str(folder / "cups-files.conf")])
    try:
        _wait_for(port, server)
        yield f"127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


def _install(programs: Path, backends: Mapping[str, str]) -> None:
    (programs / "backend").mkdir(parents=True)
    for name in ("daemon", "filter", "monitor", "notifier"):
        (programs / name).symlink_to(_SOCKET_BACKEND.parent.parent / name)
    (programs / "backend" / "socket").symlink_to(_SOCKET_BACKEND)
    for name, script in backends.items():
        path = programs / "backend" / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def _wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + 10
    while time.monotonic() < end and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("cupsd did not start")
