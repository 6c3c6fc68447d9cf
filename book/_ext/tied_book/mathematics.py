"""KaTeX at build time: a patient start of the process that typesets the formulas.

sphinxcontrib-katex connects as soon as the socket's file is there, which is before the process
listens; on a busy machine the connection is then refused and the build ends. This waits for both.
"""

from __future__ import annotations

import socket
import time
from pathlib import Path
from subprocess import DEVNULL, Popen
from typing import Any

from sphinx.application import Sphinx
from sphinxcontrib import katex

PATIENCE = 60.0


def start(rundir: Path, timeout: float) -> tuple[Popen[bytes], socket.socket]:
    """Start the process and connect to it, as soon as it listens.

    Raises:
        katex.KaTeXError: if it ends, or does not listen within ``timeout`` seconds.
    """
    path = rundir / "katex.sock"
    command = katex.KaTeXServer.build_command(socket=path)
    process = Popen(command, stdin=DEVNULL, stdout=DEVNULL, cwd=rundir)
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline and process.poll() is None:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connection.connect(str(path))
        except (FileNotFoundError, ConnectionRefusedError):
            connection.close()
            time.sleep(0.01)
        else:
            return process, connection
    process.kill()
    process.wait()
    raise katex.KaTeXError(
        f"node did not start to typeset formulas within {timeout:g} seconds; "
        f"try it by hand: {' '.join(command)}"
    )


def be_patient(app: Sphinx, config: Any) -> None:
    """Put the start above in the place of the extension's, where there are such sockets."""
    if hasattr(socket, "AF_UNIX"):
        katex.KaTeXServer.start_server_process = staticmethod(start)
    katex.STARTUP_TIMEOUT = katex.RENDER_TIMEOUT = PATIENCE


def connect(app: Sphinx) -> None:
    """Be patient from the start."""
    app.connect("config-inited", be_patient)
