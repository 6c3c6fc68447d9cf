"""Jupyter Book, as a program of the environment."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tools.setup.node import node_path


def run(source: Path, output: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Build the pages of ``source`` below ``output``; Node, for the mathematics, is on PATH."""
    programs = Path(sys.executable).parent
    program = programs / ("jupyter-book.exe" if os.name == "nt" else "jupyter-book")
    path = os.pathsep.join([*node_path(), str(programs), os.environ.get("PATH", os.defpath)])
    return subprocess.run(
        [program, "build", source, "--path-output", output, *options],
        cwd=source,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
    )
