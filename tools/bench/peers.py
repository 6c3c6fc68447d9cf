"""An environment for the ledger's peers, which sees the packages of this one by a .pth file."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

from tools.setup.environment import SetupError, python_of

PINS = Path(__file__).with_name("peers.txt")


def measure(root: Path) -> int:
    """Run the ledger and its peers on the same models; the exit status."""
    try:
        python = ensure(root / "_build" / "peers", root / "src")
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    settings = {**os.environ, "PYTHONWARNINGS": "ignore"}
    command = [python, "-m", "tools.bench.ledger"]
    return subprocess.run(command, cwd=root, env=settings).returncode


def ensure(folder: Path, source: Path) -> Path:
    """Interpreter of an environment that holds the peers, and sees our packages and ``source``."""
    stamp, python = folder / "installed", python_of(folder)
    digest = hashlib.sha256(PINS.read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == digest:
        return python
    shutil.rmtree(folder, ignore_errors=True)
    venv.create(folder, with_pip=True)
    ours = sysconfig.get_path("purelib")
    theirs = sysconfig.get_path("purelib", vars={"base": str(folder), "platbase": str(folder)})
    Path(theirs, "book.pth").write_text(f"{source}\n{ours}\n", encoding="utf-8")
    command = [python, "-m", "pip", "--disable-pip-version-check", "install", "-q", "-r", str(PINS)]
    if subprocess.run(command).returncode:
        raise SetupError(
            "The peers of the ledger could not be installed; see the messages of pip above."
        )
    stamp.write_text(digest, encoding="utf-8")
    return python
