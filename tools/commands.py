"""What each command of tools/run.py does.

Standard library only: the environment may not exist yet.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tools import ROOT, server
from tools.setup import environment

MODULES = {
    "book": "tools.build",
    "bench": "tools.bench",
    "chapter": "tools.stubs.chapter",
    "widget": "tools.stubs.widget",
    "copies": "tools.learner",
    "pdf": "tools.pdf",
    "links": "tools.checks.links",
    "release": "tools.release",
}
COPIES = "my-copies/contents.ipynb"
"""What tools.learner.lab writes for a reader, without this environment."""
WITHOUT = ("no", "0", "false")
"""Values of the variable ``SOLUTIONS``, in any case, by which copies and PDF have none."""

BUILT = ("_build", "dist", "build", ".pytest_cache", ".ruff_cache", ".hypothesis")


def run(command: str, arguments: Sequence[str] = ()) -> int:
    """Run ``command`` with its arguments; the exit status."""
    if command == "clean":
        return clean()
    if command == "serve":
        return server.serve_book(ROOT / "_build" / "html")
    requirements = environment.TEST if command in ("test", "bench") else environment.BOOK
    try:
        python = environment.ensure(ROOT, requirements)
    except environment.SetupError as error:
        print(error, file=sys.stderr)
        return 1
    if command == "lab":
        return lab(python, sources=os.environ.get("SOURCES", "0") not in ("", "0"))
    if command == "test":
        return call(python, "nox", *(("--session", *arguments) if arguments else ()))
    if command in ("copies", "pdf") and os.environ.get("SOLUTIONS", "").lower() in WITHOUT:
        arguments = [*arguments, "--no-solutions"]
    return call(python, MODULES[command], *arguments)


def lab(python: Path, sources: bool) -> int:
    """Open JupyterLab at the reader's copies, or at the ``sources``; the exit status."""
    if not sources and (status := call(python, "tools.learner.lab")):
        return status
    # In a container the user is root, which Jupyter refuses without this option.
    root = ("--allow-root",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
    return call(python, "jupyter", "lab", *root, "notebooks" if sources else COPIES)


def call(python: Path, *arguments: str) -> int:
    """Run a module of the environment, its programs first on PATH; the exit status."""
    path = os.pathsep.join([str(python.parent), os.environ.get("PATH", os.defpath)])
    settings = {**os.environ, "PATH": path, "VIRTUAL_ENV": str(ROOT / ".venv")}
    settings.pop("PYTHONHOME", None)
    try:
        return subprocess.run([python, "-m", *arguments], cwd=ROOT, env=settings).returncode
    except KeyboardInterrupt:
        return 130


def clean() -> int:
    """Remove everything that the commands made, except the environment."""
    for name in BUILT:
        shutil.rmtree(ROOT / name, ignore_errors=True)
    print("Removed what was built; .venv is kept (delete the folder to set up again).")
    return 0
