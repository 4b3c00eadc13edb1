"""A printer on the network, at its raw port."""

import errno
import socket

from kiosk.devices.printer.line import Line, OpenLine, Voice, seconds_to


def tcp_line(host: str, port: int) -> OpenLine:
    def opened(deadline: float) -> Line:
        return _TcpLine(socket.create_connection((host, port), seconds_to(deadline)))

    return opened


class _TcpLine:
    voice = Voice.ALWAYS

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    def write(self, data: bytes, deadline: float) -> None:
        self._connection.settimeout(seconds_to(deadline))
        self._connection.sendall(data)

    def read(self, deadline: float) -> bytes:
        self._connection.settimeout(seconds_to(deadline))
        try:
            data = self._connection.recv(256)
        except TimeoutError:
            return b""
        if not data:
            raise ConnectionResetError(errno.ECONNRESET, "the printer closed the connection")
        return data

    def close(self) -> None:
        self._connection.close()
