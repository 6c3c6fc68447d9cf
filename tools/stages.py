"""All checks of the project, stage by stage: what make test and CI run.

python -m tools.stages [STAGE ...]   A failed stage does not stop the others; a table ends the run.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

from tools import ROOT
from tools.setup.node import node_path

APART = (
    "tests/site",
    "tests/notebooks/executed",
    "tests/browser",
    "tests/package",
    "tests/pipeline",
    "tests/gpu",
)
STAGES = {
    "lint": ("pre_commit", "run", "--all-files", "--show-diff-on-failure"),
    "unit": ("pytest", "tests", *(f"--ignore={folder}" for folder in APART)),
    "package": ("pytest", "tests/package"),
    "book": ("tools.build",),
    "site": ("pytest", "tests/site", "tests/notebooks/executed"),
    "browser": ("pytest", "tests/browser"),
    "pipeline": ("pytest", "tests/pipeline"),
    "gpu": ("pytest", "-m", "gpu", "tests/gpu"),
}
ASKED_FOR = {"gpu"}
"""Stages that run only if they are named: they need what most machines lack."""


def run(name: str) -> tuple[bool, float]:
    """Run one stage; whether it passed, and its seconds."""
    print(f"\n{f'  {name}  ':=^78}", flush=True)
    started = time.monotonic()
    done = subprocess.run([sys.executable, "-m", *STAGES[name]], cwd=ROOT, env=environment())
    return done.returncode == 0, time.monotonic() - started


def environment() -> dict[str, str]:
    """Variables for the stages: Node on PATH, and pyright's program kept in the environment."""
    path = os.pathsep.join([*node_path(), os.environ.get("PATH", os.defpath)])
    pyright = {
        "PYRIGHT_PYTHON_CACHE_DIR": str(Path(sys.prefix) / "pyright"),
        "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1",
    }
    return {**os.environ, **pyright, "PATH": path}


def main() -> int:
    """Run the stages that are named, or all; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stages", nargs="*", metavar="STAGE", help=", ".join(STAGES))
    names = parser.parse_args().stages or [name for name in STAGES if name not in ASKED_FOR]
    if unknown := sorted(set(names) - set(STAGES)):
        parser.error(f"no stage {', '.join(unknown)}; there are {', '.join(STAGES)}")
    results = {name: run(name) for name in names}
    print(f"\n{'stage':<10}{'result':<8}{'seconds':>7}")
    for name, (passed, seconds) in results.items():
        print(f"{name:<10}{'passed' if passed else 'FAILED':<8}{seconds:>7.1f}")
    print(f"{'all':<18}{sum(seconds for _, seconds in results.values()):>7.1f}", flush=True)
    return 0 if all(passed for passed, _ in results.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
