"""The wheel of the package, built from a copy without files that earlier builds left.

Equal sources make equal bytes: learner copies name the wheel by its SHA-256.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SOURCES = ("pyproject.toml", "LICENSE")
EPOCH = "315532800"
"""Time of every file in the wheel, in seconds: the first day that an archive can name."""


def build(root: Path, folder: Path) -> Path:
    """Build the wheel of the project ``root`` into ``folder``; its path.

    Raises:
        RuntimeError: if pip fails; the message is that of pip.
    """
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary)
        for name in SOURCES:
            shutil.copy(root / name, copy)
        leftovers = shutil.ignore_patterns("__pycache__", "*.egg-info")
        shutil.copytree(root / "src", copy / "src", ignore=leftovers)
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--no-deps"]
        options = ["--no-build-isolation", "--wheel-dir", str(copy / "out"), str(copy)]
        for path in [copy, *copy.rglob("*")]:  # rights are part of an archive
            path.chmod(0o755 if path.is_dir() else 0o644)
        completed = subprocess.run(
            [*pip, *options],
            env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH},
            umask=0o022,
            capture_output=True,
            text=True,
        )
        if completed.returncode:
            raise RuntimeError(
                f"pip could not build the wheel:\n{completed.stdout}{completed.stderr}"
            )
        (built,) = (copy / "out").glob("*.whl")
        folder.mkdir(parents=True, exist_ok=True)
        return Path(shutil.copy(built, folder))
