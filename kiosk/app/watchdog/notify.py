"""Words to systemd, as sd_notify(3) and sd_watchdog_enabled(3) describe them."""

import os
import socket
from collections.abc import MutableMapping


class Notifier:
    """One datagram to systemd for each word; nothing where the kiosk was not started by it.

    Safe in any thread. Never waits and never raises: a service manager that does not take a word
    holds up no patient.
    """

    def __init__(self, environment: MutableMapping[str, str]) -> None:
        """Takes its variables out of ``environment``, so that no child process speaks for us."""
        address = environment.pop("NOTIFY_SOCKET", "")
        microseconds = environment.pop("WATCHDOG_USEC", "")
        process = environment.pop("WATCHDOG_PID", "")
        ours = process in ("", str(os.getpid()))
        self._address = _socket_address(address)
        self.watchdog_s = int(microseconds) / 1e6 if ours and microseconds.isdecimal() else 0.0
        """Seconds without a sign of life after which systemd restarts the kiosk; 0 for never."""
        if not self._address:
            self.watchdog_s = 0.0

    def tell(self, *assignments: str) -> bool:
        """Send ``READY=1``, ``WATCHDOG=1``, ``STATUS=…``; whether systemd has them."""
        if not self._address:
            return False
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as to:
                to.setblocking(False)
                to.sendto("\n".join(assignments).encode(), self._address)
        except OSError:
            return False
        return True


def _socket_address(address: str) -> str:
    """A path, or a name in the abstract namespace (unix(7)); ``""`` for any other kind."""
    if address.startswith("@"):
        return "\0" + address[1:]
    return address if address.startswith("/") else ""
