"""The record of what was executed: times, device and versions, for the page that tells readers."""

from __future__ import annotations

import json
import platform
from importlib import metadata
from pathlib import Path

from tools.execute import Run

PACKAGES = ("torch", "numpy", "matplotlib", "anywidget", "ipywidgets", "jupyter-book", "myst-nb")


def versions() -> dict[str, str]:
    """Version of Python, and of every package of ``PACKAGES`` that is installed."""
    found = {"python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def write(path: Path, runs: list[Run], device: str, fingerprint: str) -> None:
    """Write the record of ``runs`` to ``path``."""
    content = {
        "device": device,
        "fingerprint": fingerprint,
        "platform": platform.platform(),
        "versions": versions(),
        "notebooks": {run.notebook: {"seconds": run.seconds, "cached": run.cached} for run in runs},
    }
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
