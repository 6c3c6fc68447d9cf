"""KaTeX at build time: waiting until its process listens, and warnings of wrong formulas.

sphinxcontrib-katex connects as soon as the socket's file exists, which is before the process
listens; on a busy machine the connection is then refused and the build ends. This waits for both.
A formula that KaTeX refuses would be set in red without a warning, and an environment of amsmath
that numbers itself gets a second number from Sphinx. Here both are warnings, which end the build.
"""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Callable
from pathlib import Path
from subprocess import DEVNULL, Popen

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator
from sphinxcontrib import katex

TIMEOUT = 60.0
"""Seconds in which the process has to listen, and in which it has to typeset a formula."""

REFUSED = "KaTeX parse error"
ENVIRONMENT = re.compile(r"\s*\\begin\{(\w+)\}")

Visit = Callable[[HTML5Translator, nodes.Element], None]
LOGGER = logging.getLogger(__name__)


def start_katex(rundir: Path, timeout: float) -> tuple[Popen[bytes], socket.socket]:
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


def wait_for_katex(app: Sphinx, config: Config) -> None:
    """Let the extension start its process by :func:`start_katex`, where there are such sockets."""
    if hasattr(socket, "AF_UNIX"):
        katex.KaTeXServer.start_server_process = staticmethod(start_katex)
    katex.STARTUP_TIMEOUT = katex.RENDER_TIMEOUT = TIMEOUT


def with_warning(visit: Visit) -> Visit:
    """``visit``, which typesets a formula, with a warning where KaTeX refuses it."""

    def visit_or_warn(self: HTML5Translator, node: nodes.Element) -> None:
        before = len(self.body)
        try:
            visit(self, node)
        except katex.KaTeXError as error:
            if not str(error).startswith(REFUSED):
                raise
            del self.body[before:]
            LOGGER.warning("formula %r: %s", node.astext(), error, location=node)
            raise nodes.SkipNode from error

    return visit_or_warn


def warn_of_refused_formulas(app: Sphinx, config: Config) -> None:
    """Let KaTeX raise an error, and the renderers of formulas turn it into a warning.

    All extensions have registered their renderers when the settings are read.
    """
    katex.KATEX_DEFAULT_OPTIONS = {"throwOnError": True}
    for renderers in (
        app.registry.html_inline_math_renderers,
        app.registry.html_block_math_renderers,
    ):
        if "katex" in renderers:
            visit, depart = renderers["katex"]
            renderers["katex"] = (with_warning(visit), depart)


def warn_of_double_numbers(app: Sphinx, doctree: nodes.document) -> None:
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
    """Prepare KaTeX before any page is written, and look at every page that is read."""
    app.connect("config-inited", wait_for_katex)
    app.connect("config-inited", warn_of_refused_formulas)
    app.connect("doctree-read", warn_of_double_numbers)
