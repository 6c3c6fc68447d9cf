"""What the tests of the package need with another torch than the book's.

Standard library only.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from tools import ROOT

BESIDE = ("numpy", "scikit-learn", "matplotlib", "hypothesis", "pytest", "transformers", "pyyaml")
"""Packages that the tests import beside torch."""

OTHER_LAYERS = ("plotting", "widgets")
"""Plots, widgets and pages have one version of everything, the one that the book is built with."""


def requirement(version: str, root: Path = ROOT) -> str:
    """The requirement for pip: ``torch==2.6.*`` for the oldest, ``torch`` for the newest.

    Args:
        version: ``oldest``, the lowest that pyproject.toml allows; ``newest``; or a version.
        root: folder of the project.
    """
    if version == "newest":
        return "torch"
    if version != "oldest":
        return f"torch=={version}"
    with (root / "pyproject.toml").open("rb") as file:
        dependencies = tomllib.load(file)["project"]["dependencies"]
    (lowest,) = (match[1] for one in dependencies if (match := re.match(r"torch>=([\d.]+)", one)))
    return f"torch=={lowest}.*"


def pins(root: Path = ROOT) -> list[str]:
    """The lines of constraints.txt for what the tests need beside torch."""
    lines = (root / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.partition("==")[0].lower() in BESIDE]


def tests(root: Path = ROOT) -> list[str]:
    """Tests of the mathematics and of the claims, as paths in the project."""
    subjects = sorted(folder.name for folder in (root / "src" / "tying").iterdir())
    folders = [f"tests/{name}" for name in subjects if name not in OTHER_LAYERS]
    files = sorted(path.relative_to(root).as_posix() for path in root.glob("tests/test_*.py"))
    return ["tests/claims", *(name for name in folders if (root / name).is_dir()), *files]
