"""A local server for the built book. Standard library only."""

from __future__ import annotations

import errno
import functools
import os
import sys
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PORT = 8000


class Handler(SimpleHTTPRequestHandler):
    """Serves a folder, always fresh, without a line for each request."""

    def end_headers(self) -> None:
        """Let the browser ask again after a rebuild."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def server_of(folder: Path, port: int) -> ThreadingHTTPServer:
    """Server of ``folder`` at ``port``, or at any free one if that is taken."""
    handler = functools.partial(Handler, directory=str(folder))
    try:
        return ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        return ThreadingHTTPServer(("127.0.0.1", 0), handler)


def site(folder: Path) -> int:
    """Serve ``folder`` until interrupted; the exit status."""
    if not (folder / "index.html").is_file():
        print("There is no book to serve yet: run make book first.", file=sys.stderr)
        return 1
    with server_of(folder, int(os.environ.get("PORT", PORT))) as server:
        address = f"http://127.0.0.1:{server.server_address[1]}/"
        print(f"The book is at {address} (stop: Ctrl-C)", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()
    return 0
