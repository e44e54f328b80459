"""A network camera in small: MJPEG over HTTP, on this machine."""

from __future__ import annotations

import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from typing_extensions import Self


class MjpegServer:
    """Serves ``/video`` from a list of JPEG pictures, once per connection; 404 elsewhere.

    Parameters
    ----------
    jpegs
        What is sent.
    interval_s
        Time between two pictures.
    """

    def __init__(self, jpegs: Iterable[bytes], interval_s: float = 0.0) -> None:
        self.jpegs = list(jpegs)
        self.connections = 0
        self._pause = threading.Event()
        self._interval_s = interval_s
        handler = type("Handler", (_Handler,), {"served": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))

    @property
    def url(self) -> str:
        """Address of the video."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/video"

    def wait(self) -> None:
        """Wait for the next picture's time."""
        self._pause.wait(self._interval_s)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop serving; calling it again does nothing."""
        if self._pause.is_set():
            return
        self._pause.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Handler(BaseHTTPRequestHandler):
    served: MjpegServer

    def do_GET(self) -> None:
        if self.path != "/video":
            self.send_error(404)
            return
        self.served.connections += 1
        self.send_response(200)
        self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=picture")
        self.end_headers()
        with suppress(OSError):
            for jpeg in self.served.jpegs:
                head = (
                    f"--picture\r\nContent-Type: image/jpeg\r\nContent-Length: {len(jpeg)}\r\n\r\n"
                )
                self.wfile.write(head.encode() + jpeg + b"\r\n")
                self.served.wait()
            self.wfile.write(b"--picture--\r\n")

    def log_message(self, *_: object) -> None:
        pass
