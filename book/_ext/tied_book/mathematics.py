"""KaTeX at build time: a patient start of its process, and warnings of formulas that go wrong.

sphinxcontrib-katex connects as soon as the socket's file is there, which is before the process
listens; on a busy machine the connection is then refused and the build ends. This waits for both.
What KaTeX refuses would be set in red, without a word; and environments of amsmath that number
themselves get a second number from Sphinx. Here both are warnings, which end the build.
"""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Callable
from pathlib import Path
from subprocess import DEVNULL, Popen
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator
from sphinxcontrib import katex

PATIENCE = 60.0
REFUSED = "KaTeX parse error"
ENVIRONMENT = re.compile(r"\s*\\begin\{(\w+)\}")

Visit = Callable[[HTML5Translator, nodes.Element], None]
LOGGER = logging.getLogger(__name__)


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


def outspoken(visit: Visit) -> Visit:
    """``visit``, which typesets a formula, with a warning where KaTeX refuses it."""

    def visited(self: HTML5Translator, node: nodes.Element) -> None:
        before = len(self.body)
        try:
            visit(self, node)
        except katex.KaTeXError as error:
            if not str(error).startswith(REFUSED):
                raise
            del self.body[before:]
            LOGGER.warning("formula %r: %s", node.astext(), error, location=node)
            raise nodes.SkipNode from error

    return visited


def be_outspoken(app: Sphinx, config: Any) -> None:
    """Let KaTeX refuse aloud, and its renderers, which all extensions have registered now, warn."""
    katex.KATEX_DEFAULT_OPTIONS = {"throwOnError": True}
    for renderers in (
        app.registry.html_inline_math_renderers,
        app.registry.html_block_math_renderers,
    ):
        if "katex" in renderers:
            visit, depart = renderers["katex"]
            renderers["katex"] = (outspoken(visit), depart)


def warn_of_two_numbers(app: Sphinx, doctree: nodes.document) -> None:
    """Warn of environments to which both KaTeX and Sphinx would give numbers."""
    for node in doctree.findall(nodes.math_block):
        environment = ENVIRONMENT.match(node.astext())
        if environment and "amsmath" in node["classes"] and node.get("label"):
            LOGGER.warning(
                "%s outside of $$ is numbered twice: write %s*, or $$ ... $$ (label) for a number",
                environment[1],
                environment[1],
                location=node,
            )


def connect(app: Sphinx) -> None:
    """Be patient and outspoken from the start, and look at every page that is read."""
    app.connect("config-inited", be_patient)
    app.connect("config-inited", be_outspoken)
    app.connect("doctree-read", warn_of_two_numbers)
