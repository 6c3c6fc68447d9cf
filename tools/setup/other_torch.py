"""The tests of the package with another torch than the book's: the oldest it allows, or the newest.

python -m tools.setup.other_torch oldest | newest | VERSION

Standard library only. The environment of these tests is _build/torch-VERSION, made anew each time.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

from tools import ROOT
from tools.setup.environment import python_of

# The mathematics of the package and the claims; plots, widgets and pages have one version of all.
TESTS = ("tests/claims", *sorted(map(str, ROOT.glob("tests/test_*.py"))))
BESIDE = ("numpy", "scikit-learn", "matplotlib", "hypothesis", "pytest", "transformers", "pyyaml")


def requirement(wanted: str, root: Path = ROOT) -> str:
    """What pip is asked for: ``torch==2.6.*`` for the oldest, ``torch`` for the newest."""
    if wanted == "newest":
        return "torch"
    if wanted != "oldest":
        return f"torch=={wanted}"
    with (root / "pyproject.toml").open("rb") as file:
        dependencies = tomllib.load(file)["project"]["dependencies"]
    (lowest,) = (match[1] for one in dependencies if (match := re.match(r"torch>=([\d.]+)", one)))
    return f"torch=={lowest}.*"


def pins(root: Path) -> list[str]:
    """The lines of constraints.txt for what the tests need beside torch."""
    lines = (root / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.partition("==")[0].lower() in BESIDE]


def main(arguments: list[str]) -> int:
    """Make the environment and run the tests in it; the exit status of pytest."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    wanted = requirement(arguments[0])
    folder = ROOT / "_build" / f"torch-{arguments[0]}"
    shutil.rmtree(folder, ignore_errors=True)
    venv.create(folder, with_pip=True)
    python = python_of(folder)
    pip = [python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    if index := os.environ.get("TORCH_INDEX"):
        subprocess.run([*pip, "--index-url", index, wanted], check=True)
    subprocess.run([*pip, wanted, *pins(ROOT), "-e", str(ROOT)], check=True)
    subprocess.run([python, "-c", "import torch; print('torch', torch.__version__)"], check=True)
    return subprocess.run([python, "-m", "pytest", *TESTS], cwd=ROOT).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
