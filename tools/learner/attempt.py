"""Whether copies run where they are: each alone in a folder, without output on stderr.

python -m tools.learner.attempt FOLDER [--kernel NAME]   Needs nbclient, and nothing of the book.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient

TIMEOUT = 300
"""Seconds that one cell may take."""

WIDGET = "application/vnd.jupyter.widget-view+json"


def problem(copy: Path, kernel: str = "python3") -> str:
    """The first problem of a reader who runs all of ``copy``; empty if there is none.

    What pip says while the setup cell installs is not checked.
    """
    with tempfile.TemporaryDirectory() as folder:
        where = {"metadata": {"path": folder}}
        try:
            notebook = nbformat.read(shutil.copy(copy, folder), as_version=4)
            NotebookClient(notebook, timeout=TIMEOUT, kernel_name=kernel, resources=where).execute()
        except Exception as error:  # whatever it is, the other copies are tried, too
            return f"{type(error).__name__}: {error}"
    outputs = [(cell.get("id"), one) for cell in notebook.cells for one in cell.get("outputs", [])]
    for name, one in outputs:
        if one.get("name") == "stderr" and name != "setup":
            return f"cell {name} writes to stderr: {one.text}"
    imported = any("from tying.widgets" in cell.source for cell in notebook.cells)
    shown = any(WIDGET in one.get("data", {}) for _, one in outputs)
    return "it shows no widget" if imported and not shown else ""


def main() -> int:
    """Run the copies of a folder; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kernel", default="python3")
    options = parser.parse_args()
    copies = [path for path in sorted(options.folder.glob("[!.]*/[!.]*.ipynb")) if path.is_file()]
    bad = False
    for copy in copies:
        message = problem(copy, options.kernel)
        bad |= bool(message)
        print(f"{copy.relative_to(options.folder)}: {message or 'runs'}", flush=True)
    if not copies:
        print(f"There is no copy in {options.folder}: run python tools/run.py copies first.")
    return 1 if bad or not copies else 0


if __name__ == "__main__":
    sys.exit(main())
