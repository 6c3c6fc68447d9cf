"""The local server of a folder: for readers of the built book, for tests and for measurements.

Standard library only.
"""

from __future__ import annotations

import contextlib
import errno
import functools
import gzip
import io
import os
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

HOST, PORT = "127.0.0.1", 8000
COMPRESSED = {".html", ".css", ".js", ".json", ".svg", ".txt"}
"""Endings of the files that a host on the web compresses."""


@dataclass(frozen=True)
class Answer:
    """A file that was sent: its path in the request, its bytes, and those that were sent."""

    path: str
    size: int
    sent: int


class Server(ThreadingHTTPServer):
    """Serves ``folder`` at this machine's own address.

    Args:
        folder: what is served.
        port: 0 stands for any free port.
        headers: sent with every answer.
        compress: whether texts are compressed, as a host on the web does.

    Attributes:
        answers: the files that were sent, in the order in which that was done.
        missed: failed requests, as ``404: /gone.js``. A browser does not report all of its
            own, such as that for an icon.

    Raises:
        OSError: if the port is taken.
    """

    def __init__(
        self,
        folder: Path,
        port: int = 0,
        headers: Mapping[str, str] | None = None,
        compress: bool = False,
    ) -> None:
        self.headers = dict(headers or {})
        self.compress = compress
        self.answers: list[Answer] = []
        self.missed: list[str] = []
        super().__init__((HOST, port), functools.partial(_Handler, directory=str(folder)))

    @property
    def address(self) -> str:
        """Address of the folder, without a slash at its end."""
        return f"http://{HOST}:{self.server_address[1]}"


class _Handler(SimpleHTTPRequestHandler):
    """Answers one connection of a ``Server``, without a line for each request."""

    server: Server  # pyright: ignore[reportIncompatibleVariableOverride]

    def file(self) -> Path:
        """The file that is asked for; it may be missing."""
        path = Path(self.translate_path(self.path))
        return path / "index.html" if path.is_dir() else path

    def send_head(self) -> Any:
        """Send the head of the answer; the stream of its body, or None if there is none."""
        file = self.file()
        if not (self.server.compress and file.suffix in COMPRESSED and file.is_file()):
            return super().send_head()
        content = compressed(file)
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", self.guess_type(file))
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        return io.BytesIO(content)

    def copyfile(self, source: Any, outputfile: Any) -> None:
        """Note the body, then send it, so that a client that has it finds the note."""
        content = source.read()
        file = self.file()
        size = file.stat().st_size if file.is_file() else len(content)
        self.server.answers.append(Answer(self.path, size, len(content)))
        outputfile.write(content)

    def end_headers(self) -> None:
        """Add the headers of the server."""
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Note the failed request, and answer with the error."""
        self.server.missed.append(f"{code}: {self.path}")
        super().send_error(code, message, explain)

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing."""


@functools.cache
def compressed(path: Path) -> bytes:
    """Content of a file, compressed by gzip."""
    return gzip.compress(path.read_bytes(), 6)


@contextlib.contextmanager
def serving(
    folder: Path, headers: Mapping[str, str] | None = None, compress: bool = False
) -> Iterator[Server]:
    """A server of ``folder`` at a free port, in a thread, for the time of the block."""
    with Server(folder, headers=headers, compress=compress) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def book_server(folder: Path, port: int) -> Server:
    """Server of the built book at ``port``, or at any free one if that is taken.

    Browsers ask again for every file, so that a rebuild is seen at once.
    """
    headers = {"Cache-Control": "no-cache"}
    try:
        return Server(folder, port, headers)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        return Server(folder, 0, headers)


def serve_book(folder: Path) -> int:
    """Serve the built book until interrupted; the exit status."""
    if not (folder / "index.html").is_file():
        print("There is no book to serve yet: run make book first.", file=sys.stderr)
        return 1
    with book_server(folder, int(os.environ.get("PORT", PORT))) as server:
        print(f"The book is at {server.address}/ (stop: Ctrl-C)", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()
    return 0
