"""A network camera on this machine."""

import socket
import threading
from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
UNAUTHORIZED = b"HTTP/1.0 401 Unauthorized\r\nContent-Length: 0\r\n\r\n"


class MotionJpeg:
    """A network camera: HTTP/1.0, ``multipart/x-mixed-replace``, 20 pictures a second; or one
    that only says ``refusal``."""

    def __init__(self, picture: Pixels, refusal: bytes = b"") -> None:
        self._refusal = refusal
        ok, jpeg = cv2.imencode(".jpg", picture)
        assert ok
        self._part = (
            b"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n" % jpeg.size
            + jpeg.tobytes()
            + b"\r\n"
        )
        self.port = 0
        self._gone = threading.Event()
        self._threads: list[threading.Thread] = []
        self.start()

    def start(self) -> None:
        self._gone = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", self.port))
        self._listener.settimeout(0.05)
        self.port = self._listener.getsockname()[1]
        self._run(self._accept)

    def stop(self) -> None:
        self._gone.set()
        for thread in self._threads:
            thread.join(2)
        self._threads.clear()
        self._listener.close()

    def _run(self, work: Callable[..., None], *args: object) -> None:
        thread = threading.Thread(target=work, args=args)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._gone.is_set():
            try:
                connection, _ = self._listener.accept()
            except TimeoutError:
                continue
            self._run(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            connection.settimeout(1)
            try:
                connection.recv(4096)
                if self._refusal:
                    connection.sendall(self._refusal)
                    return
                connection.sendall(
                    b"HTTP/1.0 200 OK\r\n"
                    b"Content-Type: multipart/x-mixed-replace; boundary=frame\r\n\r\n"
                )
                while not self._gone.wait(0.05):
                    connection.sendall(self._part)
            except OSError:
                return
