"""A local server that compresses as a host on the web does, and counts what it sends."""

from __future__ import annotations

import contextlib
import functools
import gzip
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

COMPRESSED = {".html", ".css", ".js", ".json", ".svg", ".txt"}


@dataclass
class Traffic:
    """Address of a server, and the bytes of every answer: path, raw size, size that was sent."""

    address: str = ""
    answers: list[tuple[str, int, int]] = field(default_factory=list)


class Handler(SimpleHTTPRequestHandler):
    """Serves files, texts compressed, and notes the sizes."""

    def __init__(self, *args: object, traffic: Traffic, **kwargs: object) -> None:
        self.traffic = traffic
        super().__init__(*args, **kwargs)  # pyright: ignore[reportArgumentType]

    def do_GET(self) -> None:
        """Answer with a file."""
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path /= "index.html"
        if not path.is_file():
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        content, smaller = compressed(path)
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Length", str(len(content)))
        if smaller:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(content)
        self.traffic.answers.append((self.path, path.stat().st_size, len(content)))

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@functools.cache
def compressed(path: Path) -> tuple[bytes, bool]:
    """Bytes to send for a file, and whether they are compressed."""
    content = path.read_bytes()
    if path.suffix in COMPRESSED:
        return gzip.compress(content, 6), True
    return content, False


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[Traffic]:
    """A server of ``folder`` for the time of the block."""
    traffic = Traffic()
    handler = functools.partial(Handler, directory=str(folder), traffic=traffic)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        traffic.address = f"http://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield traffic
        finally:
            server.shutdown()
