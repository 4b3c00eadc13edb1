"""A real PC/SC daemon of our own: Debian's ``pcscd`` with ``vsmartcard-vpcd``, on loopback.

It has its own reader configuration, its own socket and virtual readers, so it meets neither the
machine's pcscd nor its readers. pcscd has no option for its socket: it is handed one the way
systemd does (``sd_listen_fds(3)``), and libpcsclite is told by ``PCSCLITE_CSOCK_NAME``, which it
reads once in a process, before the first call. vpcd listens on all addresses; ``loopback.c`` keeps
it on this machine. As another user than root, pcscd starts only where ``/run/pcscd`` is there,
which Debian's package sees to under systemd.
"""

import contextlib
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

from kiosk.bench.virtual_reader import VirtualReader

SOCKET_VARIABLE = "PCSCLITE_CSOCK_NAME"
READER = "Virtual-PCD"
"""Without a space: every reader with one in its name is a real one, and kept out."""
NAMES = (f"{READER} 00 00", f"{READER} 00 01")

_PCSCD = shutil.which("pcscd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
_DRIVER = Path("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")
_COMPILER = shutil.which("cc")
MISSING = _PCSCD is None or _COMPILER is None or not _DRIVER.exists()
WHY_MISSING = "pcscd, its virtual reader or a compiler is missing (pcscd vsmartcard-vpcd gcc)"

_PID_FILE = Path("/run/pcscd/pcscd.pid")
_STOPS_WITHIN = 10.0
"""Seconds; it takes half of one."""


class Pcscd:
    """The daemon and its two slots. Made by :func:`private_pcscd`."""

    def __init__(self, folder: Path, socket_path: Path, reader: VirtualReader) -> None:
        self._folder = folder
        self._socket_path = socket_path
        self._shim = folder / "loopback.so"
        self._process: subprocess.Popen[bytes] | None = None
        self._readers = False
        self.reader = reader
        """Where cards are laid; the slots are the readers ``NAMES``."""

    @property
    def pid(self) -> int:
        """Of the process that runs. Raises ``RuntimeError`` while none does."""
        if self._process is None:
            raise RuntimeError("pcscd is stopped")
        return self._process.pid

    @property
    def serves_readers(self) -> bool:
        """Whether it runs, and was started with its readers."""
        return self._readers and self._process is not None and self._process.poll() is None

    def start(self, *, readers: bool = True) -> None:
        """Start pcscd, with its virtual readers or with none. Clients may connect at once.

        Raises ``RuntimeError`` if it ends at once, ``OSError`` if it cannot be started or
        something else has its socket.
        """
        self._readers = readers
        (self._folder / "readers" / "vpcd").write_text(
            f'FRIENDLYNAME "{READER}"\nDEVICENAME /dev/null:{self.reader.port}\n'
            f"LIBPATH {_DRIVER}\nCHANNELID {self.reader.port}\n"
            if readers
            else ""
        )
        environment = os.environ | {
            "LISTEN_FDS": "1",
            "LD_PRELOAD": str(self._shim),
            # Keeps it from the machine's own readers.
            "PCSCLITE_FILTER_IGNORE_READER_NAMES": " ",
        }
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(self._socket_path))
            listener.listen(16)
            # sd_listen_fds wants the socket as descriptor 3, and the process's own number.
            script = 'LISTEN_PID=$$ exec "$0" "$@" 3<&0 0</dev/null'
            arguments = ["--foreground", "--critical", "--config", str(self._folder / "readers")]
            self._process = subprocess.Popen(  # noqa: S603  # Debian's daemon, fixed arguments
                ["/bin/sh", "-c", script, str(_PCSCD), *arguments, *_without_polkit()],
                stdin=listener.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=environment,
            )
        with contextlib.suppress(subprocess.TimeoutExpired):
            status = self._process.wait(0.1)
            self._process = None
            raise RuntimeError(f"pcscd ended at once with {status}")

    def stop(self) -> None:
        """End pcscd in order; its socket disappears, as if it had never been started."""
        process, self._process = self._process, None
        if process is None:
            return
        self._socket_path.unlink(missing_ok=True)
        process.terminate()
        try:
            process.wait(_STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def crash(self) -> None:
        """Kill pcscd, as the kernel would."""
        if self._process is not None:
            self._process.kill()
        self.stop()


@contextlib.contextmanager
def private_pcscd(folder: Path) -> Iterator[Pcscd]:
    """A running :class:`Pcscd`, whose files are in ``folder`` (it must be there, and empty).

    Its socket is what ``PCSCLITE_CSOCK_NAME`` names, which must not be there yet; or else one
    in ``folder`` (whose path is then at most 90 bytes long), and the variable is set. Whoever
    has used PC/SC in this process before goes on looking where it was then.

    Raises ``RuntimeError`` if pcscd is not installed or does not start, ``OSError`` if
    something else has its socket.
    """
    if MISSING:
        raise RuntimeError(WHY_MISSING)
    path = Path(os.environ.get(SOCKET_VARIABLE) or folder / "pcscd.comm")
    os.environ[SOCKET_VARIABLE] = str(path)
    (folder / "readers").mkdir()
    _compile(folder / "loopback.so")
    # As root, pcscd overwrites and removes the file of one that the machine may run.
    with VirtualReader(_free_ports()) as reader, _kept(_PID_FILE):
        daemon = Pcscd(folder, path, reader)
        daemon.start()
        try:
            yield daemon
        finally:
            daemon.stop()


def _without_polkit() -> list[str]:
    """The option for it, from pcsc-lite 2.0 on: nobody would answer on a machine without D-Bus."""
    option = "--disable-polkit"
    usage = subprocess.run(  # noqa: S603  # Debian's daemon, fixed arguments
        [str(_PCSCD), "--help"], capture_output=True, text=True, check=False, timeout=10
    )
    return [option] if option in usage.stdout else []


def _compile(target: Path) -> None:
    source = Path(__file__).with_name("loopback.c")
    command = [str(_COMPILER), "-shared", "-fPIC", "-o", str(target), str(source)]
    subprocess.run(command, check=True, timeout=60)  # noqa: S603  # our own source


def _free_ports() -> int:
    """The first of two neighbouring ports of loopback that nobody listens on now."""
    for _ in range(50):
        with socket.create_server(("127.0.0.1", 0)) as first:
            port: int = first.getsockname()[1]
            with (
                contextlib.suppress(OSError, OverflowError),
                socket.create_server(("127.0.0.1", port + 1)),
            ):
                return port
    raise RuntimeError("no two free ports follow each other")


@contextlib.contextmanager
def _kept(path: Path) -> Iterator[None]:
    try:
        content = path.read_bytes()
    except OSError:
        content = b""  # there is none
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            if content:
                path.write_bytes(content)
            else:
                path.unlink()
